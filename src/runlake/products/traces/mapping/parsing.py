"""Mapping tables as TOML texts, read and checked. Errors name the line."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, NoReturn

from runlake.errors import InvalidInput
from runlake.products.traces.mapping.rules import FIELDS, KINDS, KindRule, MappingTable, Source, make_table
from runlake.products.traces.records import Kind

_SECTIONS = ("fields", "kind", "providers")
_TOML_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_BAD_SOURCE = 'a list of attribute names is wanted, like {name} = ["my.attribute"]'


@cache
def default_text() -> str:
    """The table that comes with Runlake, as it is read by people."""
    return (files(__package__) / "default.toml").read_text("utf-8")


@cache
def default_table() -> MappingTable:
    """The table that comes with Runlake."""
    return parse_table(default_text())


@lru_cache(maxsize=256)
def extended_table(text: str) -> MappingTable:
    """A project's own table before the one that comes with Runlake. Raises InvalidInput."""
    return parse_table(text).before(default_table())


def parse_table(text: str) -> MappingTable:
    """Read a table. Raises InvalidInput, saying in which line what is wrong."""
    return _Text(text).table()


class _Text:
    """A table that is being read, with its lines for the errors."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        try:
            self._document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _not_toml(str(error), len(self._lines)) from error
        except RecursionError:
            raise InvalidInput("line 1: this is nested too deep") from None

    def table(self) -> MappingTable:
        for section in self._document:
            if section not in _SECTIONS:
                self._refuse(section, f"there is no section {section!r}: use [fields], [[kind]] and [providers]")
        fields = {name: self._sources(name, names) for name, names in self._section("fields").items()}
        return make_table(fields, self._kinds(), self._providers())

    def _section(self, name: str) -> Mapping[str, Any]:
        found: dict[str, Any] = self._document.get(name, {})
        if not isinstance(found, dict):
            self._refuse(name, f"{name} is a section: write [{name}]")
        return found

    def _sources(self, field: str, names: object) -> tuple[Source, ...]:
        if field not in FIELDS:
            self._refuse(field, f"there is no field {field!r}: use {', '.join(sorted(FIELDS))}")
        if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
            self._refuse(field, _BAD_SOURCE.format(name=field))
        return tuple(map(_source, names))

    def _kinds(self) -> tuple[KindRule, ...]:
        entries = self._document.get("kind", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self._refuse("kind", "kinds are written as [[kind]] with an attribute and lists of its values")
        starts = [number for number, line in enumerate(self._lines, 1) if line.split("#")[0].strip() == "[[kind]]"]
        starts += [1] * len(entries)  # they may be written in one line, too
        return tuple(self._kind_rule(entry, start) for entry, start in zip(entries, starts, strict=False))

    def _kind_rule(self, entry: Mapping[str, Any], start: int) -> KindRule:
        attribute = entry.get("attribute")
        if not isinstance(attribute, str) or not attribute:
            raise InvalidInput(f'line {start}: this [[kind]] has no attribute = "…"')
        kinds: dict[str, Kind] = {}
        for kind, values in entry.items():
            if kind == "attribute":
                continue
            if kind not in KINDS:
                self._refuse(kind, f"there is no kind {kind!r}: use {', '.join(sorted(KINDS))}", after=start)
            if not isinstance(values, list):
                self._refuse(kind, f"{kind} is a list of values of {attribute!r}", after=start)
            kinds.update((str(value).lower(), kind) for value in values)  # type: ignore[misc]
        return KindRule(attribute, kinds)

    def _providers(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for name, aliases in self._section("providers").items():
            if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
                self._refuse(name, f"{name} is a list of spellings of this provider")
            found.update((alias.lower(), name) for alias in aliases)
        return found

    def _refuse(self, key: str, problem: str, after: int = 1) -> NoReturn:
        """Raise InvalidInput with the line in which `key` is set, at `after` or later."""
        starts = re.compile(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[\]=.]")
        numbered = list(enumerate(self._lines, 1))[after - 1 :]
        number = next((number for number, line in numbered if starts.match(line)), after)
        raise InvalidInput(f"line {number}: {problem}")


def _not_toml(message: str, lines: int) -> InvalidInput:
    place = _TOML_PLACE.search(message)
    number = int(place[1]) if place else max(lines, 1)
    return InvalidInput(f"line {number}: this is not TOML: {_TOML_PLACE.sub('', message)}")


def _source(text: str) -> Source:
    name, _, member = (part.strip() for part in text.partition(">"))
    of_resource = name.startswith("resource:")
    name = name.removeprefix("resource:")
    return Source(name.removesuffix(".*"), member, is_list=name.endswith(".*"), of_resource=of_resource)
