"""wandb's inputs → the products' inputs, and the model → nodes of the schema. Pure.

A node is a mapping from field names to values that cost nothing; fields that cost a look-up have resolvers.
"""

import json
from collections.abc import Mapping
from typing import Any

import orjson

from runlake.errors import InvalidInput
from runlake.model import Principal, Project, Role, Run, RunState, Visibility
from runlake.products.files import RunFile
from runlake.products.runs import RunUpsert
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id

DEFAULT_PROJECT = "uncategorized"
_FORBIDDEN_RUN_ID_CHARS = frozenset(":;,#?/'")
_MAX_RUN_ID_CHARS = 256
_ACCESS = {
    Visibility.PRIVATE: "PRIVATE",
    Visibility.RESTRICTED: "RESTRICTED",
    Visibility.SHARED_READ: "USER_READ",
    Visibility.SHARED_WRITE: "USER_WRITE",
}
_VISIBILITY = {access: visibility for visibility, access in _ACCESS.items()}


class Node(dict[str, Any]):
    """Values of a schema object's fields."""


class ProjectNode(Node):
    """A project, and who looks at it."""

    project: Project


class RunNode(Node):
    """A run and its project."""

    run: Run
    project: Project


class FileNode(Node):
    """A file, its run and its project."""

    run: Run
    project: Project


def project_node(project: Project, viewer: Principal) -> ProjectNode:
    """The fields of `Project` that cost nothing."""
    node = ProjectNode(
        id=encode_id("Project", project.project_id),
        internalId=encode_id("ProjectInternalId", project.project_id),
        name=project.name,
        entityName=project.entity_name,
        description=project.description,
        createdAt=project.created_at,
        updatedAt=project.updated_at,
        isBenchmark=False,
        access=_ACCESS[project.visibility],
        readOnly=is_read_only(project, viewer),
        allowAllArtifactTypesInRegistry=project.allows_all_types,
    )
    node.project = project
    return node


def run_node(run: Run, project: Project, viewer: Principal) -> RunNode:
    """The fields of `Run` that cost nothing."""
    node = RunNode(
        id=encode_id("Run", run.run_number),
        projectId=run.project_id,
        name=run.run_id,
        displayName=run.display_name,
        description=run.description,
        notes=run.notes,
        state=run.state.value,
        tags=list(run.tags),
        group=run.group,
        jobType=run.job_type,
        commit=run.commit,
        sweepName=run.sweep,
        host=run.host,
        readOnly=is_read_only(project, viewer),
        createdAt=run.created_at,
        updatedAt=run.updated_at,
        heartbeatAt=run.heartbeat_at,
        config=run.config_json,
        summaryMetrics=run.summary_json,
        stopped=run.stop_requested,
        shouldStop=run.stop_requested,
        failed=run.state in (RunState.FAILED, RunState.CRASHED),
        running=run.state.is_live,
        exitcode=run.exit_code,
    )
    node.run = run
    node.project = project
    return node


def file_node(owner: RunNode, file: RunFile) -> FileNode:
    """The fields of `File` that cost nothing; `md5` is base64."""
    return _file_node(
        owner,
        id=encode_id("File", file.file_id),
        name=file.name,
        displayName=file.name,
        sizeBytes=file.size_bytes,
        mimetype=file.mimetype,
        updatedAt=file.updated_at,
        md5=file.md5,
        digest=file.md5,
    )


def missing_file_node(owner: RunNode, name: str) -> FileNode:
    """What stands for a file that was asked for by name and is not there. Source: protocol notes 5.4."""
    return _file_node(
        owner, id=encode_id("MissingFile", name), name=name, displayName=name, sizeBytes=0, updatedAt=None, md5="0"
    )


def _file_node(owner: RunNode, **fields: Any) -> FileNode:
    node = FileNode(fields)
    node.run, node.project = owner.run, owner.project
    return node


def is_read_only(project: Project, viewer: Principal) -> bool:
    """True when the viewer may look but not touch."""
    role = project.role_of(viewer)
    return role is None or role < Role.MEMBER


