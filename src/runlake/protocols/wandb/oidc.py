"""`POST /oidc/token`: where clients with an identity token file ask for an access token. We give none out.

Source: protocol notes 2.6; the shape of the refusal: RFC 6749, section 5.2. Any 4xx but 429 ends the client's attempts.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

_REFUSAL = {
    "error": "unsupported_grant_type",
    "error_description": "this server does not take identity tokens: unset WANDB_IDENTITY_TOKEN_FILE and use an API key",
}


class OidcAdapter:
    """Refuses identity tokens in the words of the standard."""

    def routes(self) -> list[Route]:
        return [Route("/oidc/token", self.refuse, methods=["POST"])]

    async def refuse(self, _: Request) -> Response:
        """The token in the body is not read."""
        return JSONResponse(_REFUSAL, status_code=400, headers={"Cache-Control": "no-store"})
