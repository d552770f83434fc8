"""Sections of a saved workspace ↔ the board of the canvas. Pure."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from runlake.protocols.wandb.documents.line_settings import Settings, read_section, write_section
from runlake.protocols.wandb.documents.panels import Panel, read_panel, write_panel
from runlake.protocols.wandb.documents.shapes import listed, mapping

Board = dict[str, Any]
"""`Board` of `web/src/products/metrics/board/board.ts`; parts without content are absent."""
Section = dict[str, Any]

_OWN_SECTION = "Panels"
"""Where added panels stand until they are moved; the canvas's name for it."""
_FLOW = {"snapToColumns": True, "columnsPerPage": 3, "rowsPerPage": 2}
_FLOW |= {"gutterWidth": 16, "boxWidth": 460, "boxHeight": 300}
_LOCAL = {"smoothingWeight": 0, "smoothingType": "none", "xAxis": "_step", "ignoreOutliers": False}
_LOCAL |= {"useRunsTableGroupingInPanels": True, "smoothingActive": False, "xAxisActive": False}
_LAYOUT = {"x": 0, "y": 0, "w": 8, "h": 6}


def read_board(sections: list[Section]) -> Board:
    """The panels of all sections, in their order, pinned sections first."""
    board: Board = {"panels": [], "lines": {}, "moves": [], "sections": {}, "order": []}
    for section in sorted(_shown(sections), key=lambda each: each.get("pinned") is not True):
        name = section["name"]
        board["order"] += [name] if name not in board["order"] else []
        settings = _section_settings(section)
        if settings:
            board["sections"][name] = settings
        for panel in _panels(section):
            panel_id = _board_id(panel)
            made, lines = read_panel(panel)
            board["panels"].append({"id": panel_id, **made})
            board["moves"].append({"id": panel_id, "section": name, "before": None})
            if lines:
                board["lines"][panel_id] = lines
    return {part: value for part, value in board.items() if value}


def write_board(sections: list[Section], before: Board, after: Board) -> list[Section]:
    """The sections with what changed from one board to the other; panels and sections that did not are the same objects."""
    known = {_board_id(panel): panel for section in _shown(sections) for panel in _panels(section)}
    written = {panel["id"]: _written(panel, known, before, after) for panel in _of(after, "panels")}
    panels = {panel_id: panel for panel_id, panel in written.items() if panel is not None}
    wanted = _arranged(after)
    result = [section for section in sections if section not in _shown(sections)]
    by_name = {section["name"]: section for section in reversed(_shown(sections))}
    for name, ids in wanted.items():
        section = by_name.get(name) or _new_section(name)
        content = [panels[panel_id] for panel_id in ids if panel_id in panels]
        result.append(_with(section, content, before.get("sections", {}), after.get("sections", {})))
    return _in_old_order(result, sections) if list(wanted) == _of(before, "order") else result


def _written(panel: Panel, known: Mapping[str, Section], before: Board, after: Board) -> Section | None:
    panel_id = panel["id"]
    old = next((each for each in _of(before, "panels") if each["id"] == panel_id), None)
    lines, old_lines = (board.get("lines", {}).get(panel_id, {}) for board in (after, before))
    if old is not None and panel_id in known and (panel, lines) == (old, old_lines):
        return dict(known[panel_id])
    change = write_panel(panel, lines, None if old is None else (old, old_lines))
    if change is None:
        return None
    made = dict(known.get(panel_id) or {"__id__": panel_id.lstrip("+") or panel_id, "layout": dict(_LAYOUT)})
    kept = mapping(made.get("config")) if panel["kind"] != "document" else {}
    config = {key: value for key, value in {**kept, **change["config"]}.items() if value is not None}
    return {**made, "viewType": change["viewType"], "config": config}


def _arranged(board: Board) -> dict[str, list[str]]:
    """Section → ids of added panels. Panels of metrics are not part of documents: what stands before one stands last."""
    ids = [panel["id"] for panel in _of(board, "panels")]
    sections: dict[str, list[str]] = {name: [] for name in _of(board, "order")}
    home = dict.fromkeys(ids, _OWN_SECTION)
    if ids:
        sections.setdefault(_OWN_SECTION, []).extend(ids)
    for move in _of(board, "moves"):
        panel_id, name = move["id"], move["section"]
        if panel_id not in home:
            continue
        sections[home[panel_id]].remove(panel_id)
        target = sections.setdefault(name, [])
        target.insert(target.index(move["before"]) if move["before"] in target else len(target), panel_id)
        home[panel_id] = name
    return {name: found for name, found in sections.items() if found or name in _of(board, "order")}


def _with(section: Section, panels: list[Section], before: Settings, after: Settings) -> Section:
    name = section["name"]
    old, new = before.get(name, {}), after.get(name, {})
    changed = dict(section)
    if panels != _panels(section):
        changed["panels"] = panels
    if old != new:
        local = {**(mapping(section.get("localPanelSettings")) or _LOCAL), **write_section(new, old)}
        changed["localPanelSettings"] = {key: value for key, value in local.items() if value is not None}
        if new.get("size") != old.get("size"):
            columns = {"s": 4, "l": 2}.get(new.get("size", "m"), 3)
            changed["flowConfig"] = {**(mapping(section.get("flowConfig")) or _FLOW), "columnsPerPage": columns}
    return changed


def _in_old_order(result: list[Section], sections: list[Section]) -> list[Section]:
    names = [section.get("name") for section in sections]
    return sorted(result, key=lambda each: names.index(each["name"]) if each.get("name") in names else len(names))


def _section_settings(section: Section) -> Settings:
    settings = read_section(mapping(section.get("localPanelSettings")))
    columns = mapping(section.get("flowConfig")).get("columnsPerPage", 3)
    if isinstance(columns, int) and columns != 3:
        settings["size"] = "l" if columns < 3 else "s"
    return settings


def _new_section(name: str) -> Section:
    flow, local = dict(_FLOW), deepcopy(_LOCAL)
    return {
        "name": name,
        "isOpen": True,
        "type": "flow",
        "flowConfig": flow,
        "sorted": 0,
        "localPanelSettings": local,
        "panels": [],
        "pinned": False,
    }


def _shown(sections: list[Section]) -> list[Section]:
    """Sections but the one in which the client's own pages keep what people took away."""
    return [each for each in sections if isinstance(each.get("name"), str) and each["name"] != "Hidden Panels"]


def _panels(section: Section) -> list[Section]:
    return [panel for panel in listed(section.get("panels")) if isinstance(panel, dict)]


def _board_id(panel: Mapping[str, Any]) -> str:
    return f"+{panel['__id__']}"


def identify(sections: list[Section]) -> None:
    """Give an id to every panel that lacks one, or has that of another: always the same, for the same sections."""
    taken: set[str] = set()
    for at, panel in enumerate(panel for section in sections for panel in _panels(section)):
        found = panel.get("__id__")
        if not isinstance(found, str) or not found or found in taken:
            panel["__id__"] = f"p{at}"
        taken.add(panel["__id__"])


def _of(board: Board, part: str) -> list[Any]:
    found = board.get(part)
    return found if isinstance(found, list) else []
