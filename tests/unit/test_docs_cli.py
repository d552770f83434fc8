"""Every command and every option is in docs/reference/cli.md, and nothing else is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from runlake.cli.app import app

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "cli.md"
SECTION = re.compile(r"^## `(runlake [\w -]+)`\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"^\| `(--[\w-]+)` \|", re.MULTILINE)


def commands(command: Any, name: str) -> Iterator[tuple[str, set[str]]]:
    """(name, long options) of every command that does something."""
    children = getattr(command, "commands", None)
    if children is None:
        options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        yield name, options - {"--help"}
        return
    for child_name, child in children.items():
        yield from commands(child, f"{name} {child_name}")


def test_the_page_lists_every_command_with_its_options() -> None:
    documented = {name: set(OPTION.findall(text)) for name, text in SECTION.findall(PAGE.read_text())}
    assert documented == dict(commands(typer.main.get_command(app), "runlake"))
