"""A run with its documents, as its page shows it."""

from typing import Any

from typing_extensions import TypedDict

from runlake.model import Run
from runlake.products.runs import json_safe, unwrapped_config, user_summary
from runlake.protocols.native.runs.run_environments import environments_of
from runlake.protocols.native.runs.run_rows import RunBranch, RunRow, run_row


class LineCounts(TypedDict):
    """Lines of each of a run's streams."""

    history: int
    events: int
    console: int


class RunFacts(TypedDict):
    """How much a run has logged. `last_step` is null without history."""

    point_count: int
    last_step: int | None
    line_counts: LineCounts


class RunGit(TypedDict):
    """The repository that the run's code was in."""

    remote: str | None
    commit: str | None


class RunDocuments(RunRow):
    """A run with its config, its summary and what the client found out about its machine."""

    config: dict[str, Any]
    summary: dict[str, Any]
    system: dict[str, Any]
    command: str | None
    git: RunGit
    description: str | None
    exit_code: int | None
    segment: int


class RunDetail(RunDocuments, RunFacts):
    """All of a run that its page shows."""

    branch: RunBranch | None


class OneRun(TypedDict):
    """One run."""

    run: RunDetail


def run_details(run: Run) -> RunDocuments:
    """The row, config and summary without the client's wrapping, and what the client found out about its machine."""
    system = _system(run)
    git = system.get("git")
    git = git if isinstance(git, dict) else {}
    return {
        **run_row(run),
        "config": json_safe(unwrapped_config(run.config_json)),
        "summary": json_safe(user_summary(run.summary_json)),
        "system": json_safe({key: item for key, item in system.items() if key != "git"}),
        "command": _command(run, system),
        "git": json_safe({"remote": run.repo or git.get("remote"), "commit": run.commit or git.get("commit")}),
        "description": run.description,
        "exit_code": run.exit_code,
        "segment": run.segment,
    }


def _system(run: Run) -> dict[str, Any]:
    """The environment of the process that wrote last; a run may have had several."""
    return max(environments_of(run).values(), key=lambda item: str(item.get("startedAt", "")), default={})


def _command(run: Run, system: dict[str, Any]) -> str | None:
    program = run.program or system.get("program")
    arguments = system.get("args")
    listed = [str(item) for item in arguments] if isinstance(arguments, list) else []
    return str(json_safe(" ".join(["python", str(program), *listed]))) if program else None