def run_upsert(given: Mapping[str, Any]) -> RunUpsert:
    """An `UpsertBucketInput`: null means "leave unchanged". Raises InvalidInput."""
    run_id = given.get("name")
    return RunUpsert(
        run_id=None if run_id is None else checked_run_id(run_id),
        run_number=None if given.get("id") is None else decode_number(given["id"], "Run"),
        display_name=given.get("displayName"),
        notes=given.get("notes"),
        tags=None if given.get("tags") is None else tuple(given["tags"]),
        group=given.get("groupName"),
        job_type=given.get("jobType"),
        description=given.get("description"),
        config_json=_checked_object("config", given.get("config")),
        summary_json=_checked_object("summaryMetrics", given.get("summaryMetrics")),
        commit=given.get("commit"),
        host=given.get("host"),
        program=given.get("jobProgram"),
        repo=given.get("jobRepo"),
        sweep=given.get("sweep"),
        state=_state_to_begin_with(given.get("state")),
    )


def checked_run_id(run_id: str) -> str:
    """The id, if the client's own rules allow it. Source: protocol notes 3.2."""
    if not run_id or run_id.strip() != run_id or _FORBIDDEN_RUN_ID_CHARS & set(run_id) or not run_id.isprintable():
        raise InvalidInput(f"{run_id!r:.80} is not a run id: it may not be empty, padded, or have any of : ; , # ? / '")
    if len(run_id) > _MAX_RUN_ID_CHARS or run_id in (".", ".."):
        raise InvalidInput(f"{run_id!r:.80} is not a run id: at most {_MAX_RUN_ID_CHARS} characters, no dots alone")
    return run_id


def _state_to_begin_with(text: str | None) -> RunState | None:
    """Runs are made running or pending; other states come by what happens to them."""
    state = None if text is None else parse_state(text)
    if state not in (None, RunState.RUNNING, RunState.PENDING):
        raise InvalidInput(f"a run cannot be made {state}: use running or pending")
    return state


def parse_state(text: str) -> RunState:
    """A state by its lower-case name. Raises InvalidInput."""
    try:
        return RunState(text.lower())
    except ValueError as error:
        raise InvalidInput(f"{text!r:.40} is not a run state: use one of {', '.join(RunState)}") from error


def parse_access(access: str | None) -> Visibility | None:
    """wandb's project access → a visibility; None leaves it as it is. Raises InvalidInput."""
    if not access:
        return None
    if access not in _VISIBILITY:
        raise InvalidInput(f"{access!r:.40} is not an access: use one of {', '.join(_VISIBILITY)}")
    return _VISIBILITY[access]


def wandb_config(config_json: str, keys: list[str] | None) -> str:
    """The named parts of the reserved config entry `_wandb`, as JSON text; all of them when `keys` is None."""
    try:
        reserved = json.loads(config_json or "{}").get("_wandb", {}).get("value", {})
    except (ValueError, AttributeError, RecursionError):
        return "{}"
    if not isinstance(reserved, dict):
        return "{}"
    return json.dumps({key: value for key, value in reserved.items() if keys is None or key in keys})


def json_lines(rows: list[dict[str, Any]]) -> list[str]:
    """Rows as JSON lines. Bare NaN tokens are right here: the client parses these strings itself."""
    return [_json_line(row) for row in rows]


def _json_line(row: Mapping[str, Any]) -> str:
    """The fast writer says null for what is not finite, and takes no integers past 64 bits."""
    try:
        line = orjson.dumps(row).decode()
    except TypeError:
        line = "null"
    return json.dumps(row, separators=(",", ":"), ensure_ascii=False) if "null" in line else line


def tail(row: Mapping[str, Any] | None) -> str:
    """A JSON array of strings: the last row as a JSON line, or nothing."""
    return json.dumps([] if row is None else json_lines([dict(row)]))


def _checked_object(name: str, text: str | None) -> str | None:
    if text is None:
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"{name} is not valid JSON: {error}") from error
    if not isinstance(document, dict):
        raise InvalidInput(f"{name} must be a JSON object, found {text:.40}")
    return text
