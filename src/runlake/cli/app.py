"""All commands in one place, and what happens to their errors."""

import sys

import typer

from runlake.cli import importing, sync, version
from runlake.cli.output import print_error
from runlake.cli.reading import runs, show, sql
from runlake.errors import RunlakeError

app = typer.Typer(
    help="Runlake: one self-hosted platform for the whole life of an AI model.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
try:
    from runlake.cli import doctor, keys, server, users
except ModuleNotFoundError as error:
    from runlake.cli.without_server import add_server_commands

    add_server_commands(app, error.name)
else:
    app.command("up")(server.up)
    app.command("server")(server.server)
    app.add_typer(users.app, name="user")
    app.add_typer(keys.app, name="key")
    app.command("doctor")(doctor.doctor)
app.command("sync")(sync.sync)
app.command("cache")(sync.cache)
app.command("login")(sync.login)
app.command("runs")(runs.runs)
app.command("sql")(sql.sql)
app.command("show")(show.show)
app.command("watch")(show.watch)
app.add_typer(importing.app, name="import")
app.command("version")(version.version)


def run(arguments: list[str] | None = None) -> int:
    """Run a command (None: of `sys.argv`) and return its exit code.

    0: done. 1: it failed, the reason is on standard error. 2: the command or a setting is wrong. 130: interrupted.
    """
    try:
        app(sys.argv[1:] if arguments is None else arguments, prog_name="runlake")
    except SystemExit as done:  # how typer ends, whatever happened; it has printed its own errors
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    except RunlakeError as error:
        print_error(error.message)
        return 1
    except ValueError as error:
        if not _print_problems(error):
            raise
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _print_problems(error: ValueError) -> bool:
    """Print what is wrong with settings; False when the error is not of them."""
    pydantic = sys.modules.get("pydantic")  # not there without the server
    if pydantic is None or not isinstance(error, pydantic.ValidationError):
        return False
    for problem in error.errors(include_url=False, include_input=False):
        print_error(f"setting {'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}")
    return True
