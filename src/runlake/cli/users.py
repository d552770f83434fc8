"""`runlake user`: create and list users, set passwords. Works beside a running server."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from runlake.cli.options import AsJson, DataDir, load_settings
from runlake.cli.output import print_json, print_line, print_table
from runlake.errors import InvalidInput
from runlake.settings import Settings

if TYPE_CHECKING:
    from runlake.products.identity import Identity, User

app = typer.Typer(help="Create and list users, set passwords.", no_args_is_help=True)

Username = Annotated[str, typer.Argument(help="The name to log in with.", show_default=False)]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]
_COLUMNS = ("username", "name", "email", "is_admin", "created_at")


@app.command("create")
def create(
    username: Username,
    email: Annotated[str | None, typer.Option(help="E-mail address.")] = None,
    name: Annotated[str | None, typer.Option(help="Name as shown.  [default: the username]")] = None,
    admin: Annotated[bool, typer.Option("--admin", help="Make the user an admin of this server.")] = False,
    password_stdin: FromStdin = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Create a user. Without a password, a link is printed that logs in once. The first user becomes admin."""
    settings = load_settings(data_dir=data_dir)
    password = _read_password() if password_stdin else None
    from runlake.cli.opening import with_identity

    async def work(identity: "Identity") -> "tuple[User, str | None]":
        first = not await identity.list_users()
        user = await identity.create_user(username, email=email, name=name, password=password, admin=admin or first)
        return user, None if password else await identity.create_login_link(user.user_id)

    user, token = with_identity(settings, work)
    link = None if token is None else f"{_base_url(settings)}/login?token={token}"
    if as_json:
        print_json({**_row(user), "login_link": link})
        return
    print_line(f"created {'admin' if user.is_admin else 'user'} {user.username}")
    if link is not None:
        print_line(f"log in once, within 24 hours, with this link:\n  {link}")


@app.command("list")
def list_users(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List all users."""
    from runlake.cli.opening import with_identity

    rows = [_row(user) for user in with_identity(load_settings(data_dir=data_dir), lambda each: each.list_users())]
    if as_json:
        print_json(rows)
    else:
        print_table(_COLUMNS, rows)


@app.command("password")
def password(
    username: Username, password_stdin: FromStdin = False, data_dir: DataDir = None, as_json: AsJson = False
) -> None:
    """Set a user's password and end all sessions of the user."""
    settings = load_settings(data_dir=data_dir)
    new = _read_password() if password_stdin else _ask_password()
    from runlake.cli.opening import with_identity

    with_identity(settings, lambda identity: identity.set_password(username, new))
    if as_json:
        print_json({"username": username, "changed": True})
    else:
        print_line(f"changed the password of {username}")


def _read_password() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _ask_password() -> str:
    if not sys.stdin.isatty():
        raise InvalidInput("there is no terminal to ask for the password on: use --password-stdin")
    return str(typer.prompt("New password", hide_input=True, confirmation_prompt=True))


def _base_url(settings: Settings) -> str:
    return settings.public_url or f"http://localhost:{settings.port}"


def _row(user: "User") -> Mapping[str, object]:
    return {column: getattr(user, column) for column in _COLUMNS}
