"""Saved workspaces ↔ the address of a project's page. Pure.

A workspace is kept as the document that the client's package reads; the page opens it as what it says. What is changed on
the page is written where the document has a place for it, and everything else in the document stays as it is. What the
document has no place for is kept beside, under `runlake`, and counts as long as nobody else changes the document.

Source: `workspaces/internal.py` and `workspaces/interface.py` of wandb-workspaces 0.4.13.
"""

import hashlib
import json
import math
from copy import deepcopy
from typing import Any

from runlake.errors import InvalidInput
from runlake.protocols.wandb.documents.boards import Board, identify, read_board, write_board
from runlake.protocols.wandb.documents.filter_text import format_filter, parse_filter_text
from runlake.protocols.wandb.documents.line_settings import (
    read_axis,
    read_range,
    read_smoothing,
    write_axis,
    write_range,
    write_smoothing,
)
from runlake.protocols.wandb.documents.page_state import (
    State,
    escaped,
    format_search,
    pack,
    parse_search,
    unescaped,
    unpack,
)
from runlake.protocols.wandb.documents.runs_state import read_run_set, write_run_set
from runlake.protocols.wandb.documents.shapes import listed, mapping, text

Spec = dict[str, Any]

_OURS = "runlake"


def search_of(body: str) -> str:
    """The query string at which the page shows a workspace; that of the bare page for what is no workspace."""
    spec = _parsed(body)
    said = format_search(_read(spec))
    ours = mapping(spec.get(_OURS))
    return text(ours.get("search")) if ours.get("said") == _digest(said) else said


def with_search(body: str, search: str) -> str:
    """The document of a workspace, or of a new one, once the page looks as `search` says."""
    spec = _parsed(body) or new_spec()
    before, after = parse_search(search_of(body)), parse_search(search)
    if _comparable(before) == _comparable(after):
        return body if body else _text(spec)
    made = _written(spec, before, after)
    made.pop(_OURS, None)
    said = format_search(_read(made))
    if _comparable(parse_search(said)) != _comparable(after):
        made[_OURS] = {"search": search, "said": _digest(said)}
    return _text(made)


def new_spec() -> Spec:
    """A workspace in which nothing is set: the panels are those of the metrics."""
    bank = {"state": 1, "settings": {"autoOrganizePrefix": 2}, "sections": []}
    section = {
        "panelBankConfig": bank,
        "panelBankSectionConfig": {"pinned": False},
        "customRunColors": {},
        "name": "",
        "runSets": [{"enabled": True, "name": "Run set", "search": {"query": ""}}],
        "settings": {"xAxis": "_step", "smoothingType": "none", "smoothingWeight": 0, "shouldAutoGeneratePanels": True},
        "openRunSet": 0,
        "openViz": True,
    }
    return {"section": section, "vizExpanded": False, "libraryExpanded": True}


def _read(spec: Spec) -> State:
    section = mapping(spec.get("section"))
    bank = mapping(section.get("panelBankConfig"))
    sections = _sections(bank)
    board = read_board(sections)
    if mapping(section.get("settings")).get("shouldAutoGeneratePanels") is False:
        board["automatic"] = False
    run_set = next((each for each in listed(section.get("runSets")) if isinstance(each, dict)), {})
    folded = [each["name"] for each in sections if each.get("isOpen") is not True]
    state = read_run_set(run_set) | _read_settings(mapping(section.get("settings")))
    state["c.q"] = text(mapping(bank.get("settings")).get("searchQuery"))
    state["c.fold"] = ",".join(map(escaped, dict.fromkeys(folded)))
    state["board"] = pack(dict(board))
    return {name: value for name, value in state.items() if value}


def _sections(bank: Any) -> list[Any]:
    found = [each for each in listed(bank.get("sections")) if isinstance(each, dict) and text(each.get("name"))]
    identify(found)
    return found


