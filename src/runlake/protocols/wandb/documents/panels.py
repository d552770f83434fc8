"""Panels of documents ↔ panels of the canvas. Pure.

A panel that the canvas has the like of becomes one of its own kinds. Any other is shown as it is, kind `document`: its
`document` holds the kind and the configuration that it was saved with.

Source: `reports/v2/internal.py` of wandb-workspaces 0.4.13.
"""

from collections.abc import Callable, Mapping
from typing import Any

from runlake.protocols.wandb.documents.keys import accessor_of, field_of_accessor
from runlake.protocols.wandb.documents.line_settings import Settings, read_line, write_line
from runlake.protocols.wandb.documents.shapes import listed, mapping, texts

Panel = dict[str, Any]
"""`PanelSpec` of `web/src/products/metrics/board/board.ts`, without its id."""
Config = Mapping[str, Any]

_LINE = "Run History Line Plot"
_NAMES = {
    "line": _LINE,
    "bar": "Bar Chart",
    "scalar": "Scalar Chart",
    "scatter": "Scatter Plot",
    "parallel": "Parallel Coordinates Plot",
    "comparer": "Run Comparer",
    "media": "Media Browser",
    "markdown": "Markdown Panel",
}
_NOT_OUR_LINES = ("useMetricRegex", "expressions", "xExpression", "aggregate")


def read_panel(panel: Mapping[str, Any]) -> tuple[Panel, Settings]:
    """A panel of the canvas, and how its lines are drawn."""
    name, config = panel.get("viewType"), panel.get("config")
    config = mapping(config)
    found = _READERS[str(name)](config) if name in _READERS else None
    if found is None:
        found = {"kind": "document", "fields": [], "document": {"viewType": str(name or ""), "config": dict(config)}}
    title = config.get("chartTitle")
    if isinstance(title, str) and title:
        found["title"] = title
    return found, read_line(config) if found["kind"] == "line" else {}


def _read_line(config: Config) -> Panel | None:
    metrics = texts(config.get("metrics"))
    grouped = config.get("groupBy") not in (None, "", "None")
    if len(metrics) != 1 or grouped or any(config.get(key) for key in _NOT_OUR_LINES):
        return None
    return {"kind": "line", "fields": metrics}


def _read_value(kind: str, *known: str) -> Callable[[Config], Panel | None]:
    def read(config: Config) -> Panel | None:
        metrics = texts(config.get("metrics"))
        plain = len(metrics) == 1 and not metrics[0].startswith(("config:", "summary:", "run:"))
        return {"kind": kind, "fields": metrics} if plain and _only(config, "metrics", *known) else None

    return read


def _read_scatter(config: Config) -> Panel | None:
    fields = [field_of_accessor(config.get(key)) for key in ("xAxis", "yAxis")]
    if None in fields or not _only(config, "xAxis", "yAxis", "xAxisLogScale", "yAxisLogScale"):
        return None
    log = [field for field, axis in zip(fields, "xy", strict=True) if config.get(f"{axis}AxisLogScale") is True]
    return {"kind": "scatter", "fields": fields, "log": log}


def _read_parallel(config: Config) -> Panel | None:
    found = [mapping(column) for column in listed(config.get("columns"))]
    fields = [field_of_accessor(column.get("accessor")) for column in found]
    plain = all(not column.get("inverted") and not column.get("displayName") for column in found)
    if None in fields or len(set(fields)) < len(fields) or len(fields) < 2 or not plain or not _only(config, "columns"):
        return None
    log = [field for field, column in zip(fields, found, strict=True) if column.get("log") is True]
    return {"kind": "parallel", "fields": fields, "log": log}


def _read_media(config: Config) -> Panel | None:
    keys = texts(config.get("mediaKeys"))
    return {"kind": "media", "fields": keys} if len(keys) == 1 and _only(config, "mediaKeys") else None


def _read_markdown(config: Config) -> Panel | None:
    text = config.get("value")
    return {"kind": "markdown", "fields": [], "text": text} if isinstance(text, str) else None


def _read_comparer(config: Config) -> Panel | None:
    return {"kind": "comparer", "fields": []}


_READERS: dict[str, Callable[[Config], Panel | None]] = {
    _LINE: _read_line,
    "Bar Chart": _read_value("bar", "vertical"),
    "Scalar Chart": _read_value("scalar"),
    "Scatter Plot": _read_scatter,
    "Parallel Coordinates Plot": _read_parallel,
    "Run Comparer": _read_comparer,
    "Media Browser": _read_media,
    "Markdown Panel": _read_markdown,
}


def write_panel(panel: Panel, lines: Settings, before: tuple[Panel, Settings] | None) -> dict[str, Any] | None:
    """`viewType` and what to change of `config` (null takes a value out); None for a kind that documents lack."""
    old, old_lines = before or ({}, {})
    if panel["kind"] == "document":
        document = mapping(panel.get("document"))
        name, config = document.get("viewType", ""), dict(mapping(document.get("config")))
    elif panel["kind"] in _NAMES:
        name, config = _NAMES[panel["kind"]], {}
        if panel.get("fields") != old.get("fields") or _ways(panel) != _ways(old) or panel["kind"] != old.get("kind"):
            config |= _fields_of(panel)
        if panel["kind"] == "line":
            config |= write_line(lines, old_lines)
    else:
        return None
    if panel.get("title") != old.get("title"):
        config["chartTitle"] = panel.get("title")
    return {"viewType": name, "config": config}


def _ways(panel: Panel) -> object:
    return (panel.get("log") or [], panel.get("text"))


def _fields_of(panel: Panel) -> dict[str, Any]:
    fields, log = texts(panel.get("fields")), set(texts(panel.get("log")))
    match panel["kind"]:
        case "line":
            return {"xAxis": "_step", "metrics": fields}
        case "bar":
            return {"metrics": fields, "vertical": False}
        case "scalar":
            return {"metrics": fields}
        case "scatter":
            axes = dict(zip("xy", fields, strict=False))
            logs = {f"{axis}AxisLogScale": True if field in log else None for axis, field in axes.items()}
            return {f"{axis}Axis": accessor_of(field) for axis, field in axes.items()} | logs
        case "parallel":
            columns = [{"accessor": accessor_of(field)} | ({"log": True} if field in log else {}) for field in fields]
            return {"columns": columns}
        case "media":
            return {"mediaKeys": fields}
        case "markdown":
            return {"value": panel.get("text", "")}
    return {}


def _only(config: Config, *known: str) -> bool:
    """Is nothing said that the canvas's own panel would not show?"""
    return all(value is None for key, value in config.items() if key not in (*known, "chartTitle"))
