"""A run as it is printed: facts, config, summary, and a line for each metric."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from runlake.cli.output import harmless
from runlake.cli.reading.runs import shown, span_of
from runlake.cli.reading.sparklines import sparkline
from runlake.sdk.reading import MetricShape, RunView

if TYPE_CHECKING:
    from rich.console import RenderableType

_LONGEST = 80


def picture(run: RunView, shapes: Sequence[MetricShape]) -> "RenderableType":
    """What `show` prints and `watch` draws again."""
    from rich.console import Group
    from rich.markup import escape

    color = {"running": "blue", "finished": "green", "failed": "red", "crashed": "red"}.get(run.state, "yellow")
    head = (
        f"[bold]{escape(harmless(run.name))}[/bold]  [{color}]{escape(run.state)}[/{color}]  {span_of(run.duration_s)}"
    )
    facts = [run.path, *(f"#{tag}" for tag in run.tags), run.url]
    parts: list[RenderableType] = [head, escape(harmless("  ".join(facts)))]
    parts += [_section("config", run.config), _section("summary", run.summary), _metrics(shapes)]
    return Group(*parts)


def _section(title: str, values: Mapping[str, Any]) -> "RenderableType":
    table = _table(title)
    for name, value in sorted(values.items()):
        if not name.startswith("_"):
            table.add_row(_cell(name), _cell(shown(value)))
    return table if table.row_count else ""


def _metrics(shapes: Sequence[MetricShape]) -> "RenderableType":
    table = _table("metrics")
    for shape in shapes:
        least, greatest = (shown(float(value)) if value is not None else "–" for value in (shape.least, shape.greatest))
        table.add_row(_cell(shape.metric), sparkline(shape.means), f"{least} … {greatest}", f"{shape.points:,} points")
    return table if table.row_count else ""


def _table(title: str) -> Any:
    from rich.table import Table

    return Table(
        box=None, show_header=False, title=f"\n{title}", title_justify="left", title_style="bold", pad_edge=False
    )


def _cell(text: str) -> str:
    from rich.markup import escape

    return escape(harmless(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"))
