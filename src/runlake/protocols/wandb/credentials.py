"""Who calls: HTTP Basic with the user name `api` and an API key, as all wandb clients send it, or Bearer."""

from typing import Protocol

from starlette.requests import Request

from runlake.errors import Unauthenticated
from runlake.model import Principal
from runlake.protocols.credentials import api_key_in

_HELP = "run `wandb login` with an API key of this server"


class KeyAuthenticator(Protocol):
    """What is needed of identity."""

    async def authenticate_key(self, api_key: str) -> Principal | None: ...


async def principal_of(request: Request, identity: KeyAuthenticator) -> Principal:
    """The caller. Raises Unauthenticated when there is no key, or when nobody has it."""
    key = api_key_in(request.headers.get("authorization", ""))
    if key is None:
        raise Unauthenticated(f"no API key in the request: {_HELP}")
    principal = await identity.authenticate_key(key)
    if principal is None:
        raise Unauthenticated(f"the API key is not valid: {_HELP}")
    return principal
