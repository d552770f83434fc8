"""A project: the named space of an entity, and the unit of permission."""

from dataclasses import dataclass
from datetime import datetime

from runlake.errors import NotFound, PermissionDenied
from runlake.model.access import Principal, Role, Visibility

_SHARED_ROLE = {
    Visibility.PRIVATE: None,
    Visibility.SHARED_READ: Role.VIEWER,
    Visibility.SHARED_WRITE: Role.MEMBER,
}


@dataclass(frozen=True, slots=True)
class Project:
    """A project as stored. `entity_name/name` is its path; both parts may change, `project_id` does not."""

    project_id: int
    entity_id: int
    entity_name: str
    name: str
    description: str | None
    visibility: Visibility
    created_at: datetime
    updated_at: datetime
    created_by: int | None

    def role_of(self, principal: Principal) -> Role | None:
        """The caller's role here: the better of membership and what visibility grants everybody."""
        granted = [role for role in (principal.role_in(self.entity_id), _SHARED_ROLE[self.visibility]) if role]
        return max(granted, default=None)

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
