"""What a saved view is, what may be in it, and who may see and change it. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from runlake.errors import InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.model import Principal, Project, Role
from runlake.model.texts import check_texts

MAX_NAME_CHARS = 200
MAX_DESCRIPTION_CHARS = 20_000
MAX_SEARCH_CHARS = 32 * 1024
MAX_DOCUMENT_CHARS = 16 * 1024 * 1024


class ViewKind(StrEnum):
    """What a view's body is."""

    WORKSPACE = "workspace"
    """The query string of Runlake's own page."""
    TRACES = "traces"
    """The query string of the list of traces."""
    REPORT = "report"
    """A client's document: text and panels."""
    REPORT_DRAFT = "report_draft"
    """The same, for its author alone."""
    CLIENT_WORKSPACE = "client_workspace"
    """A client's document: a layout of panels."""

    @property
    def max_body_chars(self) -> int:
        return MAX_SEARCH_CHARS if self in (ViewKind.WORKSPACE, ViewKind.TRACES) else MAX_DOCUMENT_CHARS


@dataclass(frozen=True, slots=True)
class View:
    """A saved view. `name` is for machines and may be anything, `display_name` for people; `body` is kept verbatim.

    `version` counts its changes from 1. `saved_by` is who made the present one; None means its owner. A draft that was
    begun on a report names it in `draft_of`, and the version that it was begun on in `base_version`.
    """

    view_id: int
    project_id: int
    kind: ViewKind
    name: str
    display_name: str
    description: str
    body: str
    shared: bool
    owner_id: int
    created_at: datetime
    updated_at: datetime
    version: int = 1
    saved_by: int | None = None
    draft_of: int | None = None
    base_version: int | None = None

    def require_read(self, principal: Principal) -> None:
        """Raise NotFound for what is another's and not shared. The project is checked by the caller."""
        if not self.shared and self.owner_id != principal.user_id:
            raise NotFound(f"view {self.view_id} not found, or you may not see it")

    def require_change(self, principal: Principal, project: Project, *, to_delete: bool = False) -> None:
        """Owners and admins of the project may do everything; members may also edit a shared report.

        Raises NotFound or PermissionDenied.
        """
        self.require_read(principal)
        project.require_write(principal)
        if self.owner_id == principal.user_id or project.role_of(principal) is Role.ADMIN:
            return
        if to_delete or self.kind is not ViewKind.REPORT:
            raise PermissionDenied("a view is changed by its owner: save a copy under another name")


@dataclass(frozen=True, slots=True)
class ViewChange:
    """What to change of a view, or to begin it with; None leaves a value as it is."""

    name: str | None = None
    display_name: str | None = None
    description: str | None = None
    body: str | None = None
    shared: bool | None = None
    kind: ViewKind | None = None

    def values(self, kind: ViewKind) -> dict[str, object]:
        """The checked column values of what is given, for a view of this kind. Raises InvalidInput, LimitExceeded."""
        limits = {
            "name": MAX_NAME_CHARS,
            "display_name": MAX_NAME_CHARS,
            "description": MAX_DESCRIPTION_CHARS,
            "body": kind.max_body_chars,
        }
        values: dict[str, object] = {field: _text(self, field, limit) for field, limit in limits.items()}
        values |= {"shared": self.shared, "kind": None if self.kind is None else self.kind.value}
        return {field: value for field, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class ViewsQuery:
    """Which views to list, newest first. `after` is the id of the last one of an earlier page.

    `own_documents` leaves out drafts on a report: they are shown with it.
    """

    kind: ViewKind
    name: str | None = None
    owner_id: int | None = None
    own_documents: bool = False
    after: int | None = None
    limit: int = 50


def _text(change: ViewChange, field: str, limit: int) -> str | None:
    text: str | None = getattr(change, field)
    if text is None:
        return None
    if len(text) > limit:
        raise LimitExceeded(f"the {field} of a view has at most {limit} characters, not {len(text)}")
    check_texts({field: text})
    if field == "display_name" and not text.strip():
        raise InvalidInput("a view needs a name")
    return text
