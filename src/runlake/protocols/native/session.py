"""Logging in and out: /session, and /login?token=… for one-time links."""

from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from starlette.datastructures import QueryParams
from starlette.responses import RedirectResponse
from starlette.routing import Match, Route
from starlette.types import Scope

from runlake import __version__
from runlake.errors import NotFound, Unauthenticated
from runlake.model import Principal
from runlake.products.identity import Identity, Session
from runlake.protocols.native.deps import SESSION_COOKIE, Caller, access_of, session_of
from runlake.settings import SessionSettings


class Login(BaseModel):
    """Name and password."""

    username: str = Field(max_length=1024)
    password: str = Field(max_length=1024)


class SessionUser(BaseModel):
    """The one who is logged in."""

    username: str
    email: str | None
    name: str
    is_admin: bool
    entity: str = Field(description="The personal entity, where new projects go by default.")


class SessionTeam(BaseModel):
    """An entity the user belongs to."""

    name: str
    role: str = Field(description="viewer, member or admin")
    kind: str = Field(description="user, team or organization")


class SessionBody(BaseModel):
    """Who is logged in, and where they belong."""

    user: SessionUser
    teams: list[SessionTeam]
    csrf_token: str | None = Field(description="For the header X-CSRF-Token; null when called with an API key.")
    version: str


def session_routes(settings: SessionSettings) -> APIRouter:
    """The routes of /session."""
    router = APIRouter(tags=["session"])

    @router.get("/session")
    async def get_session(request: Request, caller: Caller) -> SessionBody:
        """Who is logged in, and where they belong."""
        session = None if "authorization" in request.headers else await session_of(request)
        return await _describe(access_of(request).identity, caller, session)

    @router.post("/session")
    async def log_in(request: Request, response: Response, body: Login) -> SessionBody:
        """Log in with a password; sets the session cookie."""
        identity = access_of(request).identity
        session = await identity.login(body.username, body.password)
        _set_cookie(response, session, settings)
        return await _describe(identity, session.principal, session)

    @router.delete("/session", status_code=204)
    async def log_out(request: Request, response: Response) -> None:
        """End the session."""
        session = await session_of(request)
        if session is None:
            raise Unauthenticated("you are not logged in")
        await access_of(request).identity.logout(session.token)
        response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax", secure=settings.secure_cookie)

    return router


def login_link(identity: Identity, settings: SessionSettings) -> Route:
    """GET /login?token=…: use the one-time link up, set the session cookie and go home.

    A link that was used before leads to the login page, which shows the reason. Without a token the route does not
    match, so that the page itself can be served at the same address.
    """

    async def redeem(request: Request) -> Response:
        try:
            session = await identity.redeem_login_link(request.query_params["token"])
        except NotFound as error:
            return RedirectResponse(f"/login?{urlencode({'error': error.message})}", status_code=303)
        response = RedirectResponse("/", status_code=303)
        response.headers["Referrer-Policy"] = "no-referrer"
        _set_cookie(response, session, settings)
        return response

    return _TokenRoute("/login", redeem, methods=["GET"])


class _TokenRoute(Route):
    """Matches only addresses with `token` in the query."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if "token" not in QueryParams(scope.get("query_string", b"")):
            return Match.NONE, {}
        return super().matches(scope)


def _set_cookie(response: Response, session: Session, settings: SessionSettings) -> None:
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        SESSION_COOKIE,
        session.token,
        max_age=settings.lifetime_days * 24 * 3600,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookie,
    )


async def _describe(identity: Identity, principal: Principal, session: Session | None) -> SessionBody:
    memberships = await identity.entities_of(principal.user_id)
    own = next((each.entity.name for each in memberships if each.entity.entity_id == principal.entity_id), "")
    user = SessionUser(
        username=principal.username,
        email=principal.email,
        name=principal.name,
        is_admin=principal.is_admin,
        entity=own,
    )
    teams = [
        SessionTeam(name=each.entity.name, role=each.role.name.lower(), kind=each.entity.kind) for each in memberships
    ]
    csrf_token = None if session is None else session.csrf_token
    return SessionBody(user=user, teams=teams, csrf_token=csrf_token, version=__version__)
