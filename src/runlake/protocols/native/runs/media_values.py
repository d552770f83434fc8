"""Logged media values → JSON with an address beside each path. Pure.

Source of the shapes: protocol notes 6.1 and 6.2; the wandb client 0.28.2, `sdk/data_types`.
"""

import json
import math
from collections.abc import Callable, Iterator
from typing import Any

from runlake.products.files import is_file_name

FileUrl = Callable[[str, str], str]
"""(file name, its SHA-256 in hex or "") → address."""

_OBJECT3D_FOLDER = "media/object3D/"  # the file names of these lists are relative to it


def parse_media_value(value_json: str) -> Any:
    """A logged value; numbers that JSON does not know become the strings NaN, Infinity and -Infinity."""
    return json.loads(value_json, parse_constant=str, parse_float=_finite)


def with_urls(value: Any, metric: str, step: int, url_of: FileUrl) -> Any:
    """A copy of a logged value with `url` beside each `path` and `urls` beside each list of `filenames`.

    `metric` and `step` are where it was logged: old clients leave out the file names that follow from them.
    """
    if isinstance(value, list):
        return [with_urls(item, metric, step, url_of) for item in value]
    if not isinstance(value, dict):
        return value
    shown = {name: with_urls(item, metric, step, url_of) for name, item in value.items()}
    path, sha256 = value.get("path"), value.get("sha256")
    if isinstance(path, str) and is_file_name(path):
        shown["url"] = url_of(path, sha256 if isinstance(sha256, str) else "")
    names = list(_file_names(value, metric, step))
    if names:
        shown["urls"] = [url_of(name, "") if is_file_name(name) else None for name in names]
    return shown


def _file_names(value: dict[str, Any], metric: str, step: int) -> Iterator[str]:
    kind, names, count = value.get("_type"), value.get("filenames"), value.get("count")
    if isinstance(names, list) and isinstance(kind, str):
        folder = _OBJECT3D_FOLDER if kind == "object3D" else ""
        yield from (f"{folder}{name}" for name in names)
    elif kind == "images/separated" and isinstance(count, int) and 0 < count <= 10_000:
        yield from (f"media/images/{metric}_{step}_{i}.{value.get('format', 'png')}" for i in range(count))


def _finite(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else ("Infinity" if number > 0 else "-Infinity")
