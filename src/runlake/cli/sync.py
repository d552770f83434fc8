"""`runlake sync`, `runlake cache` and `runlake login`: what the client needs of a command line."""

from typing import Annotated

import typer

from runlake.cli.options import AsJson
from runlake.sdk import commands
from runlake.sdk.artifacts import cache_command


def sync(
    url: Annotated[str | None, typer.Option("--url", help="Address of the server.", envvar=None)] = None,
    discard: Annotated[
        str | None,
        typer.Option("--discard", metavar="RUN", help="Delete what is left of a run that was deleted.", envvar=None),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Send what runs of this machine have left: offline ones, crashed ones, and those that could not wait."""
    raise typer.Exit(commands.sync(url=url, discard=discard, as_json=as_json))


def cache(
    shrink: Annotated[
        str | None,
        typer.Option("--shrink", metavar="SIZE", help="Keep what was used last, this much of it: 5GB.", envvar=None),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Delete everything.", envvar=None)] = False,
    as_json: AsJson = False,
) -> None:
    """Show how large the cache of downloaded artifacts is, and make it smaller."""
    raise typer.Exit(cache_command.cache(shrink=shrink, clear=clear, as_json=as_json))


def login(
    url: Annotated[str | None, typer.Option("--url", help="Address of the server.", envvar=None)] = None,
    api_key: Annotated[
        str | None, typer.Option("--api-key", help="The key; without it you are asked.", envvar=None)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Remember a server and a key for `import runlake`."""
    raise typer.Exit(commands.login(url=url, api_key=api_key, as_json=as_json))
