"""`class Views`: making, finding, changing and deleting saved views."""

from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, LimitExceeded, NotFound
from runlake.model import Principal, Project
from runlake.model.clock import Clock
from runlake.products.views import store, versions
from runlake.products.views.view import View, ViewChange, ViewKind, ViewsQuery
from runlake.storage.metadata import Metadata

MAX_VIEWS = 10_000
"""In one project."""


class Views:
    """Saved views of projects. Every method checks what its caller may see and do."""

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def list(self, principal: Principal, project: Project, query: ViewsQuery) -> "list[View]":
        """Shared views and the caller's own, newest first. Raises NotFound for a project the caller may not read."""
        project.require_read(principal)
        work = partial(store.list_views, project_id=project.project_id, query=query, reader_id=principal.user_id)
        return await self._metadata.read(work)

    async def find(self, view_id: int) -> View | None:
        """The view of that id; the caller checks `View.require_read` and the project."""
        return await self._metadata.read(partial(store.find_view, view_id=view_id))

    async def get(self, principal: Principal, project: Project, view_id: int) -> View:
        """The view of that id in a project. Raises NotFound."""
        project.require_read(principal)
        view = await self.find(view_id)
        if view is None or view.project_id != project.project_id:
            raise NotFound(f"view {view_id} not found, or you may not see it")
        view.require_read(principal)
        return view

    async def create(self, principal: Principal, project: Project, kind: ViewKind, change: ViewChange) -> View:
        """Save a new view, durable on return. Shared unless `change.shared` is False.

        Raises PermissionDenied, InvalidInput without a display name or body, LimitExceeded.
        """
        project.require_write(principal)
        if change.display_name is None or change.body is None:
            raise InvalidInput("a view needs a name and something to show")
        now = self._clock()
        values = {"name": "", "description": "", "shared": True, "kind": kind.value, **change.values(kind)}
        values |= {"project_id": project.project_id, "owner_id": principal.user_id}
        values |= {"created_at": now, "updated_at": now}

        def work(connection: Connection) -> View:
            if store.count_views(connection, project.project_id) >= MAX_VIEWS:
                raise LimitExceeded(f"a project has at most {MAX_VIEWS} saved views: delete some first")
            return store.insert_view(connection, values)

        return await self._metadata.write(work)

    async def update(
        self, principal: Principal, project: Project, view: View, change: ViewChange, *, base_version: int | None = None
    ) -> View:
        """Change a view, durable on return. The earlier versions of a report are kept.

        `base_version` is what the caller has seen: when another has saved since, nothing is changed. None: the last
        writer wins. A change that changes nothing makes no version. Raises NotFound, PermissionDenied, Conflict,
        LimitExceeded.
        """
        view.require_change(principal, project)
        values = change.values(change.kind or view.kind)
        saved = {"updated_at": self._clock(), "saved_by": principal.user_id}

        def work(connection: Connection) -> View:
            found = store.lock_view(connection, view.view_id)
            if found is None:
                raise NotFound(f"view {view.view_id} was deleted a moment ago")
            if all(_stored(found, field) == value for field, value in values.items()):
                return found
            if base_version is not None and base_version != found.version:
                raise Conflict(
                    f"“{found.display_name}” was saved by somebody else: it is at version {found.version}, "
                    f"you have changed version {base_version}. Nothing was saved: look at theirs, then save again"
                )
            if found.kind is ViewKind.REPORT:
                versions.keep(connection, found)
            return store.update_view(connection, view.view_id, {**values, **saved, "version": found.version + 1})

        return await self._metadata.write(work)

    async def delete(self, principal: Principal, project: Project, view: View) -> None:
        """Delete a view and the drafts on it; for its owner and admins of the project.

        Raises NotFound, PermissionDenied.
        """
        view.require_change(principal, project, to_delete=True)
        await self._metadata.write(partial(store.delete_view, view_id=view.view_id))


def _stored(view: View, field: str) -> object:
    value = getattr(view, field)
    return value.value if isinstance(value, ViewKind) else value
