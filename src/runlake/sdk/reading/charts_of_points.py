"""Charts of metrics that are asked for by name, in a few numbers each."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.chart import MOST_LINES, Line, chart

_BUCKETS = 300
_MOST_METRICS = 12
_LAST_STEP = 2.0**63


def charts_of(asker: Asker, path: str, run_ids: Sequence[str], asked: Mapping[str, Any]) -> str:
    """Charts as HTML, at most twelve, of the first ten runs; empty when there is nothing to draw.

    `path` and `asked` are those of whole points. Of some ranks alone there is no chart.
    """
    shown = list(run_ids[:MOST_LINES])
    if "ranks" in asked or not shown:
        return ""
    route = path.removesuffix("/arrow")
    names = asked["metrics"] or _names(asker, route, shown, asked["source"])
    first, last = asked.get("first_step"), asked.get("last_step")
    body: dict[str, Any] = {"runs": shown, "metrics": names[:_MOST_METRICS], "buckets": _BUCKETS}
    body["source"] = asked["source"]
    if first is not None or last is not None:
        body["range"] = [-_LAST_STEP if first is None else first, _LAST_STEP if last is None else last]
    series = asker.ask("POST", route, body)["series"] if body["metrics"] else []
    found = {name: [_line(each) for each in series if each["metric"] == name] for name in body["metrics"]}
    charts = [chart(name, lines) for name, lines in found.items() if lines]
    hidden = (len(names) - len(body["metrics"]), len(run_ids) - len(shown))
    return "".join(charts) + (_more(*hidden) if charts and any(hidden) else "")


def _names(asker: Asker, route: str, run_ids: Sequence[str], source: str) -> list[str]:
    listed = asker.ask(
        "GET", f"{route.removesuffix('/points')}/metrics?runs={quote(','.join(run_ids))}&source={source}"
    )
    return sorted(row["name"] for row in listed["metrics"] if row["kind"] == "number" and row["name"][0] != "_")


def _line(series: Mapping[str, Any]) -> Line:
    mean = series["mean"]
    return Line(series["run_id"], series["x"], series.get("min", mean), mean, series.get("max", mean))


def _more(metrics: int, runs: int) -> str:
    parts = [f"{count:,} more {what}" for count, what in ((metrics, "metrics"), (runs, "runs")) if count]
    return f"<div>{' and '.join(parts)}</div>"
