"""`class Reports`: drafts on reports, and what reports were before."""

from dataclasses import replace
from functools import partial

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.errors import NotFound
from runlake.model import Principal, Project
from runlake.model.clock import Clock
from runlake.products.views import store, versions
from runlake.products.views.product import Views
from runlake.products.views.tables import views as table
from runlake.products.views.versions import ViewVersion
from runlake.products.views.view import View, ViewChange, ViewKind, ViewsQuery
from runlake.storage.metadata import Metadata


class Reports:
    """Reports of projects, over `Views`. Every method checks what its caller may see and do."""

    def __init__(self, views: Views, metadata: Metadata, clock: Clock) -> None:
        self._views = views
        self._metadata = metadata
        self._clock = clock

    async def list_reports(self, principal: Principal, project: Project, *, most: int) -> list[View]:
        """Reports, and the caller's own that are not published yet; the last saved first."""
        found = []
        for kind in (ViewKind.REPORT, ViewKind.REPORT_DRAFT):
            query = ViewsQuery(kind, own_documents=True, limit=most)
            found += await self._views.list(principal, project, query)
        return sorted(found, key=lambda view: view.updated_at, reverse=True)[:most]

    async def get(self, principal: Principal, project: Project, view_id: int) -> View:
        """A report or an own draft. Raises NotFound, also for views of other kinds."""
        view = await self._views.get(principal, project, view_id)
        if view.kind not in (ViewKind.REPORT, ViewKind.REPORT_DRAFT):
            raise NotFound(f"report {view_id} not found, or you may not see it")
        return view

    async def drafts(self, principal: Principal, project: Project) -> dict[int, View]:
        """The caller's drafts on reports of the project, by the report's id."""
        project.require_read(principal)
        mine = ViewsQuery(ViewKind.REPORT_DRAFT, owner_id=principal.user_id, limit=store.MAX_PAGE)
        found = await self._views.list(principal, project, mine)
        return {view.draft_of: view for view in found if view.draft_of is not None}

    async def find_draft(self, principal: Principal, report: View) -> View | None:
        """What the caller has begun to change of a report."""
        return await self._metadata.read(partial(_find_draft, view_id=report.view_id, owner_id=principal.user_id))

    async def save_draft(
        self, principal: Principal, project: Project, report: View, change: ViewChange, base_version: int
    ) -> View:
        """Keep what the caller has begun to change, durable on return; nobody else sees it.

        Raises PermissionDenied, LimitExceeded.
        """
        report.require_change(principal, project)
        values = change.values(ViewKind.REPORT_DRAFT) | {"updated_at": self._clock(), "base_version": base_version}
        fresh = replace(report, version=1, saved_by=None, draft_of=report.view_id, owner_id=principal.user_id)

        def work(connection: Connection) -> View:
            draft = _find_draft(connection, report.view_id, principal.user_id)
            if draft is not None:
                return store.update_view(connection, draft.view_id, values)
            return store.insert_view(connection, _begun(fresh) | {"created_at": values["updated_at"]} | values)

        return await self._metadata.write(work)

    async def discard_draft(self, principal: Principal, report: View) -> None:
        """Forget what the caller has begun to change; may be repeated."""
        report.require_read(principal)

        def work(connection: Connection) -> None:
            draft = _find_draft(connection, report.view_id, principal.user_id)
            if draft is not None:
                store.delete_view(connection, draft.view_id)

        await self._metadata.write(work)

    async def versions(self, principal: Principal, report: View) -> list[ViewVersion]:
        """What a report was before, newest first, without bodies."""
        report.require_read(principal)
        return await self._metadata.read(partial(versions.list_versions, view_id=report.view_id))

    async def version(self, principal: Principal, report: View, version: int) -> ViewVersion:
        """One earlier version with its body. Raises NotFound."""
        report.require_read(principal)
        work = partial(versions.find_version, view_id=report.view_id, version=version)
        found = await self._metadata.read(work)
        if found is None:
            raise NotFound(f"version {version} of this report is not kept")
        return found


def _find_draft(connection: Connection, view_id: int, owner_id: int) -> View | None:
    mine = (table.c.draft_of == view_id) & (table.c.owner_id == owner_id)
    found = connection.execute(sa.select(table.c.view_id).where(mine)).scalar()
    return None if found is None else store.find_view(connection, found)


def _begun(draft: View) -> dict[str, object]:
    """The column values of a new draft."""
    fields = ("project_id", "name", "display_name", "description", "body", "owner_id", "draft_of")
    return {field: getattr(draft, field) for field in fields} | {"kind": "report_draft", "shared": False, "version": 1}
