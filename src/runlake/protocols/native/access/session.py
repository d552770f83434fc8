"""Logging in and out: /session."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from runlake import __version__
from runlake.errors import Unauthenticated
from runlake.model import Principal
from runlake.products.identity import Identity, Session
from runlake.protocols.native.access.session_cookie import SESSION_COOKIE, set_session_cookie
from runlake.protocols.native.deps import Caller, access_of, session_of
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
        set_session_cookie(response, session, settings)
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
