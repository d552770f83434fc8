"""How media are stored: files named by their digest, and records that name them."""

import functools
import importlib
import inspect
import json
import math
import os
from collections.abc import Callable, Mapping, Sequence
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from runlake.errors import UsageError
from runlake.sdk.values import Media, MediaFile

M = TypeVar("M", bound=Media)
P = ParamSpec("P")


def told_by_log(init: Callable[Concatenate[M, P], None]) -> Callable[Concatenate[M, P], None]:
    """For constructors: data that nothing can be made of does not end a training. `log` tells of it, and leaves it out.

    A call with other arguments than there are is raised at once.
    """
    signature = inspect.signature(init)

    @functools.wraps(init)
    def made(self: M, /, *args: P.args, **kwargs: P.kwargs) -> None:
        signature.bind(self, *args, **kwargs)
        try:
            init(self, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - the border to what users and their libraries make
            self.problem = str(error) or type(error).__name__

    return made


class FileMedia(Media):
    """A value that is one file and a caption, perhaps with more facts. Lists of them are stored as one value."""

    kind = ""
    """`_type` of one."""
    kind_of_list: ClassVar[str | None] = None
    """`_type` of several; None: those stand alone."""
    list_name: ClassVar[str] = ""
    """What the list of records is called in it."""

    def __init__(self, file: MediaFile, caption: str | None = None, facts: Mapping[str, Any] | None = None) -> None:
        self.caption = caption
        self._file = file
        self._facts = dict(facts or {})

    def record(self) -> dict[str, Any]:
        caption = {"caption": self.caption} if self.caption else {}
        return {"_type": self.kind, **named(self._file), **self._facts, **caption}

    def files(self) -> list[MediaFile]:
        return [self._file]

    def __repr__(self) -> str:
        if self.problem is not None:
            return super().__repr__()
        told = f" {self.caption!r}" if self.caption else ""
        return f"<{type(self).__name__}{told}: {self._file.size_bytes:,} bytes>"

    @classmethod
    def record_of(cls, values: Sequence[Any]) -> dict[str, Any]:
        if cls.kind_of_list is None:
            return super().record_of(values)
        records = [value.record() for value in values]
        return {"_type": cls.kind_of_list, "count": len(records), cls.list_name: records}


def file_of(folder: str, suffix: str, content: bytes) -> MediaFile:
    """The content under its digest: what is logged again is the same file."""
    digest = sha256(content).hexdigest()
    return MediaFile(f"media/{folder}/{digest}.{suffix}", content, len(content), digest)


def file_at(folder: str, suffix: str, path: str | os.PathLike[str]) -> MediaFile:
    """A file on disk under its digest; its bytes are not taken into memory. Raises OSError."""
    with Path(path).open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    found = Path(path)
    return MediaFile(f"media/{folder}/{digest}.{suffix}", found.absolute(), found.stat().st_size, digest)


def named(file: MediaFile) -> dict[str, Any]:
    """What a record says of its file."""
    return {"path": file.name, "sha256": file.sha256, "size": file.size_bytes}


def is_path(value: Any) -> bool:
    """True for what names a file: a path, or a text."""
    return isinstance(value, str | os.PathLike)


def suffix_of(path: str | os.PathLike[str], allowed: Sequence[str], kind: str) -> str:
    """The ending of a file's name, without the dot. Raises UsageError when `kind` has none such."""
    name = os.fspath(path).lower()
    found = next((suffix for suffix in allowed if name.endswith(f".{suffix}")), None)
    if found is None:
        raise UsageError(
            f"{kind} does not know {os.fspath(path)!r:.200}: its name has to end with {', '.join(allowed)}"
        )
    return found


def dumped(value: Any) -> bytes:
    """The value as JSON; numbers that JSON does not know become their names."""
    return json.dumps(json_safe(value)).encode()


def json_safe(value: Any) -> Any:
    """The value without numbers that JSON does not know: those become their names."""
    if isinstance(value, list):
        return [json_safe(item) for item in value]
    if isinstance(value, dict):
        return {name: json_safe(item) for name, item in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def needed(module: str, kind: str, package: str | None = None) -> Any:
    """The module. Raises UsageError, which says what to install."""
    try:
        return importlib.import_module(module)
    except ImportError:
        package = package or module
        raise UsageError(f"{kind} needs {package}: pip install {package}") from None
