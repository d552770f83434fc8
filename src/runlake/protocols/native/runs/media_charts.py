"""Custom charts and class labels that a run declares in its config. Pure.

Source of the shapes: protocol notes 3.6 and 6.6; the wandb client 0.31.0, `plot/custom_chart.py` and `plot/viz.py`.
"""

from collections.abc import Iterator
from typing import Any

from typing_extensions import TypedDict

from runlake.model import Run
from runlake.products.runs import json_safe, parse_document

# The client's spelling.
_DELIMITER = "_wandb_delimeter_"
_LABEL_MAPS = ("mask/class_labels", "bounding_box/class_labels")
_MOST_CHARTS = 1000


class CustomChart(TypedDict):
    """A chart that a run declared: a preset, fed by the table logged under `table`.

    `fields`: place in the preset → column of the table; `strings`: place in the preset → text.
    """

    key: str
    preset: str
    fields: dict[str, str]
    strings: dict[str, str]
    table: str


def custom_charts(run: Run) -> list[CustomChart]:
    """What `wandb.plot.*`, `plot_table` and the older `visualize` declared, in the order of keys.

    `table` names the logged table that feeds the chart; `fields` and `strings` fill the places in its preset.
    """
    own = _own(run)
    found = [*_charts(own.get("visualize")), *_old_charts(own.get("viz"))]
    return json_safe(sorted(found[:_MOST_CHARTS], key=lambda chart: str(chart["key"])))  # type: ignore[no-any-return]


def class_labels(run: Run) -> dict[str, dict[str, dict[str, str]]]:
    """Media key → name of the boxes or mask → class id → label."""
    labels: dict[str, dict[str, dict[str, str]]] = {}
    own = _own(run)
    for kind in _LABEL_MAPS:
        for name, entry in _object(own.get(kind)).items():
            key, delimiter, overlay = name.partition(_DELIMITER)
            texts = _texts(_object(entry).get("value"))
            if delimiter and texts:
                labels.setdefault(key, {}).setdefault(overlay, {}).update(texts)
    return labels


def _charts(declared: Any) -> Iterator[CustomChart]:
    for key, entry in _object(declared).items():
        panel = _object(_object(entry).get("panel_config"))
        yield {
            "key": key,
            "preset": _text(panel.get("panelDefId")),
            "fields": _texts(panel.get("fieldSettings")),
            "strings": _texts(panel.get("stringSettings")),
            "table": _table_key(panel.get("userQuery")) or f"{key}_table",
        }


def _old_charts(declared: Any) -> Iterator[CustomChart]:
    """`{"id": preset, "historyFieldSettings": {"x-axis": …, "key": table}}`: the preset's fields are the columns' names."""
    for key, entry in _object(declared).items():
        settings = _object(_object(entry).get("historyFieldSettings"))
        yield {
            "key": key,
            "preset": _text(_object(entry).get("id")),
            "fields": {},
            "strings": {},
            "table": _text(settings.get("key")) or key,
        }


def _table_key(query: Any) -> str:
    """The argument `tableKey`, wherever in the query it stands: users may write queries of their own."""
    nodes, seen = [query], 0
    while nodes and seen < 10_000:
        node, seen = nodes.pop(), seen + 1
        if isinstance(node, list):
            nodes += node
        elif isinstance(node, dict):
            if node.get("name") == "tableKey" and isinstance(node.get("value"), str):
                return str(node["value"])
            nodes += node.values()
    return ""


def _own(run: Run) -> dict[str, Any]:
    return _object(_object(parse_document(run.config_json).get("_wandb")).get("value"))


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> dict[str, str]:
    return {str(name): str(text) for name, text in _object(value).items() if isinstance(text, str | int | float)}
