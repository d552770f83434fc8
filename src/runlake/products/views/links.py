"""`class ReportLinks`: addresses at which a report, and the runs that its panels show, are read without an account."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import sqlalchemy as sa
from sqlalchemy import Connection

from runlake.errors import InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.model import Principal, Project, Role
from runlake.model.clock import Clock
from runlake.products.views import store
from runlake.products.views.sharing import OpenedReport, PrincipalFinder, ProjectFinder, RunSetReader
from runlake.products.views.tables import view_links
from runlake.products.views.view import View, ViewKind
from runlake.storage.metadata import Metadata

MOST_LINKS = 100
"""Of one report, used up ones included."""
MOST_PROJECTS = 20
DEFAULT_DAYS = 30
MOST_DAYS = 365
_NO_LINK = "this link is not valid, or not any more: ask whoever gave it to you for another one"


@dataclass(frozen=True, slots=True)
class ReportLink:
    """Lets whoever has its token read one report and the runs that it shows, if they are of the projects.

    Until it expires or is revoked, and as long as `made_by` may share all of that.
    """

    link_id: int
    view_id: int
    project_ids: tuple[int, ...]
    made_by: int
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class ReportLinks:
    """Links of reports. The token is not stored: it is the link's number with a signature of this server's key."""

    def __init__(
        self,
        metadata: Metadata,
        signing_key: bytes,
        clock: Clock,
        *,
        principal_of: PrincipalFinder,
        project_of: ProjectFinder,
        run_sets_of: RunSetReader,
    ) -> None:
        self._metadata = metadata
        self._key = signing_key
        self._clock = clock
        self._principal_of = principal_of
        self._project_of = project_of
        self._run_sets_of = run_sets_of

    def token_of(self, link: ReportLink) -> str:
        """What an address carries as `accessToken`."""
        return f"{link.link_id}.{self._signature(link.link_id)}"

    def is_open(self, link: ReportLink) -> bool:
        """Neither revoked nor expired."""
        return link.revoked_at is None and link.expires_at > self._clock()

    async def list_links(self, principal: Principal, project: Project, report: View) -> list[ReportLink]:
        """The links of a report, newest first; for those who may make them. Raises NotFound, PermissionDenied."""
        _require_sharing(principal, project, report)
        return await self._metadata.read(partial(_list_links, view_id=report.view_id))

    async def make(
        self,
        principal: Principal,
        project: Project,
        report: View,
        others: Sequence[Project],
        *,
        days: int = DEFAULT_DAYS,
    ) -> ReportLink:
        """Make a link; for the report's author and admins, who must be members of all `others` too.

        Raises NotFound, PermissionDenied, InvalidInput, LimitExceeded.
        """
        _require_sharing(principal, project, report)
        if report.kind is not ViewKind.REPORT:
            raise InvalidInput("a draft has no links: publish the report first")
        if not 1 <= days <= MOST_DAYS:
            raise InvalidInput(f"a link is good for 1 to {MOST_DAYS} days, not {days}")
        now = self._clock()
        values = {
            "view_id": report.view_id,
            "project_ids": _scope(principal, project, others),
            "made_by": principal.user_id,
            "made_at": now,
            "expires_at": now + timedelta(days=days),
        }

        def work(connection: Connection) -> ReportLink:
            if len(_list_links(connection, report.view_id)) >= MOST_LINKS:
                raise LimitExceeded(f"a report has at most {MOST_LINKS} links")
            return _link(connection.execute(sa.insert(view_links).values(**values).returning(*view_links.c)).one())

        return await self._metadata.write(work)

    async def widen(
        self, principal: Principal, project: Project, report: View, link: ReportLink, others: Sequence[Project]
    ) -> None:
        """Let a link read these projects besides the report's own, and no others. Raises as `make` does."""
        _require_sharing(principal, project, report)
        await self._metadata.write(
            partial(_update, link_id=link.link_id, project_ids=_scope(principal, project, others))
        )

    async def revoke(self, principal: Principal, project: Project, report: View, link: ReportLink) -> None:
        """Let a link open nothing from now on; may be repeated. Raises NotFound, PermissionDenied."""
        _require_sharing(principal, project, report)
        if link.revoked_at is None:
            await self._metadata.write(partial(_update, link_id=link.link_id, revoked_at=self._clock()))

    async def find(self, token: str) -> ReportLink | None:
        """The link of a token, open or not; None for a token that this server did not make."""
        number, _, signature = token.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) < 16):
            return None
        if not hmac.compare_digest(self._signature(int(number)).encode(), signature.encode(errors="replace")):
            return None
        return await self._metadata.read(partial(_find_link, link_id=int(number)))

    async def open(self, token: str) -> OpenedReport:
        """The report of a link, and what of it may be read now. Raises PermissionDenied, always with the same words."""
        link = await self.find(token)
        if link is None or not self.is_open(link):
            raise PermissionDenied(_NO_LINK)
        report = await self._metadata.read(partial(store.find_view, view_id=link.view_id))
        home = None if report is None else await self._project_of(report.project_id)
        maker = await self._principal_of(link.made_by)
        if report is None or home is None or maker is None or not _may_share(maker, home, report):
            raise PermissionDenied(_NO_LINK)
        others = [await self._project_of(each) for each in link.project_ids]
        shared = frozenset(each.project_id for each in others if each is not None and _may_write(maker, each))
        return OpenedReport(report, home, shared, tuple(self._run_sets_of(report.body)))

    def _signature(self, link_id: int) -> str:
        message = f"runlake-report-link-v1\n{link_id}".encode()
        return urlsafe_b64encode(hmac.digest(self._key, message, hashlib.sha256)).decode().rstrip("=")


def _require_sharing(principal: Principal, project: Project, report: View) -> None:
    report.require_change(principal, project, to_delete=True)


def _may_share(maker: Principal, home: Project, report: View) -> bool:
    try:
        _require_sharing(maker, home, report)
    except (NotFound, PermissionDenied):
        return False
    return report.kind is ViewKind.REPORT


def _may_write(maker: Principal, project: Project) -> bool:
    role = project.role_of(maker)
    return role is not None and role >= Role.MEMBER


def _scope(principal: Principal, project: Project, others: Sequence[Project]) -> str:
    for other in others:
        other.require_write(principal)
    ids = sorted({project.project_id, *(other.project_id for other in others)})
    if len(ids) > MOST_PROJECTS:
        raise LimitExceeded(f"a link opens at most {MOST_PROJECTS} projects")
    return json.dumps(ids)


def _list_links(connection: Connection, view_id: int) -> list[ReportLink]:
    statement = sa.select(view_links).where(view_links.c.view_id == view_id).order_by(sa.desc("link_id"))
    return [_link(row) for row in connection.execute(statement)]


def _find_link(connection: Connection, link_id: int) -> ReportLink | None:
    row = connection.execute(sa.select(view_links).where(view_links.c.link_id == link_id)).first()
    return None if row is None else _link(row)


def _update(connection: Connection, link_id: int, **values: object) -> None:
    connection.execute(sa.update(view_links).where(view_links.c.link_id == link_id).values(**values))


def _link(row: "sa.Row[tuple[object, ...]]") -> ReportLink:
    return ReportLink(**{**row._mapping, "project_ids": tuple(json.loads(row.project_ids))})
