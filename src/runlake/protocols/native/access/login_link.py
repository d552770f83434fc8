"""/login?token=…: one-time links."""

from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from runlake.errors import NotFound
from runlake.products.identity import Identity
from runlake.protocols.native.access.session_cookie import set_session_cookie
from runlake.settings import SessionSettings


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
        set_session_cookie(response, session, settings)
        return response

    return _TokenRoute("/login", redeem, methods=["GET"])


class _TokenRoute(Route):
    """Matches only addresses with `token` in the query."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if "token" not in QueryParams(scope.get("query_string", b"")):
            return Match.NONE, {}
        return super().matches(scope)
