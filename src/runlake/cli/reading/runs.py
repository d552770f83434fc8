"""`runlake runs`: the runs of a project."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from runlake.cli.options import AsJson
from runlake.cli.output import print_json, print_line, print_table
from runlake.cli.reading.places import Project, Url, api_of, project_or_default

if TYPE_CHECKING:
    from runlake.sdk.reading import RunView

_MOST_COLUMNS = 12


def runs(
    project: Project = None,
    filter: Annotated[
        str | None,
        typer.Option("--filter", "-f", help="For example: config.lr > 0.01 and state == 'finished'", envvar=None),
    ] = None,
    order: Annotated[
        list[str] | None,
        typer.Option("--order", "-o", help="A field, with a minus for the greatest first.", envvar=None),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", "-c", help="A field to show, as config.lr or summary.loss.", envvar=None),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.", envvar=None)] = 20,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """List runs of a project, the newest first."""
    found = api_of(url).runs(project_or_default(project), filter=filter, order=order, limit=limit)
    if as_json:
        print_json([{**run.facts, "url": run.url} for run in found])
        return
    columns = list(column or [])[:_MOST_COLUMNS]
    print_table(("run", "name", "state", "created_at", "duration", *columns), [_row(run, columns) for run in found])
    if not len(found):
        print_line("no runs")


def _row(run: "RunView", columns: list[str]) -> dict[str, object]:
    row: dict[str, object] = {"run": run.run_id, "name": run.name, "state": run.state, "created_at": run.created_at}
    return {**row, "duration": span_of(run.duration_s), **{path: _field(run, path) for path in columns}}


def _field(run: "RunView", path: str) -> object:
    """A leaf of config or summary by its path, a name with dots in it too; None without."""
    head, _, rest = path.partition(".")
    value: Any = {"config": run.config, "summary": run.summary}.get(head)
    if value is None:
        return run.facts.get(path)
    while isinstance(value, dict):
        if rest in value:
            return shown(value[rest])
        name, _, rest = rest.partition(".")
        value = value.get(name)
    return None


def shown(value: object) -> str:
    """A value in as few characters as tell it from its neighbours."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def span_of(seconds: float | None) -> str:
    """A duration as people say it: 42s, 3m 20s, 5h 12m."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h {minutes}m"
    return f"{minutes}m {rest}s" if minutes else f"{rest}s"
