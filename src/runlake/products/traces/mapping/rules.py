"""The mapping table, as spans are looked up in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

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
        "instructions",
        "input",
        "output",
        "cost",
        "usage_input",
        "usage_output",
        "usage_cache_read",
        "usage_cache_write",
        "usage_reasoning",
        "run",
        "run_step",
        "refs",
        "scores",
    ]
)
KINDS = frozenset(get_args(Kind))


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


@dataclass(frozen=True, slots=True, eq=False)
class MappingTable:
    """Which attributes mean what; immutable. A span has few of all attributes: the table is looked up by theirs.

    Tables are equal when they are the same one: plans are remembered by them.
    """

    fields: Mapping[str, tuple[Source, ...]]
    kinds: tuple[KindRule, ...]
    providers: Mapping[str, str]
    of_span: Uses
    of_resource: Uses
    lists: Uses

    @property
    def attributes(self) -> frozenset[str]:
        """Every attribute that the table reads, of a numbered list the part before the number."""
        named = {source.attribute for sources in self.fields.values() for source in sources}
        return frozenset(named | {rule.attribute for rule in self.kinds})

    def before(self, other: "MappingTable") -> "MappingTable":
        """Both tables as one: what this one names is looked for first."""
        names = self.fields.keys() | other.fields.keys()
        fields = {
            name: tuple(dict.fromkeys((*self.fields.get(name, ()), *other.fields.get(name, ())))) for name in names
        }
        return make_table(fields, (*self.kinds, *other.kinds), {**other.providers, **self.providers})


def make_table(
    fields: Mapping[str, tuple[Source, ...]], kinds: tuple[KindRule, ...], providers: Mapping[str, str]
) -> MappingTable:
    """A table with its sources by attribute."""
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
