"""Flags that several commands have, and the settings they make."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import runlake
from runlake.cli.output import print_error

if TYPE_CHECKING:
    from runlake.settings import Settings

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Folder of the embedded stores.", envvar=None, show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def load_settings(**flags: Any) -> "Settings":
    """The settings: flags that are given, then the environment, then defaults.

    Without a data folder given, a checkout uses `./.runlake`, an installed package `~/.runlake`. A variable that is no
    setting ends the command: a mistyped limit must not be ignored.
    """
    from runlake.settings import Settings, unknown_variables

    problems = unknown_variables()
    for problem in problems:
        print_error(problem)
    if problems:
        raise typer.Exit(2)
    settings = Settings(**{name: value for name, value in flags.items() if value is not None})
    if "data_dir" in settings.model_fields_set or _is_checkout():
        return settings
    return settings.model_copy(update={"data_dir": Path.home() / ".runlake"})


def _is_checkout() -> bool:
    root = Path(runlake.__file__).parents[2]
    return (root / "pyproject.toml").is_file() and (root / "src" / "runlake").is_dir()
