"""Who calls, and what they may do in the project of the address: the dependencies of all native routes.

A route takes what it needs as a parameter:

    async def list_keys(caller: Caller) -> …                 # logged in, by session, key or token
    async def get_run(target: ReadProject, …) -> …           # …/projects/{entity}/{project}/…: may read it
    async def search_runs(target: LinkedProject, …) -> …     # the same, or came by the link of a report
    async def delete_run(target: WriteProject, …) -> …       # may write to it
    async def create_user(admin: AdminCaller, …) -> …        # is an instance admin

The composition root calls `install_access` on the application that serves the routes.
"""

import hmac
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, FastAPI, Request

from runlake.errors import PermissionDenied, Unauthenticated
from runlake.model import Principal, Project
from runlake.products.identity import Identity, Session
from runlake.products.projects import Projects
from runlake.products.views import ReportLinks
from runlake.protocols.credentials import api_key_in
from runlake.protocols.native.access.session_cookie import SESSION_COOKIE
from runlake.query import And, Filter, check_filter

CSRF_HEADER = "X-CSRF-Token"
LINK_HEADER = "X-Report-Link"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Access:
    """The products that decide about access."""

    identity: Identity
    projects: Projects
    links: ReportLinks


@dataclass(frozen=True, slots=True)
class ProjectAccess:
    """A caller and the project of the address, checked against each other.

    `only` is what runs must meet for the caller to read them, for those who came by a link; None lets all through.
    """

    principal: Principal
    project: Project
    only: Filter | None = None

    def narrowed(self, wanted: Filter | None) -> Filter | None:
        """What the caller asks for, among what the caller may read."""
        if self.only is None or wanted is None:
            return wanted or self.only
        return And((self.only, wanted))


def install_access(app: FastAPI, access: Access) -> None:
    """Let the routes of `app` find identity and projects."""
    app.state.access = access


def access_of(request: Request) -> Access:
    """What `install_access` installed."""
    access: Access = request.app.state.access
    return access


async def session_of(request: Request) -> Session | None:
    """The browser session of the request's cookie, CSRF-checked when the request writes.

    Raises PermissionDenied when the token is missing or wrong.
    """
    token = request.cookies.get(SESSION_COOKIE)
    session = await access_of(request).identity.find_session(token) if token else None
    if session is not None and request.method not in _SAFE_METHODS:
        sent = request.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(sent.encode(), session.csrf_token.encode()):
            raise PermissionDenied(f"the header {CSRF_HEADER} must carry the csrf_token of GET /api/v1/session")
    return session


async def principal_of(request: Request) -> Principal:
    """The caller by API key, else by session. Raises Unauthenticated."""
    header = request.headers.get("authorization")
    if header is None:
        session = await session_of(request)
        if session is None:
            raise Unauthenticated("you are not logged in: log in, or send an API key")
        return session.principal
    key = api_key_in(header)
    principal = await access_of(request).identity.authenticate_key(key) if key else None
    if principal is None:
        raise Unauthenticated("the API key is not valid: send Basic `api:<key>` or Bearer `<key>`")
    return principal


Caller = Annotated[Principal, Depends(principal_of)]


async def _admin(caller: Caller) -> Principal:
    if not caller.is_admin:
        raise PermissionDenied("this is for admins of this server only")
    return caller


async def _project(request: Request, caller: Caller, entity: str, project: str) -> ProjectAccess:
    found = await access_of(request).projects.get(entity, project)
    found.require_read(caller)
    return ProjectAccess(caller, found)


ReadProject = Annotated[ProjectAccess, Depends(_project)]


async def _linked(request: Request, entity: str, project: str) -> ProjectAccess:
    token = request.headers.get(LINK_HEADER)
    if token is None:
        return await _project(request, await principal_of(request), entity, project)
    opened = await access_of(request).links.open(token)
    nobody = Principal(0, "", None, "", False, 0, {}, reads=opened.project_ids)
    target = await _project(request, nobody, entity, project)
    only = opened.runs_of(target.project)
    check_filter(only)
    return replace(target, only=only)


LinkedProject = Annotated[ProjectAccess, Depends(_linked)]
AdminCaller = Annotated[Principal, Depends(_admin)]


async def _writable(target: ReadProject) -> ProjectAccess:
    target.project.require_write(target.principal)
    return target


async def _administered(target: ReadProject) -> ProjectAccess:
    target.project.require_admin(target.principal)
    return target


WriteProject = Annotated[ProjectAccess, Depends(_writable)]
AdminProject = Annotated[ProjectAccess, Depends(_administered)]
