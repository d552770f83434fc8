"""Reports, drafts and versions as the native API shows them."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from pydantic import BaseModel

from runlake.products.identity import User
from runlake.products.views import Reports, View, ViewKind, ViewVersion
from runlake.protocols.native.deps import ProjectAccess

UserFinder = Callable[[list[int]], Awaitable[Mapping[int, User]]]
"""User ids → users, deleted ones included. The identity product has it."""


class ReportRow(BaseModel):
    """A report in a list. `author` and `saved_by` are names of users; `has_draft`: the caller has begun to change it."""

    report_id: int
    title: str
    description: str
    author: str
    saved_by: str
    draft: bool
    has_draft: bool
    version: int
    created_at: datetime
    updated_at: datetime


class SavedDraft(BaseModel):
    """What somebody has begun to change of version `base_version`, as it was kept."""

    base_version: int
    title: str
    description: str
    spec: str
    saved_at: datetime


class ReportDetail(ReportRow):
    """A report with its document, and what the caller has begun to change of it."""

    spec: str
    own_draft: SavedDraft | None


class ReportList(BaseModel):
    """Reports, the last saved first."""

    reports: list[ReportRow]


class VersionRow(BaseModel):
    """What a report was before. `spec` is null in lists."""

    version: int
    title: str
    description: str
    saved_by: str
    saved_at: datetime
    spec: str | None


class VersionList(BaseModel):
    """Earlier versions, newest first."""

    versions: list[VersionRow]


class ReportAnswers:
    """Reports as the routes answer them."""

    def __init__(self, reports: Reports, users_by_id: UserFinder) -> None:
        self.reports = reports
        self._users_by_id = users_by_id

    async def rows(self, target: ProjectAccess, found: list[View]) -> list[ReportRow]:
        drafts = await self.reports.drafts(target.principal, target.project)
        users = await self._users_by_id([user_id for view in found for user_id in (view.owner_id, _saver(view))])
        return [_row(view, users, has_draft=view.view_id in drafts) for view in found]

    async def detail(self, target: ProjectAccess, view: View) -> ReportDetail:
        draft = await self.reports.find_draft(target.principal, view)
        users = await self._users_by_id([view.owner_id, _saver(view)])
        row = _row(view, users, has_draft=draft is not None)
        return ReportDetail(**dict(row), spec=view.body, own_draft=None if draft is None else draft_row(draft))

    async def versions(self, target: ProjectAccess, report: View) -> list[VersionRow]:
        found = await self.reports.versions(target.principal, report)
        users = await self._users_by_id([each.saved_by for each in found])
        return [_version(each, users) for each in found]

    async def version(self, target: ProjectAccess, report: View, version: int) -> VersionRow:
        found = await self.reports.version(target.principal, report, version)
        return _version(found, await self._users_by_id([found.saved_by]))


def draft_row(draft: View) -> SavedDraft:
    """A draft with its document."""
    return SavedDraft(
        base_version=draft.base_version or 1,
        title=draft.display_name,
        description=draft.description,
        spec=draft.body,
        saved_at=draft.updated_at,
    )


def _row(view: View, users: Mapping[int, User], *, has_draft: bool) -> ReportRow:
    return ReportRow(
        report_id=view.view_id,
        title=view.display_name,
        description=view.description,
        author=_name(view.owner_id, users),
        saved_by=_name(_saver(view), users),
        draft=view.kind is ViewKind.REPORT_DRAFT,
        has_draft=has_draft,
        version=view.version,
        created_at=view.created_at,
        updated_at=view.updated_at,
    )


def _version(found: ViewVersion, users: Mapping[int, User]) -> VersionRow:
    return VersionRow(
        version=found.version,
        title=found.display_name,
        description=found.description,
        saved_by=_name(found.saved_by, users),
        saved_at=found.saved_at,
        spec=found.body,
    )


def _saver(view: View) -> int:
    return view.saved_by or view.owner_id


def _name(user_id: int, users: Mapping[int, User]) -> str:
    user = users.get(user_id)
    return user.username if user else ""
