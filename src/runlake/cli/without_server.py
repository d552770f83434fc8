"""The server's commands where its libraries are not installed: each says what to install."""

import typer

from runlake.cli.output import print_error

_COMMANDS = ("up", "server", "user", "key", "doctor")
_INSTALL = 'pip install "runlake[server]"'


def add_server_commands(app: typer.Typer, missing: str | None) -> None:
    """Add them in place of the real ones, for want of the library `missing`."""

    def say() -> None:
        print_error(f"this is a command of the server, which needs {missing}: {_INSTALL}")
        raise typer.Exit(1)

    help = f"Of the server: {_INSTALL}".replace("[", r"\[")  # what rich takes for a style
    for name in _COMMANDS:
        anything = {"ignore_unknown_options": True, "allow_extra_args": True}
        app.command(name, help=help, context_settings=anything)(say)