def _read_settings(settings: Any) -> State:
    axis, smoothing, bounds = read_axis(settings.get("xAxis")), read_smoothing(settings), read_range(settings, "x")
    state = {"c.inner": "1" if settings.get("ignoreOutliers") is True else ""}
    if axis:
        state["c.x"] = f"metric:{axis['metric']}" if axis["kind"] == "metric" else axis["kind"]
    if smoothing and smoothing["kind"] != "none":
        state["c.smooth"] = f"{smoothing['kind']}:{smoothing['amount']:g}"
    if bounds:
        state["c.range"] = ",".join(f"{edge:.12g}" for edge in bounds)
    return state


def _written(spec: Spec, before: State, after: State) -> Spec:
    made = deepcopy(spec)
    section = _child(made, "section")
    sets = [each for each in listed(section.get("runSets")) if isinstance(each, dict)] or [{}]
    section["runSets"] = [write_run_set(sets[0], before, after), *sets[1:]]
    _write_settings(_child(section, "settings"), before, after)
    bank = _child(section, "panelBankConfig")
    if before.get("c.q", "") != after.get("c.q", ""):
        _child(bank, "settings")["searchQuery"] = after.get("c.q", "")
    old, new = unpack(before.get("board")), unpack(after.get("board"))
    if old != new:
        bank["sections"] = write_board(_sections(bank), old, _plain(new))
    if before.get("c.fold", "") != after.get("c.fold", "") or old != new:
        folded = set(map(unescaped, after.get("c.fold", "").split(",")))
        for each in _sections(bank):
            each["isOpen"] = each["name"] not in folded
    if old.get("automatic") != new.get("automatic"):
        section["settings"]["shouldAutoGeneratePanels"] = new.get("automatic") is not False
    return made


def _plain(board: Board) -> Board:
    """A board whose parts have the shapes that they should have; the page writes no other."""
    panels = [each for each in listed(board.get("panels")) if isinstance(each, dict) and text(each.get("id"))]
    moves = [each for each in listed(board.get("moves")) if isinstance(each, dict) and {"id", "section"} <= each.keys()]
    return {
        "panels": [{"fields": [], **each} for each in panels if text(each.get("kind"))],
        "moves": [{"before": None, **each} for each in moves if text(each["section"]) and text(each["id"])],
        "order": [each for each in listed(board.get("order")) if text(each)],
        "lines": {name: dict(mapping(each)) for name, each in mapping(board.get("lines")).items()},
        "sections": {name: dict(mapping(each)) for name, each in mapping(board.get("sections")).items()},
    }


def _write_settings(settings: Spec, before: State, after: State) -> None:
    changed = {name for name in ("c.x", "c.smooth", "c.inner", "c.range") if before.get(name) != after.get(name)}
    if "c.x" in changed:
        kind, _, metric = after.get("c.x", "step").partition(":")
        settings["xAxis"] = write_axis({"kind": kind, "metric": metric})
    if "c.smooth" in changed:
        kind, _, amount = after.get("c.smooth", "none").partition(":")
        settings |= write_smoothing({"kind": kind, "amount": _number(amount) or 0}, whole=True)
        settings["smoothingActive"] = settings["smoothingType"] != "none"
    if "c.inner" in changed:
        settings["ignoreOutliers"] = after.get("c.inner") == "1"
    if "c.range" in changed:
        edges = [_number(edge) for edge in after.get("c.range", "").split(",")]
        settings |= write_range(edges if len(edges) == 2 and None not in edges else None, "x")
        for key in ("xAxisMin", "xAxisMax"):
            if settings[key] is None:
                del settings[key]


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _comparable(state: State) -> dict[str, object]:
    """Boards and filters are the same whatever the spaces, brackets and order in their text."""
    try:
        found = format_filter(parse_filter_text(state.get("filter", "")))
    except InvalidInput:
        found = state["filter"]
    board = {part: value for part, value in unpack(state.get("board")).items() if value not in ([], {})}
    return {**state, "filter": found, "board": board}


def _digest(said: str) -> str:
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _child(parent: Spec, name: str) -> Spec:
    if not isinstance(parent.get(name), dict):
        parent[name] = {}
    child: Spec = parent[name]
    return child


def _parsed(body: str) -> Spec:
    try:
        found = json.loads(body) if body else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _text(spec: Spec) -> str:
    return json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
