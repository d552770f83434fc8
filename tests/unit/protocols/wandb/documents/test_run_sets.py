"""Run sets: every form of filter is read, and what is not understood lets nothing through."""

import json
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.protocols.wandb.documents.filter_text import format_filter, parse_filter_text
from runlake.protocols.wandb.documents.run_set_filters import write_conditions
from runlake.protocols.wandb.documents.run_sets import EVERYTHING, NOTHING, conditions, run_filter, run_sets_of_text
from runlake.query import And, Compare, Filter, Not, Or


def _leaf(name: str, value: object, op: str = "=", section: str = "config", **more: object) -> dict[str, Any]:
    return {"key": {"section": section, "name": name}, "op": op, "value": value, "disabled": False, **more}


def _flat(*items: dict[str, Any]) -> dict[str, Any]:
    return {"filterFormat": "filterV2", "filters": list(items)}


LR, BS = Compare("config.lr", "eq", 1), Compare("config.bs", "eq", 2)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, EVERYTHING),
        (
            {"op": "OR", "filters": [{"op": "AND", "filters": [_leaf("lr.value", 1), _leaf("bs", 2)]}]},
            Or((And((LR, BS)),)),
        ),
        (_flat(_leaf("lr", 1), _leaf("bs", 2, connector="AND")), Or((And((LR, BS)),))),
        (_flat(_leaf("lr", 1), _leaf("bs", 2, connector="OR")), Or((And((LR,)), And((BS,))))),
        (_flat({"filters": [_leaf("lr", 1)]}), Or((And((Or((And((LR,)),)),)),))),
        (_flat(_leaf("lr", 1, disabled=True)), Or((And((EVERYTHING,)),))),
        (_flat(_leaf("lr", 1, op="LIKE")), Or((And((NOTHING,)),))),
        (_flat(_leaf("x", 1, section="moon")), Or((And((NOTHING,)),))),
        (_flat(_leaf("old", False, section="tags")), Or((And((Compare("tags", "ne", "old"),)),))),
        (_leaf("createdAt", 3600, op="WITHINSECONDS", section="run"), Compare("created_at", "within_s", 3600)),
        (_leaf("opt.value.name", "adam"), Compare("config.opt.name", "eq", "adam")),
    ],
)
def test_filters_are_read(filters: dict[str, Any], found: Filter) -> None:
    assert conditions(filters) == found


def test_a_time_ago_is_written_and_read_in_every_form() -> None:
    found = Compare("created_at", "within_s", 5400)
    assert conditions(write_conditions(found)) == Or((And((found,)),))
    for text in ("created_at within 90m", "created_at within 1.5H", "created_at within 5400s"):
        assert parse_filter_text(text) == found
    assert format_filter(found) == "created_at within 90m"
    for wrong in ("created_at within", "created_at within 5 d", "created_at within soon"):
        with pytest.raises(InvalidInput, match="such as 7d"):
            parse_filter_text(wrong)


def test_eyes_and_the_search_count() -> None:
    hidden = {"selections": {"root": 1, "tree": ["a", {"value": "g", "children": ["b"]}]}}
    assert Not(Compare("name", "in", ["b", "a"])) in run_filter(hidden).parts  # type: ignore[union-attr]
    only = {"selections": {"root": 0, "tree": []}}
    assert Compare("name", "in", []) in run_filter(only).parts  # type: ignore[union-attr]
    named = run_filter({"search": {"query": "a.b"}})
    assert Compare("display_name", "regex", r"(?i)a\.b") in named.parts  # type: ignore[union-attr]


def test_what_is_too_deep_or_cannot_be_compared_with_lets_nothing_through() -> None:
    deep: dict[str, Any] = _leaf("lr", 1)
    for _ in range(40):
        deep = {"op": "AND", "filters": [deep]}
    assert repr(NOTHING) in repr(run_filter({"filters": deep}))
    assert run_filter({"filters": _flat(_leaf("lr", {"a": 1}))}) == NOTHING
    assert run_filter({"filters": _flat(*(_leaf("lr", n) for n in range(500)))}) == NOTHING


def test_grids_are_found_wherever_they_stand_and_sets_that_are_off_are_not() -> None:
    off = {"enabled": False}
    other = {"project": {"entityName": "team", "name": "p"}}
    grid = {"type": "panel-grid", "metadata": {"runSets": [off, other]}}
    document = {"blocks": [{"type": "heading", "collapsedChildren": [grid]}]}
    (found,) = run_sets_of_text(json.dumps(document))
    assert (found.entity, found.project) == ("team", "p")
    assert run_sets_of_text("[" * 100_000) == run_sets_of_text("{") == []
