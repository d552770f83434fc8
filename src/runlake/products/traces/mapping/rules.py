"""The mapping table, read and checked."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from runlake.errors import InvalidInput
from runlake.products.traces.records import Kind

FIELDS = frozenset(
    [
        "name",
        "model",
        "provider",
        "session_id",
        "user_id",
        "tags",
        "service",
        "error_type",
        "error_message",
        "input",
        "output",
        "cost",
        "usage_input",
        "usage_output",
        "usage_cache_read",
        "usage_cache_write",
        "usage_reasoning",
    ]
)
_KINDS = frozenset(get_args(Kind))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value may be: an attribute, a member of its JSON, or a numbered list of attributes."""

    attribute: str
    member: str = ""
    is_list: bool = False
    of_resource: bool = False


@dataclass(frozen=True, slots=True)
class KindRule:
    """Values of one attribute, in lower case, and the kind that each stands for."""

    attribute: str
    kinds: Mapping[str, Kind]


@dataclass(frozen=True, slots=True)
class Use:
    """One place of the table: the field, and how many sources of it come before."""

    field: str
    rank: int
    source: Source


Uses = Mapping[str, tuple[Use, ...]]
"""Attribute → where the table names it."""


@dataclass(frozen=True, slots=True)
class MappingTable:
    """Which attributes mean what; immutable. A span has few of all attributes: the table is looked up by theirs."""

    fields: Mapping[str, tuple[Source, ...]]
    kinds: tuple[KindRule, ...]
    providers: Mapping[str, str]
    of_span: Uses
    of_resource: Uses
    lists: Uses

    @property
    def attributes(self) -> frozenset[str]:
        """Every attribute that the table reads."""
        named = {source.attribute for sources in self.fields.values() for source in sources}
        return frozenset(named | {rule.attribute for rule in self.kinds})


@cache
def default_table() -> MappingTable:
    """The table that comes with Runlake."""
    return parse_table((files(__package__) / "default.toml").read_text("utf-8"))


def parse_table(text: str) -> MappingTable:
    """Read a table. Raises InvalidInput, saying what is wrong with it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInput(f"the mapping is not TOML: {error}") from error
    fields = {name: _sources(name, names) for name, names in document.get("fields", {}).items()}
    kinds = tuple(_kind_rule(entry) for entry in document.get("kind", []))
    providers = {alias: name for name, aliases in document.get("providers", {}).items() for alias in aliases}
    uses = [Use(field, rank, source) for field, sources in fields.items() for rank, source in enumerate(sources)]
    of_span = _by_attribute(use for use in uses if not (use.source.is_list or use.source.of_resource))
    of_resource = _by_attribute(use for use in uses if use.source.of_resource)
    lists = _by_attribute(use for use in uses if use.source.is_list)
    return MappingTable(fields, kinds, providers, of_span, of_resource, lists)


def _by_attribute(uses: Iterable[Use]) -> Uses:
    found: dict[str, list[Use]] = {}
    for use in uses:
        found.setdefault(use.source.attribute, []).append(use)
    return {attribute: tuple(of_attribute) for attribute, of_attribute in found.items()}


def _sources(field: str, names: object) -> tuple[Source, ...]:
    if field not in FIELDS:
        raise InvalidInput(f"the mapping names a field {field!r}: there are {', '.join(sorted(FIELDS))}")
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise InvalidInput(f"the mapping of {field!r} is not a list of attribute names")
    return tuple(map(_source, names))


def _source(text: str) -> Source:
    name, _, member = (part.strip() for part in text.partition(">"))
    of_resource = name.startswith("resource:")
    name = name.removeprefix("resource:")
    return Source(name.removesuffix(".*"), member, is_list=name.endswith(".*"), of_resource=of_resource)


def _kind_rule(entry: Mapping[str, Any]) -> KindRule:
    attribute = entry.get("attribute")
    if not isinstance(attribute, str) or not attribute:
        raise InvalidInput("a [[kind]] of the mapping has no attribute")
    kinds: dict[str, Kind] = {}
    for kind, values in entry.items():
        if kind == "attribute":
            continue
        if kind not in _KINDS or not isinstance(values, list):
            raise InvalidInput(f"a [[kind]] of the mapping names {kind!r}: there are {', '.join(sorted(_KINDS))}")
        kinds.update((str(value).lower(), kind) for value in values)  # type: ignore[misc]
    return KindRule(attribute, kinds)
