"""What a mapping table says of spans with just these attributes: found out once for each set of names. Pure.

Most spans of a program have one of a few sets of attributes, of many that the table knows.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from runlake.products.traces.mapping.rules import KindRule, MappingTable, Source, Use
from runlake.products.traces.mapping.values import prefix_of

_REMEMBERED = 1024
_LONGEST_NAMES = 8192  # characters of all names of a set: what is longer does not come again, and would fill the memory

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to look: the sources of each field that are there, in the order of the table; `lists` are prefixes of numbered ones."""

    fields: Mapping[str, tuple[Source, ...]]
    lists: frozenset[str]
    kinds: tuple[KindRule, ...]


def plan_of(table: MappingTable, names: Names, resource_names: Names) -> Plan:
    """The plan for spans that have these attributes, of a resource that has those."""
    is_short = len("".join(names)) + len("".join(resource_names)) <= _LONGEST_NAMES
    return (_remembered if is_short else _plan)(table, names, resource_names)


def _plan(table: MappingTable, names: Names, resource_names: Names) -> Plan:
    prefixes = frozenset(prefix for name in names if (prefix := prefix_of(name)) in table.lists)
    uses: list[Use] = []
    for there, of_table in ((names, table.of_span), (resource_names, table.of_resource), (prefixes, table.lists)):
        uses += (use for name in there for use in of_table.get(name, ()))
    by_field: dict[str, list[Source]] = {}
    for use in sorted(uses, key=lambda use: use.rank):
        by_field.setdefault(use.field, []).append(use.source)
    return Plan(
        fields={field: tuple(sources) for field, sources in by_field.items()},
        lists=prefixes,
        kinds=_kinds(table, frozenset(names)),
    )


def _kinds(table: MappingTable, names: Collection[str]) -> tuple[KindRule, ...]:
    return tuple(rule for rule in table.kinds if rule.attribute in names)


_remembered = lru_cache(maxsize=_REMEMBERED)(_plan)
