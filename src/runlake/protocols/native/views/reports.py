"""Reports of a project: …/reports. Their documents are those of wandb's report package, as text, verbatim."""

import json

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import InvalidInput
from runlake.products.views import Reports, ViewChange, ViewKind, Views
from runlake.protocols.native.deps import ReadProject, WriteProject
from runlake.protocols.native.views.report_rows import (
    ReportAnswers,
    ReportDetail,
    ReportList,
    SavedDraft,
    UserFinder,
    VersionList,
    VersionRow,
    draft_row,
)

_MOST = 1000
_MOST_SPEC = 16 * 1024 * 1024
_PATH = "/projects/{entity}/{project}/reports"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewReport(_Body):
    """A report to begin. `draft`: only its author sees it until it is published."""

    title: str = Field(min_length=1, max_length=200)
    description: str = Field("", max_length=20_000)
    spec: str = Field(max_length=_MOST_SPEC, description="The document, as JSON text.")
    draft: bool = True


class EditReport(_Body):
    """What to change of version `base_version`; what is left out keeps its value."""

    base_version: int = Field(ge=1)
    title: str | None = Field(None, min_length=1, max_length=200)
    description: str | None = Field(None, max_length=20_000)
    spec: str | None = Field(None, max_length=_MOST_SPEC)
    draft: bool | None = None


class ReportDraft(_Body):
    """What its author has begun to change of version `base_version`."""

    base_version: int = Field(ge=1)
    title: str = Field(max_length=200)
    description: str = Field("", max_length=20_000)
    spec: str = Field(max_length=_MOST_SPEC)


def report_routes(views: Views, reports: Reports, users_by_id: UserFinder) -> APIRouter:
    """The routes of reports."""
    router = APIRouter(tags=["reports"])
    answers = ReportAnswers(reports, users_by_id)
    _add_reading(router, answers)
    _add_changes(router, views, answers)
    _add_drafts(router, answers)
    return router


def _add_reading(router: APIRouter, answers: ReportAnswers) -> None:
    reports = answers.reports

    @router.get(_PATH)
    async def list_reports(target: ReadProject) -> ReportList:
        """Reports and the caller's own drafts, without documents."""
        found = await reports.list_reports(target.principal, target.project, most=_MOST)
        return ReportList(reports=await answers.rows(target, found))

    @router.get(_PATH + "/{report_id}")
    async def get_report(target: ReadProject, report_id: int) -> ReportDetail:
        """A report with its document."""
        return await answers.detail(target, await reports.get(target.principal, target.project, report_id))

    @router.get(_PATH + "/{report_id}/versions")
    async def list_versions(target: ReadProject, report_id: int) -> VersionList:
        """What a report was before it was last saved."""
        report = await reports.get(target.principal, target.project, report_id)
        return VersionList(versions=await answers.versions(target, report))

    @router.get(_PATH + "/{report_id}/versions/{version}")
    async def get_version(target: ReadProject, report_id: int, version: int) -> VersionRow:
        """An earlier version with its document."""
        report = await reports.get(target.principal, target.project, report_id)
        return await answers.version(target, report, version)


def _add_changes(router: APIRouter, views: Views, answers: ReportAnswers) -> None:
    reports = answers.reports

    @router.post(_PATH, status_code=201)
    async def create_report(target: WriteProject, body: NewReport) -> ReportDetail:
        """Begin a report; for members."""
        change = _change(body.title, body.description, body.spec, draft=body.draft)
        kind = change.kind or ViewKind.REPORT_DRAFT
        return await answers.detail(target, await views.create(target.principal, target.project, kind, change))

    @router.patch(_PATH + "/{report_id}")
    async def edit_report(target: ReadProject, report_id: int, body: EditReport) -> ReportDetail:
        """Save a report, if nobody else has since; for members. The caller's draft on it is done with."""
        report = await reports.get(target.principal, target.project, report_id)
        change = _change(body.title, body.description, body.spec, draft=body.draft)
        saved = await views.update(target.principal, target.project, report, change, base_version=body.base_version)
        await reports.discard_draft(target.principal, saved)
        return await answers.detail(target, saved)

    @router.delete(_PATH + "/{report_id}", status_code=204)
    async def delete_report(target: ReadProject, report_id: int) -> None:
        """Delete a report with its versions and drafts; for its author and admins."""
        report = await reports.get(target.principal, target.project, report_id)
        await views.delete(target.principal, target.project, report)


def _add_drafts(router: APIRouter, answers: ReportAnswers) -> None:
    reports = answers.reports

    @router.put(_PATH + "/{report_id}/draft")
    async def save_draft(target: WriteProject, report_id: int, body: ReportDraft) -> SavedDraft:
        """Keep what the caller has begun to change; nobody else sees it."""
        report = await reports.get(target.principal, target.project, report_id)
        change = _change(body.title or report.display_name, body.description, body.spec, draft=None)
        draft = await reports.save_draft(target.principal, target.project, report, change, body.base_version)
        return draft_row(draft)

    @router.delete(_PATH + "/{report_id}/draft", status_code=204)
    async def discard_draft(target: WriteProject, report_id: int) -> None:
        """Forget what the caller has begun to change."""
        await reports.discard_draft(target.principal, await reports.get(target.principal, target.project, report_id))


def _change(title: str | None, description: str | None, spec: str | None, *, draft: bool | None) -> ViewChange:
    """What a body says; raises InvalidInput for a document that is not a JSON object."""
    kind = None if draft is None else ViewKind.REPORT_DRAFT if draft else ViewKind.REPORT
    shared = None if draft is None else not draft
    return ViewChange(display_name=title, description=description, body=_checked(spec), kind=kind, shared=shared)


def _checked(spec: str | None) -> str | None:
    try:
        document = {} if spec is None else json.loads(spec)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"the document of a report is not valid JSON: {error}") from error
    if not isinstance(document, dict):
        raise InvalidInput("the document of a report is a JSON object with `blocks`")
    return spec
