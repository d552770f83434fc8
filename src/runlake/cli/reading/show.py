"""`runlake show` and `runlake watch`: one run, now or as it goes on."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from runlake.cli.options import AsJson
from runlake.cli.output import print_json
from runlake.cli.reading.places import Project, RunPath, Url, find_run

if TYPE_CHECKING:
    from runlake.sdk.reading import RunView

_WIDTH = 48


def show(
    run: RunPath,
    metric: Annotated[list[str] | None, typer.Option("--metric", "-m", help="Only these metrics.", envvar=None)] = None,
    project: Project = None,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """Print a run: its state, config, summary, and how its metrics went."""
    found = find_run(run, url, project)
    if as_json:
        print_json(_document(found, metric))
        return
    from rich.console import Console

    from runlake.cli.reading.run_picture import picture

    Console(highlight=False, soft_wrap=True).print(picture(found, found.metric_shapes(metric, buckets=_WIDTH)))


def watch(
    run: RunPath,
    metric: Annotated[list[str] | None, typer.Option("--metric", "-m", help="Only these metrics.", envvar=None)] = None,
    every_s: Annotated[
        float, typer.Option("--every", min=0.1, help="Redraw at most so often, in seconds.", envvar=None)
    ] = 1.0,
    project: Project = None,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """Show a run as it goes on, redrawn in place, until it ends. With --json a line for each change."""
    found = find_run(run, url, project)
    if as_json:
        for _ in _changes(found, every_s):
            print_json(_document(found, metric), indent=None)
        return
    from rich.console import Console
    from rich.live import Live

    from runlake.cli.reading.run_picture import picture

    with Live(console=Console(highlight=False), auto_refresh=False, vertical_overflow="visible") as live:
        for _ in _changes(found, every_s):
            live.update(picture(found, found.metric_shapes(metric, buckets=_WIDTH)), refresh=True)


def _changes(run: "RunView", every_s: float) -> Iterator[None]:
    """Once at first, then whenever the run has changed, its last state included."""
    yield
    if run.has_ended:
        return
    for _ in run.changes(every_s=every_s):
        run.refresh()
        yield
        if run.has_ended:
            return


def _document(run: "RunView", metrics: list[str] | None) -> dict[str, Any]:
    shapes = run.metric_shapes(metrics, buckets=_WIDTH)
    return {**run.facts, "url": run.url, "metrics": [shape.as_json() for shape in shapes]}
