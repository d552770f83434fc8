"""`weave:///` references. Pure."""

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

from runlake.errors import InvalidInput
from runlake.protocols.weave.refusals import RefRefused

SCHEME = "weave:///"
_EDGES = ("attr", "key", "index", "id")

Edge = tuple[str, str]
"""("attr" | "key" | "index" | "id", value)."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference to a version of an object or operation, to a table or to a call, and a path into it."""

    entity: str
    project: str
    kind: Literal["object", "op", "table", "call"]
    name: str
    version: str
    edges: tuple[Edge, ...] = ()

    @property
    def project_name(self) -> str:
        return f"{self.entity}/{self.project}"


def parse_ref(text: str) -> Ref:
    """Read a reference. Raises InvalidInput."""
    parts = text.removeprefix(SCHEME).split("/") if text.startswith(SCHEME) else []
    if len(parts) < 4 or parts[2] not in ("object", "op", "table", "call") or not all(parts[:4]):
        raise InvalidInput(f"{text[:200]!r} is no reference to an object, operation, table or call")
    entity, project, kind, what, *path = (unquote(part) for part in parts)
    name, _, version = what.partition(":")
    if kind in ("table", "call"):
        name, version = what, what
    if len(path) % 2 or any(edge not in _EDGES for edge in path[::2]):
        raise RefRefused(f"{text[:200]!r} has a path that cannot be: pairs of attr, key, index or id, and a value")
    edges = tuple(zip(path[::2], path[1::2], strict=True))
    return Ref(entity, project, kind, name, version or "latest", edges)  # type: ignore[arg-type]


def is_ref(value: Any) -> bool:
    """Whether this could be a reference to an object or an operation."""
    return isinstance(value, str) and value.startswith(SCHEME)


def name_in_ref(op_name: str) -> str:
    """The name of the operation, of a reference to one or of a bare name."""
    if not op_name.startswith(SCHEME):
        return op_name
    return unquote(op_name.split("/")[-1].partition(":")[0]) or op_name


def refs_in(value: Any) -> list[str]:
    """Every reference anywhere in a JSON value."""
    found: list[str] = []
    left = [value]
    while left:
        item = left.pop()
        if isinstance(item, str):
            if item.startswith(("weave:///", "wandb-artifact:///")):
                found.append(item)
        elif isinstance(item, dict):
            left.extend(item.values())
        elif isinstance(item, list):
            left.extend(item)
    return found
