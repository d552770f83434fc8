"""What may be logged: numbers, in any shape that Python has for them; the rest as JSON. Pure."""

import json
import operator
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from runlake.errors import UsageError
from runlake.wire import INTERNAL_METRICS, RichEntry

_INT64 = 2**63
_MAX_DEPTH = 32
_FLOATS_OF_NUMPY = ("torch.float16", "torch.float32", "torch.float64")


class MediaFile(NamedTuple):
    """Bytes that a value consists of, or where they are on disk, under the name that they have among the run's files."""

    name: str
    content: bytes | Path
    size_bytes: int
    sha256: str


class Media:
    """Base of values that are looked at (see `media`, which is loaded when one is made).

    One with a `problem` could not be made of what was given, and has nothing else.
    """

    problem: str | None = None

    def record(self) -> dict[str, Any]:
        """The value as it is stored: `_type` says what it is, paths name files."""
        raise NotImplementedError

    def files(self) -> list[MediaFile]:
        """The files that `record` names."""
        return []

    def __repr__(self) -> str:
        return f"<{type(self).__name__}{'' if self.problem is None else f': {self.problem}'}>"

    @classmethod
    def record_of(cls, values: Sequence[Any]) -> dict[str, Any]:
        """Several values that were logged as one. Raises UsageError for what stands alone."""
        raise UsageError(f"a list of {cls.__name__} cannot be logged: log each under a name of its own")


@dataclass(slots=True)
class Flat:
    """A row apart: metric → number, what is no number, the files that belong to it, and what could not be made of it."""

    numbers: dict[str, float] = field(default_factory=dict)
    rich: list[RichEntry] = field(default_factory=list)
    files: list[MediaFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def flatten(values: Mapping[str, Any]) -> Flat:
    """The row apart. Nested mappings are joined with dots. Raises UsageError."""
    flat = Flat()
    _add(values, "", flat, _MAX_DEPTH)
    return flat


def checked_step(step: object) -> int:
    """The step as an integer of 64 bits. Raises UsageError."""
    try:
        number = operator.index(step)  # type: ignore[arg-type]
    except TypeError:
        raise UsageError(f"step is {step!r:.100}, not an integer") from None
    if not -_INT64 <= number < _INT64:
        raise UsageError(f"step is {number}, which has more than 64 bits")
    return number


def checked_name(name: object) -> str:
    """The name of a metric. Raises UsageError."""
    if not isinstance(name, str) or not name:
        raise UsageError(f"the name of a metric is {name!r:.100}; it must be a text that is not empty")
    if name in INTERNAL_METRICS:
        raise UsageError(f"{name!r} is Runlake's own: give the step as `step=`, times are noted by themselves")
    return name.encode("utf-8", "replace").decode()


def plain(value: Any, depth: int = _MAX_DEPTH) -> Any:
    """The value for a config or summary: what JSON has, else a number, a list, or its text."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return int(value) if -_INT64 <= value < 2 * _INT64 else float(value)
    if isinstance(value, float):
        return float(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner, depth - 1) for key, inner in value.items()} if depth else str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner, depth - 1) for inner in value] if depth else str(value)
    if callable(getattr(value, "tolist", None)):  # numpy, torch, JAX
        check_not_traced(value)
        return plain(value.tolist(), depth - 1) if depth else str(value)
    return str(value)


def check_not_traced(value: Any) -> None:
    """Raise UsageError for an array of JAX that stands for one to come, as all are within `jit`, `grad` and `vmap`."""
    jax = sys.modules.get("jax")
    if jax is not None and isinstance(value, jax.core.Tracer):
        raise UsageError(
            "an array that JAX traces has no value yet: return it from the function and log it there, "
            "or log it within jax.debug.callback"
        )


def on_host(array: Any) -> Any:
    """A tensor of PyTorch without its graph, in the machine's own memory, of a type that numpy has; all else as it is."""
    if not hasattr(array, "detach"):
        return array
    array = array.detach().cpu()
    return array.float() if array.is_floating_point() and str(array.dtype) not in _FLOATS_OF_NUMPY else array


def _add(values: Mapping[str, Any], prefix: str, flat: Flat, depth: int) -> None:
    if not isinstance(values, Mapping):
        raise UsageError(f"log takes a mapping of names to values, not {type(values).__name__}")
    for key, value in values.items():
        name = prefix + checked_name(key)
        if isinstance(value, Mapping) and depth:
            _add(value, f"{name}.", flat, depth - 1)
            continue
        number = number_of(value)
        if number is not None:
            flat.numbers[name] = number
        else:
            _add_rich(name, value, flat)


def _add_rich(name: str, value: Any, flat: Flat) -> None:
    if value is None or isinstance(value, str):
        flat.rich.append(_entry(name, value))
        return
    try:
        media = _media_of(value)
    except Exception as error:  # noqa: BLE001 - the border to plotting libraries: training goes on
        flat.problems.append(f"{name!r} is left out: {error}")
        return
    if media is None:
        flat.rich.append(_entry(name, value))
    else:
        _add_media(name, media, flat)


def _media_of(value: Any) -> Any:
    """The value, or the list, as media; None when it is none. Raises what libraries raise for what they cannot draw."""
    if isinstance(value, Media) or _is_media_list(value):
        return value
    first = value[0] if isinstance(value, list | tuple) and value else value
    if type(first).__module__ == "builtins":
        return None
    from runlake.sdk.media.recognised import recognised

    if first is value:
        return recognised(value)
    items = [recognised(item) for item in value] if recognised(first) is not None else []
    return items if _is_media_list(items) else None


def number_of(value: Any) -> float | None:
    """The value as a float; None when it is no number. Of a tensor only the number is kept."""
    if isinstance(value, str | bytes) or (not hasattr(value, "__float__") and not hasattr(value, "__index__")):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError, RuntimeError):  # an array of many
        return None


def _is_media_list(value: Any) -> bool:
    if not isinstance(value, list | tuple) or not value or not isinstance(value[0], Media):
        return False
    return all(type(item) is type(value[0]) for item in value)


def _add_media(name: str, value: Any, flat: Flat) -> None:
    """The value, or of a list those that could be made."""
    items = [value] if isinstance(value, Media) else value
    whole = [item for item in items if item.problem is None]
    flat.problems += [f"{name!r} is left out: {item.problem}" for item in items if item.problem is not None]
    if not whole:
        return
    record = value.record() if isinstance(value, Media) else type(value[0]).record_of(whole)
    flat.files += {file.name: file for item in whole for file in item.files()}.values()
    flat.rich.append(RichEntry(name, record["_type"], json.dumps(record)))


def _named(name: str, value: Any) -> Any:
    try:
        return plain(value)
    except UsageError as error:
        raise UsageError(f"{name!r} cannot be logged: {error}") from None


def _entry(name: str, value: Any) -> RichEntry:
    if value is None:
        return RichEntry(name, "null", "null")
    if isinstance(value, str):
        return RichEntry(name, "string", json.dumps(value))
    if isinstance(value, list | tuple) or hasattr(value, "tolist"):
        return RichEntry(name, "list", json.dumps(_named(name, value)))
    raise UsageError(f"{name!r} is of type {type(value).__name__}, which cannot be logged: log a number, text or list")
