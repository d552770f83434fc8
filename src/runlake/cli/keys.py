"""`runlake key`: make, list and revoke API keys. Works beside a running server."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from runlake.cli.options import AsJson, DataDir, load_settings
from runlake.cli.output import print_json, print_line, print_table
from runlake.errors import InvalidInput

if TYPE_CHECKING:
    from runlake.products.identity import ApiKey, Identity, User

app = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)

Owner = Annotated[
    str | None, typer.Option("--user", "-u", help="Whose key.  [default: the only user]", show_default=False)
]
_COLUMNS = ("key_id", "name", "prefix", "created_at", "last_used_at")


@app.command("create")
def create(
    name: Annotated[str, typer.Option(help="What the key is for.")] = "command line",
    user: Owner = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make an API key and print it. It cannot be shown again."""
    from runlake.cli.opening import with_identity

    async def work(identity: "Identity") -> "tuple[ApiKey, str]":
        return await identity.create_key((await _owner(identity, user)).user_id, name)

    key, secret = with_identity(load_settings(data_dir=data_dir), work)
    if as_json:
        print_json({**_row(key), "secret": secret})
    else:
        print_line(secret)


@app.command("list")
def list_keys(user: Owner = None, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List a user's API keys, without their secrets."""
    from runlake.cli.opening import with_identity

    async def work(identity: "Identity") -> "list[ApiKey]":
        return await identity.list_keys((await _owner(identity, user)).user_id)

    rows = [_row(key) for key in with_identity(load_settings(data_dir=data_dir), work)]
    if as_json:
        print_json(rows)
    else:
        print_table(_COLUMNS, rows)


@app.command("revoke")
def revoke(
    key_id: Annotated[int, typer.Argument(help="The key's number, from `runlake key list`.", show_default=False)],
    user: Owner = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Revoke an API key. A running server stops taking it within five seconds."""
    from runlake.cli.opening import with_identity

    async def work(identity: "Identity") -> None:
        await identity.revoke_key((await _owner(identity, user)).user_id, key_id)

    with_identity(load_settings(data_dir=data_dir), work)
    if as_json:
        print_json({"key_id": key_id, "revoked": True})
    else:
        print_line(f"revoked key {key_id}")


async def _owner(identity: "Identity", username: str | None) -> "User":
    if username is not None:
        return await identity.get_user(username)
    everybody = await identity.list_users()
    if len(everybody) != 1:
        raise InvalidInput(f"there are {len(everybody)} users: say whose key with --user")
    return everybody[0]


def _row(key: "ApiKey") -> Mapping[str, object]:
    return {column: getattr(key, column) for column in _COLUMNS}
