"""What commands print: tables and sentences for people, JSON for programs.

Rich is loaded when it prints something: the server does not, and starts the sooner.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def print_json(value: object, *, indent: int | None = 2) -> None:
    """Print one JSON document, on one line without `indent`; times as ISO-8601 with Z."""
    print_line(json.dumps(value, default=_encode, indent=indent, ensure_ascii=False))


def print_table(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows as a table; `columns` are keys of the rows."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "))
    for row in rows:
        table.add_row(*(escape(harmless(_shown(row[column]))) for column in columns))
    Console(highlight=False, soft_wrap=True).print(table)


def print_line(text: str = "") -> None:
    """Print one line as it is."""
    print(text)


def harmless(text: str) -> str:
    """The text without characters that command a terminal: others have named runs and metrics."""
    return _COMMANDS.sub("\N{REPLACEMENT CHARACTER}", text)


def print_error(text: str) -> None:
    """Print a line to standard error."""
    from rich.console import Console
    from rich.markup import escape

    Console(stderr=True, highlight=False, soft_wrap=True).print(f"[bold red]error:[/bold red] {escape(harmless(text))}")


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.strftime("%Y-%m-%d %H:%M UTC") if isinstance(value, datetime) else str(value)


def _encode(value: object) -> str:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else str(value)
