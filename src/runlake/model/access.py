"""Who may do what: principals, roles and visibility. Pure decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Role(IntEnum):
    """What a member may do in an entity; each role includes the ones below it."""

    VIEWER = 1
    MEMBER = 2
    ADMIN = 3


class MemberRole(StrEnum):
    """What somebody is given in a single project."""

    ADMIN = "admin"
    MEMBER = "member"
    VIEWER = "viewer"
    RESTRICTED_VIEWER = "restricted_viewer"

    @property
    def role(self) -> Role:
        """The rights that come with it."""
        return _ROLE_OF.get(self, Role.VIEWER)


_ROLE_OF = {MemberRole.ADMIN: Role.ADMIN, MemberRole.MEMBER: Role.MEMBER}


class Visibility(StrEnum):
    """Who besides the members of its entity may use a project. RESTRICTED: of the members only those named, and admins."""

    PRIVATE = "private"
    RESTRICTED = "restricted"
    SHARED_READ = "shared_read"
    SHARED_WRITE = "shared_write"


@dataclass(frozen=True, slots=True)
class Principal:
    """An authenticated caller.

    `roles` maps entity ids (the personal entity, teams, organizations) to the caller's role in each.
    An instance admin has every role everywhere. `default_entity` is the name of the entity of what names none; "" when
    it is not known. `reads` are projects that the caller may read without being a member: a link has let them in.
    """

    user_id: int
    username: str
    email: str | None
    name: str
    is_admin: bool
    entity_id: int
    roles: Mapping[int, Role]
    default_entity: str = ""
    reads: frozenset[int] = frozenset()

    def role_in(self, entity_id: int) -> Role | None:
        """The caller's role in an entity; None when not a member."""
        return Role.ADMIN if self.is_admin else self.roles.get(entity_id)
