"""`runlake import`: runs of TensorBoard, wandb and MLflow become runs here."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from runlake.cli.options import AsJson
from runlake.cli.output import harmless, print_json, print_line
from runlake.cli.reading.places import Url, api_of, project_or_default

if TYPE_CHECKING:
    from runlake.sdk.importing import ImportedRun, Outcome

app = typer.Typer(help="Take over runs of TensorBoard, wandb and MLflow. May be repeated.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, show_default=False)]
ToProject = Annotated[
    str | None,
    typer.Option(
        "--project", "-p", help="Project, or entity/project, for all of them.", envvar=None, show_default=False
    ),
]


@app.command("tensorboard")
def tensorboard(folder: Folder, project: ToProject = None, url: Url = None, as_json: AsJson = False) -> None:
    """Event files of TensorBoard: each folder below DIR that holds some is a run."""
    from runlake.sdk.importing.tensorboard import tensorboard_runs

    _import(tensorboard_runs(folder), project, url, as_json=as_json)


@app.command("wandb")
def wandb(
    place: Annotated[
        str, typer.Argument(metavar="DIR|URL", help="A folder, or https://host/entity/project.", show_default=False)
    ],
    project: ToProject = None,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """Folders that wandb wrote, `offline-run-…` and `run-…`, in or below DIR; or a project of a server."""
    from runlake.sdk.importing.wandb_folders import wandb_runs
    from runlake.sdk.importing.wandb_server import wandb_server_runs

    runs = wandb_server_runs(place) if _is_server(place) else wandb_runs(Path(place))
    _import(runs, project, url, as_json=as_json)


@app.command("mlflow")
def mlflow(
    place: Annotated[str, typer.Argument(metavar="DIR|URL", help="A folder mlruns, or a server.", show_default=False)],
    project: ToProject = None,
    url: Url = None,
    as_json: AsJson = False,
) -> None:
    """A folder `mlruns`, or all runs of an MLflow server."""
    from runlake.sdk.importing.mlflow_folder import folder_runs
    from runlake.sdk.importing.mlflow_server import server_runs

    runs = server_runs(place.rstrip("/")) if _is_server(place) else folder_runs(Path(place))
    _import(runs, project, url, as_json=as_json)


def _is_server(place: str) -> bool:
    return place.startswith(("http://", "https://"))


def _import(runs: "Iterable[ImportedRun]", project: str | None, url: str | None, *, as_json: bool) -> None:
    from runlake.sdk.importing import send_run

    api, outcomes = api_of(url), []
    for run in runs:
        entity, _, name = (project or run.project or project_or_default(None)).rpartition("/")
        outcome = send_run(api.asker, entity or api.entity, name, run)
        outcomes.append(outcome)
        if not as_json:
            print_line(harmless(_sentence(outcome)))
    if as_json:
        print_json({"runs": [asdict(outcome) for outcome in outcomes]})
    else:
        print_line(_sum(outcomes))


def _sentence(outcome: "Outcome") -> str:
    taken = f"{outcome.rows:,} rows, {outcome.metrics:,} metrics, {outcome.files:,} files"
    text = f"{outcome.project}/{outcome.run_id}: {taken}"
    text += ", was there: rows that it has are not added again" if outcome.was_there else ""
    return f"{text}; not taken: {_listed(outcome.left_out)}" if outcome.left_out else text


def _sum(outcomes: "list[Outcome]") -> str:
    left_out: Counter[str] = Counter()
    for outcome in outcomes:
        left_out.update(outcome.left_out)
    text = f"{len(outcomes)} runs, {sum(outcome.values for outcome in outcomes):,} values"
    return f"{text}; not taken: {_listed(left_out)}" if left_out else text


def _listed(left_out: "dict[str, int] | Counter[str]") -> str:
    return ", ".join(f"{count:,} {what}" for what, count in sorted(left_out.items()))
