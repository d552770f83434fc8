"""What identity hands out: users, entities, keys, sessions. No secrets, but for the moment they are made."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from runlake.model import Principal, Role


class EntityKind(StrEnum):
    """What kind of owner an entity is."""

    USER = "user"
    TEAM = "team"
    ORGANIZATION = "organization"


class UserKind(StrEnum):
    """Who logs in: a person, or a machine that works for one team."""

    PERSON = "person"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Entity:
    """An owner of projects. `organization_id`: the organization of a team, or the one whose own entity this is."""

    entity_id: int
    name: str
    kind: EntityKind
    organization_id: int | None


@dataclass(frozen=True, slots=True)
class Organization:
    """A group of users and teams. It owns projects of its own through its entity, named `<name>-org`."""

    organization_id: int
    name: str
    entity_id: int
    entity_name: str


@dataclass(frozen=True, slots=True)
class User:
    """A person or a machine that may log in. `entity_id` is the personal entity, named like the user.

    `team_id` is the team that a service account works for. `default_entity_id` is where runs go that name no entity;
    None: the user's own, a service account's team.
    """

    user_id: int
    username: str
    email: str | None
    name: str
    is_admin: bool
    entity_id: int
    created_at: datetime
    kind: UserKind = UserKind.PERSON
    team_id: int | None = None
    default_entity_id: int | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """A place in a team that waits for a user with this e-mail address."""

    invite_id: int
    entity_id: int
    email: str
    role: Role
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """A user's place in an entity."""

    user: User
    role: Role


@dataclass(frozen=True, slots=True)
class Membership:
    """An entity's place in a user's list."""

    entity: Entity
    role: Role


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key without its secret. `prefix` is how its owner recognises it."""

    key_id: int
    user_id: int
    name: str
    prefix: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """A browser's session. `csrf_token` must come back with every write."""

    principal: Principal
    expires_at: datetime
    token: str = field(repr=False)
    csrf_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What the first start made, to be shown once. None: it was given by the settings."""

    username: str
    api_key: str | None = field(repr=False)
    login_token: str | None = field(repr=False)
