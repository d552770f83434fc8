"""How a run shows itself in a notebook: its page, its state, and how its metrics went so far."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from struct import Struct

from runlake.sdk.journal import file_numbers, file_path
from runlake.wire import HISTORY, ROW_HEAD, FrameDamaged, Kind, ShapeRecord, decode_record, read_frames

_MOST_METRICS = 12
_MOST_POINTS = 100
_WIDTH, _HEIGHT = 120, 20


def run_html(title: str, url: str | None, state: str, told: str, journal: Path) -> str:
    """The run as HTML; whatever users wrote in it stays text. `journal` gives what is not sent and deleted yet."""
    name = f'<a href="{escape(url)}" target="_blank" rel="noopener">{escape(title)}</a>' if url else escape(title)
    lines = [_line(metric, values) for metric, values in list(_series_of(journal).items())[:_MOST_METRICS]]
    table = f"<table>{''.join(lines)}</table>" if lines else ""
    return f"<div><strong>{name}</strong> · {escape(state)} · {escape(told)}{table}</div>"


def sparkline(values: Sequence[float]) -> str:
    """The finite ones of the values as a small line, an SVG; at most 100 points, evenly chosen, the last among them."""
    finite = [value for value in values if math.isfinite(value)]
    step = max(1, math.ceil(len(finite) / _MOST_POINTS))
    shown = finite[::-1][::step][::-1]
    if not shown:
        return ""
    least, span = min(shown), (max(shown) - min(shown)) or 1.0
    across = _WIDTH / max(1, len(shown) - 1)
    points = " ".join(
        f"{place * across:.1f},{_HEIGHT - 1 - (value - least) / span * (_HEIGHT - 2):.1f}"
        for place, value in enumerate(shown)
    )
    line = f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
    return f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="{len(finite)} points">{line}</svg>'


def _line(metric: str, values: Sequence[float]) -> str:
    return f"<tr><td>{escape(metric)}</td><td>{sparkline(values)}</td><td>{values[-1]:.6g}</td></tr>"


def _series_of(journal: Path) -> Mapping[str, list[float]]:
    """Metric → its values in the journal's last file, as `log` wrote them."""
    series: dict[str, list[float]] = {}
    try:
        content = memoryview(file_path(journal, file_numbers(journal)[-1]).read_bytes())
    except (OSError, IndexError):  # sent and deleted
        return series
    shapes: dict[int, tuple[tuple[str, ...], Struct]] = {}
    try:
        for kind, start, end in read_frames(content):
            if kind == Kind.SHAPE:
                shape = decode_record(bytes(content[start:end]), ShapeRecord)
                metrics = tuple(shape.metrics) if shape.source == HISTORY else ()
                shapes[shape.shape] = metrics, Struct(f"<{len(metrics)}d")
            elif kind == Kind.ROW:
                metrics, layout = shapes[ROW_HEAD.unpack_from(content, start)[0]]
                for metric, value in zip(metrics, layout.unpack_from(content, start + ROW_HEAD.size), strict=True):
                    series.setdefault(metric, []).append(value)
    except (FrameDamaged, KeyError):  # what is being written this moment
        return series
    return series
