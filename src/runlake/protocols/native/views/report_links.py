"""Links of reports: made, listed and revoked by those who may share, and used by whoever has one."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import NotFound, Unauthenticated
from runlake.products.views import ReportLink, ReportLinks, Reports
from runlake.protocols.native.deps import LINK_HEADER, ReadProject
from runlake.protocols.native.views.report_rows import UserFinder

_PATH = "/projects/{entity}/{project}/reports/{report_id}/links"


class NewLink(BaseModel):
    """How long the link is to be good."""

    model_config = ConfigDict(extra="forbid")
    days: int = Field(30, ge=1, le=365)


class LinkRow(BaseModel):
    """A link. `token` is what the address of the report carries as `accessToken`; null once it opens nothing."""

    link_id: int
    token: str | None
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class LinkList(BaseModel):
    """Links of a report, newest first."""

    links: list[LinkRow]


class SharedReport(BaseModel):
    """What a link shows of a report."""

    entity: str
    project: str
    report_id: int
    title: str
    description: str
    spec: str
    author: str
    version: int
    updated_at: datetime


def report_link_routes(reports: Reports, links: ReportLinks, users_by_id: UserFinder) -> APIRouter:
    """The routes of links."""
    router = APIRouter(tags=["reports"])

    def row(link: ReportLink) -> LinkRow:
        token = links.token_of(link) if links.is_open(link) else None
        times = {"made_at": link.made_at, "expires_at": link.expires_at, "revoked_at": link.revoked_at}
        return LinkRow(link_id=link.link_id, token=token, **times)

    @router.get(_PATH)
    async def list_links(target: ReadProject, report_id: int) -> LinkList:
        """The links of a report; for its author and admins."""
        report = await reports.get(target.principal, target.project, report_id)
        found = await links.list_links(target.principal, target.project, report)
        return LinkList(links=[row(link) for link in found])

    @router.post(_PATH, status_code=201)
    async def create_link(target: ReadProject, report_id: int, body: NewLink) -> LinkRow:
        """Let everybody who has the link read the report and the runs that it shows; for its author and admins."""
        report = await reports.get(target.principal, target.project, report_id)
        return row(await links.make(target.principal, target.project, report, [], days=body.days))

    @router.delete(_PATH + "/{link_id}", status_code=204)
    async def revoke_link(target: ReadProject, report_id: int, link_id: int) -> None:
        """Let a link open nothing from now on; may be repeated."""
        report = await reports.get(target.principal, target.project, report_id)
        found = await links.list_links(target.principal, target.project, report)
        link = next((link for link in found if link.link_id == link_id), None)
        if link is None:
            raise NotFound(f"link {link_id} of this report not found")
        await links.revoke(target.principal, target.project, report, link)

    @router.get("/shared-report")
    async def read_shared(request: Request) -> SharedReport:
        """The report of the link whose token is in the header; without an account."""
        token = request.headers.get(LINK_HEADER)
        if token is None:
            raise Unauthenticated(f"no link in the request: send the token of a report's link as {LINK_HEADER}")
        opened = await links.open(token)
        report, project = opened.report, opened.home
        author = (await users_by_id([report.owner_id])).get(report.owner_id)
        return SharedReport(
            entity=project.entity_name,
            project=project.name,
            report_id=report.view_id,
            title=report.display_name,
            description=report.description,
            spec=report.body,
            author=author.username if author else "",
            version=report.version,
            updated_at=report.updated_at,
        )

    return router
