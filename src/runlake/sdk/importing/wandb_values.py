"""A logged row of wandb in our terms, wherever its files are."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from runlake.sdk.importing.imported import ImportedRow
from runlake.wire import SYSTEM, RichEntry

MOST_FILE_BYTES = 7 * 1024 * 1024
METADATA_FILE = "wandb-metadata.json"
_OF_CLIENT = ("output.log", "config.yaml", "wandb-summary.json", METADATA_FILE)
FileAt = Callable[[str], Iterator[tuple[str, bytes]]]
"""Gives (name, bytes) of a file of the run, or nothing when it is not taken."""

_KINDS = {str: "string", list: "list", type(None): "null"}


def row_of(values: Mapping[str, Any], step: int, time_us: int, file_at: FileAt) -> ImportedRow:
    """The row of a document: numbers, and what is none with the files that it names. Names that begin with `_` are wandb's own."""
    row = ImportedRow(step, time_us, {})
    files: list[tuple[str, bytes]] = []
    rich: list[RichEntry] = []
    for key, value in values.items():
        if key.startswith("_"):
            continue
        for name, leaf in _leaves(key, value):
            if isinstance(leaf, bool | int | float):
                row.numbers[name] = float(leaf)
                continue
            kind = str(leaf["_type"]) if isinstance(leaf, dict) else _KINDS[type(leaf)]
            rich.append(RichEntry(name, kind, json.dumps(leaf)))
            files += _files_of(leaf, file_at)
    return row._replace(rich=tuple(rich), files=tuple(files))


def machine_row(values: Mapping[str, Any], time_us: int) -> ImportedRow:
    """A row of the machine's metrics; names that begin with `_` are wandb's own."""
    numbers = {key: float(value) for key, value in values.items() if isinstance(value, int | float) and key[:1] != "_"}
    return ImportedRow(time_us // 1_000_000, time_us, numbers, source=SYSTEM)


def is_own_file(name: str) -> bool:
    """True for what a run kept beside its media, which go with their rows, and beside what wandb writes for itself."""
    return not name.startswith("media/") and name not in _OF_CLIENT


def time_of(values: Mapping[str, Any], otherwise_us: int) -> int:
    """When a row was logged, in µs since the epoch."""
    seconds = values.get("_timestamp")
    return round(seconds * 1e6) if isinstance(seconds, int | float) else otherwise_us


def config_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """A config without what the client noted for itself."""
    return {key: value for key, value in values.items() if key != "_wandb"}


def summary_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """A summary without wandb's own values."""
    return {key: value for key, value in values.items() if not key.startswith("_")}


def _leaves(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and "_type" not in value:
        for name, inner in value.items():
            yield from _leaves(f"{key}.{name}", inner)
    else:
        yield key, value


def _files_of(value: Any, file_at: FileAt) -> Iterator[tuple[str, bytes]]:
    """The files that a value names, one or several."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "path" and isinstance(inner, str):
                yield from file_at(inner)
            else:
                yield from _files_of(inner, file_at)
    elif isinstance(value, list):
        for inner in value:
            yield from _files_of(inner, file_at)
