"""A project: the named space of an entity, and the unit of permission."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from runlake.errors import NotFound, PermissionDenied
from runlake.model.access import MemberRole, Principal, Role, Visibility

_SHARED_ROLE = {
    Visibility.PRIVATE: None,
    Visibility.RESTRICTED: None,
    Visibility.SHARED_READ: Role.VIEWER,
    Visibility.SHARED_WRITE: Role.MEMBER,
}


REGISTRY_PREFIX = "wandb-registry-"
"""How the names of registries begin, among the projects of an organization's entity."""


@dataclass(frozen=True, slots=True)
class ProjectMembers:
    """Roles given in one project, by user id and by the entity id of teams."""

    users: Mapping[int, MemberRole] = field(default_factory=dict)
    teams: Mapping[int, MemberRole] = field(default_factory=dict)

    def role_of(self, principal: Principal) -> Role | None:
        """What the caller was given: by name, else the best that one of the caller's teams was."""
        own = self.users.get(principal.user_id)
        if own is not None:
            return own.role
        of_teams = [given.role for team, given in self.teams.items() if team in principal.roles]
        return max(of_teams, default=None)


NO_MEMBERS = ProjectMembers()


@dataclass(frozen=True, slots=True)
class Project:
    """A project as stored. `entity_name/name` is its path; both parts may change, `project_id` does not.

    `allows_all_types` is of registries: True when versions of every artifact type may be linked.
    """

    project_id: int
    entity_id: int
    entity_name: str
    name: str
    description: str | None
    visibility: Visibility
    created_at: datetime
    updated_at: datetime
    created_by: int | None
    members: ProjectMembers = field(default=NO_MEMBERS, compare=False)
    allows_all_types: bool = True

    @property
    def is_registry(self) -> bool:
        """True when its name is that of a registry."""
        return self.name.startswith(REGISTRY_PREFIX)

    def role_of(self, principal: Principal) -> Role | None:
        """The caller's role here: the better of what is held as a member and what visibility grants everybody."""
        linked = Role.VIEWER if self.project_id in principal.reads else None
        granted = [role for role in (self._held(principal), _SHARED_ROLE[self.visibility], linked) if role]
        return max(granted, default=None)

    def _held(self, principal: Principal) -> Role | None:
        """A role given in this project counts before one in its entity; admins of the entity keep theirs."""
        in_entity = principal.role_in(self.entity_id)
        if in_entity is Role.ADMIN:
            return in_entity
        given = self.members.role_of(principal)
        return given or (None if self.visibility is Visibility.RESTRICTED else in_entity)

    def require_read(self, principal: Principal) -> None:
        """Raise NotFound unless the caller may read: strangers must not learn that the project exists."""
        if self.role_of(principal) is None:
            raise NotFound(f"project {self.entity_name}/{self.name} not found, or you may not see it")

    def require_write(self, principal: Principal) -> None:
        """Raise NotFound for strangers, PermissionDenied for readers."""
        self._require(principal, Role.MEMBER)

    def require_admin(self, principal: Principal) -> None:
        """Raise NotFound for strangers, PermissionDenied for everybody below admin."""
        self._require(principal, Role.ADMIN)

    def _require(self, principal: Principal, role: Role) -> None:
        self.require_read(principal)
        held = self.role_of(principal)
        if held is None or held < role:
            raise PermissionDenied(
                f"{principal.username} may not do this in {self.entity_name}/{self.name}: "
                f"it needs the role {role.name.lower()}; ask an admin of {self.entity_name}"
            )
