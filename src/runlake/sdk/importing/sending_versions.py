"""Sends a version of another tracker's artifact. May be repeated: a version that was sent once is known by its key."""

from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory

from runlake.errors import NotFound, UsageError
from runlake.sdk.artifacts.artifact import Artifact
from runlake.sdk.artifacts.cache import has_digest
from runlake.sdk.artifacts.sending import announce, send_artifact
from runlake.sdk.importing.imported_version import ImportedVersion
from runlake.sdk.outbox import Task, Waiting
from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.run_view import run_path

Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class VersionOutcome:
    """A version as it is called here, None when there was nothing to send of it; one that `was_there` is not touched."""

    project: str
    collection: str
    version: str | None
    was_there: bool = False
    files: int = 0
    size_bytes: int = 0
    left_out: dict[str, int] = field(default_factory=dict)


def send_version(asker: Asker, entity: str, project: str, found: ImportedVersion) -> VersionOutcome:
    """Send all of it, and which runs use it; durable on return."""
    place = (entity, project, _run_there(asker, entity, project, found.logged_by))
    key = md5(found.key.encode(), usedforsecurity=False).hexdigest()
    facts = {"description": found.description, "metadata": found.metadata}
    # Neither aliases nor tags: of a version that is there, they may have been changed.
    asked = {"name": found.collection, "type": found.type, "client_id": key, **facts}
    known = asker.patiently(lambda transport: announce(asked, key, transport, place))["version"]
    outcome = (
        VersionOutcome(project, found.collection, known, was_there=True) if known else _send(asker, place, found, key)
    )
    if outcome.version is not None:
        address = {"entity": entity, "project": project, "collection": found.collection, "version": outcome.version}
        for run_id in found.used_by:
            with suppress(NotFound):  # a run that was not imported
                asker.ask("POST", f"{run_path(entity, project, run_id)}/artifacts", address)
    return outcome


def _send(asker: Asker, place: Place, found: ImportedVersion, key: str) -> VersionOutcome:
    with TemporaryDirectory(prefix="runlake-import-") as folder:
        task = _task_of(found, Path(folder))
        if task is None:
            found.left_out["artifacts without files"] += 1
            return VersionOutcome(place[1], found.collection, None, left_out=dict(found.left_out))
        order = {**task.order, "client_id": key}
        waiting = Waiting(task.kind, order, Path(folder), Path(folder), task.size_bytes)
        version = asker.patiently(lambda transport: send_artifact(waiting, transport, place))
        files = len(order["entries"])
    return VersionOutcome(place[1], found.collection, version, False, files, task.size_bytes, dict(found.left_out))


def _task_of(found: ImportedVersion, folder: Path) -> Task | None:
    """The version with its files in `folder`, each under the name that its sender looks for."""
    artifact = Artifact(found.collection, found.type, description=found.description, metadata=found.metadata)
    for number, file in enumerate(found.list_files()):
        if file.reference is not None:
            digest = file.reference_digest or None
            artifact.add_reference(file.reference, file.name, digest=digest, size_bytes=file.size_bytes)
            continue
        path = folder / f"{number}.fetched"
        found.fetch(file.name, path)
        if path.stat().st_size != file.size_bytes or not (file.md5 is None or has_digest(path, file.md5)):
            raise UsageError(f"{file.name!r:.200} of {found.collection} arrived with other bytes: import it again")
        artifact.add_file(path, file.name)
    if not artifact.files:
        return None
    task = artifact.task(found.aliases, found.tags)
    for name, source in task.files.items():
        Path(str(source)).rename(folder / name)
    return task


def _run_there(asker: Asker, entity: str, project: str, run_id: str | None) -> str:
    """The run that logged it, if that was imported."""
    if run_id is None:
        return ""
    try:
        asker.ask("GET", run_path(entity, project, run_id))
    except NotFound:
        return ""
    return run_id
