"""The caller's own API keys: /keys."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from runlake.products.identity import ApiKey
from runlake.protocols.native.deps import Caller, access_of


class NewKey(BaseModel):
    """What the key is for, as shown in the list."""

    name: str = Field(max_length=200)


class KeyBody(BaseModel):
    """An API key without its secret."""

    key_id: int
    name: str
    prefix: str = Field(description="The first characters of the secret.")
    created_at: datetime
    last_used_at: datetime | None = Field(description="Exact to about a minute.")


class KeyList(BaseModel):
    """Keys, oldest first."""

    keys: list[KeyBody]


class CreatedKey(BaseModel):
    """A new key."""

    key: KeyBody
    secret: str = Field(description="Shown this once.")


def key_routes() -> APIRouter:
    """The routes of /keys."""
    router = APIRouter(tags=["keys"])

    @router.get("/keys")
    async def list_keys(request: Request, caller: Caller) -> KeyList:
        """The caller's API keys."""
        keys = await access_of(request).identity.list_keys(caller.user_id)
        return KeyList(keys=[_key_body(key) for key in keys])

    @router.post("/keys", status_code=201)
    async def create_key(request: Request, caller: Caller, body: NewKey) -> CreatedKey:
        """Make an API key. Its secret is in this answer and nowhere else."""
        key, secret = await access_of(request).identity.create_key(caller.user_id, body.name)
        return CreatedKey(key=_key_body(key), secret=secret)

    @router.delete("/keys/{key_id}", status_code=204)
    async def revoke_key(request: Request, caller: Caller, key_id: int) -> None:
        """End a key of the caller, at once."""
        await access_of(request).identity.revoke_key(caller.user_id, key_id)

    return router


def _key_body(key: ApiKey) -> KeyBody:
    return KeyBody(
        key_id=key.key_id,
        name=key.name,
        prefix=key.prefix,
        created_at=key.created_at,
        last_used_at=key.last_used_at,
    )
