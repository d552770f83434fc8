"""Runs in a folder `mlruns`. Source: MLflow, `mlflow/store/tracking/file_store.py`."""

from collections.abc import Iterator
from pathlib import Path

from runlake.errors import UsageError
from runlake.sdk.importing.imported import ImportedRun
from runlake.sdk.importing.mlflow_terms import Point, config_of, rows_of, run_of


def folder_runs(folder: Path) -> Iterator[ImportedRun]:
    """The runs of a folder `mlruns`. Raises UsageError when there are none."""
    metas = sorted(folder.glob("*/*/meta.yaml")) or sorted(folder.glob("mlruns/*/*/meta.yaml"))
    if not metas:
        raise UsageError(f"{folder} holds no runs of MLflow: name the folder `mlruns`, or the address of a server")
    for meta in metas:
        facts, experiment = _yaml(meta), _yaml(meta.parent.parent / "meta.yaml")
        if meta.parent.parent.name == ".trash" or facts.get("lifecycle_stage") == "deleted":
            continue
        run_id = str(facts.get("run_id") or meta.parent.name)
        run = run_of(run_id, str(experiment.get("name") or "mlflow"), facts, _texts(meta.parent / "tags", folder))
        run.config = config_of(_texts(meta.parent / "params", folder))
        run.rows = rows_of(_points(meta.parent / "metrics", folder))
        run.files = [(f"artifacts/{name}", file) for name, file in _files(meta.parent / "artifacts", folder)]
        yield run


def _yaml(file: Path) -> dict[str, str]:
    """The flat `name: value` lines that MLflow writes; quotes go."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return {}
    pairs = (line.partition(": ") for line in lines if ": " in line and not line.startswith((" ", "-")))
    return {key: value.strip("'\" ") for key, _, value in pairs if value.strip() not in ("null", "''")}


def _texts(folder: Path, root: Path) -> dict[str, str]:
    return {name: file.read_text(errors="replace") for name, file in _files(folder, root)}


def _points(folder: Path, root: Path) -> dict[str, list[Point]]:
    """A file for each metric, a line for each point: time, value, step."""
    found: dict[str, list[Point]] = {}
    for metric, text in _texts(folder, root).items():
        cells = [line.split() for line in text.splitlines() if line.strip()]
        found[metric] = [(int(cell[2]) if len(cell) > 2 else 0, int(cell[0]), float(cell[1])) for cell in cells]
    return found


def _files(folder: Path, root: Path) -> Iterator[tuple[str, Path]]:
    """Files below a folder by their names; not those that lie outside of `root`, where a link may lead."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.resolve().is_relative_to(root.resolve()):
            yield path.relative_to(folder).as_posix(), path
