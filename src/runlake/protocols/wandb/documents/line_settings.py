"""How lines are drawn: what documents say of it ↔ the settings of the canvas's own panels and sections. Pure.

Source: `reports/v2/internal.py` of wandb-workspaces 0.4.13 (`LinePlotConfig`, `LocalPanelSettings`).
"""

from collections.abc import Mapping
from typing import Any

from runlake.protocols.wandb.documents.shapes import mapping, text

Settings = dict[str, Any]
"""`LineSettings` of `web/src/products/metrics/board/board.ts`; what is not set is absent."""

_AXES = {"_step": "step", "_timestamp": "time", "_runtime": "relative", "_absolute_runtime": "relative"}
_AXIS_KEYS = {"step": "_step", "time": "_timestamp", "relative": "_runtime"}
_KINDS = {"exponential": "ema", "exponentialTimeWeighted": "ema", "gaussian": "gaussian", "average": "average"}
_KIND_KEYS = {"ema": "exponential", "gaussian": "gaussian", "average": "average", "none": "none"}
_MOST = 0.999


def read_axis(key: object) -> dict[str, str] | None:
    """None for steps: they are what is taken unless something else is said."""
    if not isinstance(key, str) or not key or key == "_step":
        return None
    kind = _AXES.get(key)
    return {"kind": "metric", "metric": key} if kind is None else {"kind": kind}


def write_axis(axis: Mapping[str, Any] | None) -> str:
    """The key of an axis."""
    axis = axis or {}
    return (
        str(axis.get("metric", "")) if axis.get("kind") == "metric" else _AXIS_KEYS.get(axis.get("kind", ""), "_step")
    )


def read_smoothing(config: Mapping[str, Any]) -> dict[str, Any] | None:
    """None when nothing is said. Weights above 1 are in percent: those of sections and workspaces are whole numbers."""
    kind, weight = config.get("smoothingType"), config.get("smoothingWeight")
    if kind is None and weight is None:
        return None
    amount = float(weight) if isinstance(weight, int | float) else 0.0
    if kind == "none" or amount <= 0:
        return {"kind": "none", "amount": 0}
    amount = amount / 100 if amount > 1 else amount
    return {"kind": _KINDS.get(str(kind), "ema"), "amount": min(_MOST, amount)}


def write_smoothing(said: object, *, whole: bool) -> Settings:
    """`whole`: for sections and workspaces, whose weights are read as whole numbers only."""
    smoothing = mapping(said)
    kind, amount = text(smoothing.get("kind")), smoothing.get("amount")
    weight = min(1.0, max(0.0, amount)) if isinstance(amount, int | float) and kind in _KINDS.values() else 0.0
    return {"smoothingType": _KIND_KEYS.get(kind, "none"), "smoothingWeight": round(weight * 100) if whole else weight}


def read_range(config: Mapping[str, Any], axis: str) -> list[float] | None:
    """The shown part of `x` or `y`, when both its ends are set."""
    first, last = config.get(f"{axis}AxisMin"), config.get(f"{axis}AxisMax")
    if isinstance(first, int | float) and isinstance(last, int | float) and first < last:
        return [first, last]
    return None


def write_range(bounds: object, axis: str) -> Settings:
    """Nulls for no range."""
    first, last = bounds if isinstance(bounds, list) and len(bounds) == 2 else (None, None)
    return {f"{axis}AxisMin": first, f"{axis}AxisMax": last}


def read_line(config: Mapping[str, Any]) -> Settings:
    """The settings of a line plot."""
    found = {
        "axis": read_axis(config.get("xAxis")),
        "smoothing": read_smoothing(config),
        "range": read_range(config, "x"),
        "yRange": read_range(config, "y"),
    }
    flags = {"logX": "xLogScale", "logY": "yLogScale", "ignoreOutliers": "ignoreOutliers"}
    found |= {name: config[key] if isinstance(config.get(key), bool) else None for name, key in flags.items()}
    return {name: value for name, value in found.items() if value is not None}


def write_line(settings: Settings, before: Settings) -> Settings:
    """What to change of a line plot's configuration: what is not as it was; null takes a value out."""
    changed = {name for name in settings.keys() | before.keys() if settings.get(name) != before.get(name)}
    config: Settings = {}
    if "axis" in changed:
        config["xAxis"] = write_axis(settings.get("axis"))
    if "smoothing" in changed:
        said = settings.get("smoothing")
        absent = {"smoothingType": None, "smoothingWeight": None}
        config |= absent if said is None else write_smoothing(said, whole=False)
    for name, axis in (("range", "x"), ("yRange", "y")):
        if name in changed:
            config |= write_range(settings.get(name), axis)
    for name, key in (("logX", "xLogScale"), ("logY", "yLogScale"), ("ignoreOutliers", "ignoreOutliers")):
        if name in changed:
            config[key] = settings.get(name)
    return config


def read_section(local: Mapping[str, Any]) -> Settings:
    """The settings of a section. Without an axis, a weight or a range of its own it has those of the canvas."""
    smoothing = read_smoothing(local)
    found: Settings = {"axis": read_axis(local.get("xAxis")), "range": read_range(local, "x")}
    found["smoothing"] = smoothing if smoothing and smoothing["kind"] != "none" else None
    found["ignoreOutliers"] = True if local.get("ignoreOutliers") is True else None
    return {name: value for name, value in found.items() if value is not None}


def write_section(settings: Settings, before: Settings) -> Settings:
    """What to change of a section's settings; null takes a value out."""
    changed = {name for name in settings.keys() | before.keys() if settings.get(name) != before.get(name)}
    local: Settings = {}
    if "axis" in changed:
        local["xAxis"] = write_axis(settings.get("axis"))
    if "range" in changed:
        local |= write_range(settings.get("range"), "x")
    if changed & {"axis", "range"}:
        local["xAxisActive"] = "axis" in settings or "range" in settings
    if "smoothing" in changed:
        local |= write_smoothing(settings.get("smoothing"), whole=True)
        local["smoothingActive"] = local["smoothingType"] != "none"
    if "ignoreOutliers" in changed:
        local["ignoreOutliers"] = settings.get("ignoreOutliers") is True
    return local
