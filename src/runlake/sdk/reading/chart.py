"""A chart for notebooks: an SVG that needs no script and fits light and dark pages. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

Values = Sequence[float | None]

_WIDTH, _HEIGHT = 360, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 8, 24, 20
_COLORS = ("#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#b07aa1", "#76b7b2", "#edc948", "#9c755f", "#ff9da7", "#8a8a8a")
MOST_LINES = len(_COLORS)


@dataclass(frozen=True, slots=True)
class Line:
    """A series in buckets, columns of equal length: None where a bucket has no finite value."""

    label: str
    x: Sequence[float]
    low: Values
    mean: Values
    high: Values


def chart(title: str, lines: Sequence[Line]) -> str:
    """Means as lines over the least and greatest as areas; with a legend when there are several lines."""
    place = _Place(lines)
    drawn = "".join(_drawn(line, place, color) for line, color in zip(lines, _COLORS, strict=False))
    named = f'<text x="{_LEFT}" y="15" font-weight="bold">{escape(title)}</text>'
    shape = f'width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img"'
    style = 'font-family="sans-serif" font-size="11" fill="currentColor"'
    picture = f'<svg {shape} aria-label="{escape(title)}" {style}>{named}{place.axes()}{drawn}</svg>'
    return f'<div style="display:inline-block;vertical-align:top;margin:4px">{picture}{_legend(lines)}</div>'


class _Place:
    """From values to the picture's points."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._x = _span([x for line in lines for x in line.x])
        self._y = _span([y for line in lines for y in (*line.low, *line.high) if y is not None])

    def of(self, x: float, y: float) -> str:
        across = (x - self._x[0]) / (self._x[1] - self._x[0])
        up = (y - self._y[0]) / (self._y[1] - self._y[0])
        width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        return f"{_LEFT + across * width:.1f},{_HEIGHT - _BOTTOM - up * height:.1f}"

    def axes(self) -> str:
        """The frame, with the least and greatest of both axes."""
        bottom, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT
        frame = f'<path d="M{_LEFT},{_TOP}V{bottom}H{right}" fill="none" stroke="currentColor" opacity="0.4"/>'
        places = (
            (self._y[1], _LEFT - 4, _TOP + 8, "end"),
            (self._y[0], _LEFT - 4, bottom, "end"),
            (self._x[0], _LEFT, _HEIGHT - 6, "start"),
            (self._x[1], right, _HEIGHT - 6, "end"),
        )
        return frame + "".join(
            f'<text x="{x}" y="{y}" text-anchor="{anchor}" opacity="0.7">{value:.4g}</text>'
            for value, x, y, anchor in places
        )


def _drawn(line: Line, place: _Place, color: str) -> str:
    columns = zip(line.x, line.low, line.mean, line.high, strict=True)
    whole = [(x, low, mean, high) for x, low, mean, high in columns if None not in (low, mean, high)]
    upper = [place.of(x, high) for x, _, _, high in whole if high is not None]
    lower = [place.of(x, low) for x, low, _, _ in whole if low is not None]
    middle = [place.of(x, mean) for x, _, mean, _ in whole if mean is not None]
    area = f'<polygon points="{" ".join((*upper, *reversed(lower)))}" fill="{color}" opacity="0.2"/>'
    if len(middle) == 1:
        x, _, y = middle[0].partition(",")
        return f'<circle cx="{x}" cy="{y}" r="2.5" fill="{color}"/>'
    return f'{area}<polyline points="{" ".join(middle)}" fill="none" stroke="{color}" stroke-width="1.5"/>'


def _legend(lines: Sequence[Line]) -> str:
    if len(lines) < 2:
        return ""
    entries = (
        f'<span style="color:{color}">●</span> {escape(line.label)}'
        for line, color in zip(lines, _COLORS, strict=False)
    )
    return f'<div style="font-size:11px;max-width:{_WIDTH}px">{" &nbsp; ".join(entries)}</div>'


def _span(values: Sequence[float]) -> tuple[float, float]:
    """The least and greatest; never the same."""
    finite = [value for value in values if math.isfinite(value)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    return (low, high) if high > low else (low - 0.5, low + 0.5)
