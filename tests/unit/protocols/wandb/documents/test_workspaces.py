"""Saved workspaces open as what they say, and what is changed on the page changes nothing else in them.

`workspace.json` was written by `Workspace.save` of wandb-workspaces 0.4.13: every kind of panel, run settings, filters.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.protocols.wandb.documents import search_of, with_search
from runlake.protocols.wandb.documents.page_state import State, format_search, pack, parse_search, unpack

BODY = (Path(__file__).parent / "workspace.json").read_text().strip()


def _opened(body: str) -> tuple[State, dict[str, Any]]:
    state = parse_search(search_of(body))
    return state, unpack(state.pop("board", ""))


def _saved(body: str, state: State, board: dict[str, Any]) -> str:
    return with_search(body, format_search({**state, "board": pack(board)}))


def _differences(one: Any, other: Any, path: str = "") -> list[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        return [line for key in one | other for line in _differences(one.get(key), other.get(key), f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line for at, pair in enumerate(zip(one, other, strict=True)) for line in _differences(*pair, f"{path}.{at}")
        ]
    return [] if one == other and type(one) is type(other) else [path.removeprefix(".section.")]


def test_a_workspace_opens_as_what_it_says() -> None:
    state, board = _opened(BODY)
    assert state == {
        "find": "run",
        "filter": 'config.lr >= 0.001 and state != "crashed"',
        "sort": "summary.val/loss",
        "group": "config.opt",
        "eyes": "-r2",
        "base": "r1",
        "cols": "summary.val/loss~config.lr",
        "c.x": "time",
        "c.smooth": "ema:0.6",
        "c.inner": "1",
        "c.fold": "Rest",
    }
    assert (board["order"], board["automatic"]) == (["Training", "Rest"], False)
    kinds = ["line", "document", "line", "document", "bar", "scatter", "parallel", "markdown", "comparer", "media"]
    assert [panel["kind"] for panel in board["panels"]] == [*kinds, "document", "document", "document"]
    assert list(board["lines"].values()) == [{"smoothing": {"kind": "ema", "amount": 0.5}, "logY": True}]
    gaussian = {"kind": "gaussian", "amount": 0.04}
    assert board["sections"] == {"Training": {"axis": {"kind": "relative"}, "smoothing": gaussian, "size": "l"}}


def test_what_was_not_changed_stays_to_the_last_byte() -> None:
    assert with_search(BODY, search_of(BODY)) == BODY
    state, board = _opened(BODY)
    assert _saved(BODY, state, json.loads(json.dumps(board, indent=1))) == BODY


def _retitle(state: State, board: dict[str, Any]) -> None:
    board["panels"][0]["title"] = "Loss!"


def _smooth(state: State, board: dict[str, Any]) -> None:
    board["lines"][board["panels"][2]["id"]] = {"smoothing": {"kind": "gaussian", "amount": 0.25}}


def _sort(state: State, board: dict[str, Any]) -> None:
    state["sort"] = "-config.lr"


def _filter(state: State, board: dict[str, Any]) -> None:
    state["filter"] = 'config.lr > 1 or state in ("running", "failed") and group = "a"'


def _hide_a_run(state: State, board: dict[str, Any]) -> None:
    state["eyes"] = "-r2~r3"


def _axis(state: State, board: dict[str, Any]) -> None:
    state["c.x"] = "metric:epoch"
    state["c.smooth"] = "gaussian:0.3"


def _section(state: State, board: dict[str, Any]) -> None:
    board["sections"]["Rest"] = {"ignoreOutliers": True}


_BANK = "panelBankConfig.sections"
_SET = "runSets.0"


@pytest.mark.parametrize(
    ("change", "places"),
    [
        (_retitle, [f"{_BANK}.0.panels.0.config.chartTitle"]),
        (_smooth, [f"{_BANK}.0.panels.2.config.smoothing{part}" for part in ("Type", "Weight")]),
        (_sort, [f"{_SET}.sort.keys.0.{part}" for part in ("ascending", "key.name", "key.section")]),
        (_filter, [f"{_SET}.filters.filters"]),
        (_hide_a_run, [f"{_SET}.selections.tree"]),
        (_axis, [f"settings.{part}" for part in ("smoothingType", "smoothingWeight", "xAxis")]),
        (_section, [f"{_BANK}.1.localPanelSettings.ignoreOutliers"]),
    ],
)
def test_a_change_is_written_where_it_belongs_and_nowhere_else(change: Any, places: list[str]) -> None:
    state, board = _opened(BODY)
    change(state, board)
    saved = _saved(BODY, state, board)
    found = _differences(json.loads(BODY), json.loads(saved))
    assert sorted({path for path in found if not path.endswith("Active")}) == places or found == places
    assert _opened(saved) == (state, board)
    assert "runlake" not in json.loads(saved)


def test_panels_are_moved_removed_and_added() -> None:
    state, board = _opened(BODY)
    first, second = board["panels"][0]["id"], board["panels"][1]["id"]
    board["panels"] = [*board["panels"][:1], *board["panels"][2:], {"id": "+1", "kind": "bar", "fields": ["acc"]}]
    board["moves"] = [move for move in board["moves"] if move["id"] not in (first, second)]
    board["moves"] += [{"id": name, "section": "New", "before": None} for name in (first, "+1")]
    board["order"] = ["Training", "New", "Rest"]
    sections = json.loads(_saved(BODY, state, board))["section"]["panelBankConfig"]["sections"]
    assert [section["name"] for section in sections] == ["Training", "New", "Rest"]
    assert [panel["viewType"] for panel in sections[1]["panels"]] == ["Run History Line Plot", "Bar Chart"]
    assert sections[1]["panels"][1]["config"] == {"metrics": ["acc"], "vertical": False}
    assert [panel["config"]["metrics"] for panel in sections[0]["panels"]] == [["val/loss"]] * 3
    before = json.loads(BODY)["section"]["panelBankConfig"]["sections"]
    assert sections[1]["panels"][0] == before[0]["panels"][0]
    assert sections[2] == before[1]


def test_what_a_document_has_no_place_for_lasts_until_a_client_changes_it() -> None:
    state, board = _opened(BODY)
    state["split"], state["filter"] = "0.5", 'not tags = "old" and config.lr > 1'
    saved = _saved(BODY, state, board)
    assert _opened(saved) == (state, board)
    changed = json.loads(saved)
    assert changed["section"]["runSets"][0]["filters"]["filters"][0]["key"]["name"] == "lr"
    changed["section"]["runSets"][0]["search"]["query"] = "other"
    opened, _ = _opened(json.dumps(changed))
    assert (opened["find"], opened.get("split")) == ("other", None)


def test_a_new_view_is_a_document_that_says_what_the_page_shows() -> None:
    board = {"panels": [{"id": "+1", "kind": "scatter", "fields": ["config.lr", "summary.loss"], "log": ["config.lr"]}]}
    board |= {"moves": [{"id": "+1", "section": "Mine", "before": None}], "order": ["Mine"]}  # type: ignore[dict-item]
    search = format_search({"sort": "-config.lr", "c.smooth": "ema:0.8", "board": pack(board)})
    spec = json.loads(with_search("", search))["section"]
    (section,) = spec["panelBankConfig"]["sections"]
    assert section["panels"][0]["config"] == {
        "xAxis": "config:lr.value",
        "yAxis": "summary:loss",
        "xAxisLogScale": True,
    }
    assert spec["settings"]["smoothingWeight"] == 80
    assert parse_search(search_of(json.dumps({"section": spec}))) == parse_search(search)
    assert search_of(with_search("", "")) == ""


_KEYS = st.sampled_from(
    ["section", "panelBankConfig", "sections", "name", "panels", "config", "viewType", "runSets", "settings", "filters"]
)
_MORE_KEYS = st.sampled_from(
    ["search", "sort", "keys", "key", "selections", "tree", "grouping", "runFeed", "localPanelSettings", "flowConfig"]
)
_BOARD_KEYS = st.sampled_from(["id", "kind", "fields", "document", "before", "axis", "smoothing", "range", "log", "+1"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | _MORE_KEYS | _BOARD_KEYS, inner, max_size=4),
    max_leaves=20,
)


_PANEL_KINDS = st.sampled_from(["line", "bar", "scatter", "parallel", "document", "media", "pie"])
_PANEL = st.builds(
    lambda kind, rest: {**rest, "kind": kind, "id": "+1"}, _PANEL_KINDS, st.dictionaries(_BOARD_KEYS, _JSON)
)
_MOVE = st.builds(lambda rest: {**rest, "id": "+1"}, st.dictionaries(st.sampled_from(["section", "before"]), _JSON))
_BOARD = st.fixed_dictionaries(
    {"panels": st.lists(_PANEL | _JSON, max_size=2), "moves": st.lists(_MOVE | _JSON, max_size=2)},
    optional=dict.fromkeys(("lines", "sections", "order", "automatic"), _JSON),
)
_STATE = st.dictionaries(st.sampled_from(["sort", "eyes", "filter", "c.x", "c.smooth", "c.range", "cols"]), st.text())


@given(_JSON, _STATE, _BOARD)
def test_no_document_and_no_address_is_a_fault_of_the_server(document: Any, state: State, board: Any) -> None:
    body = json.dumps(document)
    search_of(body)
    search_of(with_search(body, format_search({**state, "board": pack(board)})))
