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
    from runlake.sdk.importing import ImportedRun, ImportedVersion, Outcome, VersionOutcome

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
    from runlake.sdk.importing.wandb_server_artifacts import wandb_server_versions

    if _is_server(place):
        _import(wandb_server_runs(place), project, url, versions=wandb_server_versions(place), as_json=as_json)
    else:
        _import(wandb_runs(Path(place)), project, url, as_json=as_json)


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


def _import(
    runs: "Iterable[ImportedRun]",
    project: str | None,
    url: str | None,
    *,
    versions: "Iterable[ImportedVersion]" = (),
    as_json: bool,
) -> None:
    """First the runs, then the versions that they logged and used."""
    from runlake.sdk.importing import send_run, send_version

    api = api_of(url)

    def place_of(own: str | None) -> tuple[str, str]:
        entity, _, name = (project or own or project_or_default(None)).rpartition("/")
        return entity or api.entity, name

    def say(text: str, outcome: "Outcome | VersionOutcome") -> None:
        if not as_json:
            print_line(harmless(text + _not_taken(outcome.left_out)))

    runs_sent, versions_sent = [], []
    for run in runs:
        runs_sent.append(send_run(api.asker, *place_of(run.project), run))
        say(_run_told(runs_sent[-1]), runs_sent[-1])
    for version in versions:
        versions_sent.append(send_version(api.asker, *place_of(version.project), version))
        say(_version_told(versions_sent[-1]), versions_sent[-1])
    if as_json:
        print_json(
            {"runs": [asdict(each) for each in runs_sent], "artifacts": [asdict(each) for each in versions_sent]}
        )
    else:
        print_line(_sum(runs_sent, versions_sent))


def _version_told(outcome: "VersionOutcome") -> str:
    name = f"{outcome.project}/{outcome.collection}" + (f":{outcome.version}" if outcome.version else "")
    return (
        f"{name}: was there" if outcome.was_there else f"{name}: {outcome.files:,} files, {outcome.size_bytes:,} bytes"
    )


def _run_told(outcome: "Outcome") -> str:
    taken = f"{outcome.rows:,} rows, {outcome.metrics:,} metrics, {outcome.files:,} files"
    text = f"{outcome.project}/{outcome.run_id}: {taken}"
    return text + (", was there: rows that it has are not added again" if outcome.was_there else "")


def _sum(runs: "list[Outcome]", versions: "list[VersionOutcome]") -> str:
    left_out: Counter[str] = Counter()
    for each in [*(run.left_out for run in runs), *(version.left_out for version in versions)]:
        left_out.update(each)
    text = f"{len(runs)} runs, {sum(run.values for run in runs):,} values"
    text += f", {len(versions):,} versions of artifacts" if versions else ""
    return text + _not_taken(left_out)


def _not_taken(left_out: "dict[str, int] | Counter[str]") -> str:
    listed = ", ".join(f"{count:,} {what}" for what, count in sorted(left_out.items()))
    return f"; not taken: {listed}" if listed else ""
