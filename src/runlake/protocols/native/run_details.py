"""A run with its documents, as its page shows it."""

from typing import Any

from runlake.model import Run
from runlake.products.runs import json_safe, parse_document, unwrapped_config, user_summary
from runlake.protocols.native.run_rows import run_row


def run_details(run: Run) -> dict[str, Any]:
    """The row, config and summary without the client's wrapping, and what the client found out about its machine."""
    system = _system(run)
    git = _object(system, "git")
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
    environments = _object(_object(_object(parse_document(run.config_json), "_wandb"), "value"), "e")
    known = [item for item in environments.values() if isinstance(item, dict)]
    return max(known, key=lambda item: str(item.get("startedAt", "")), default={})


def _command(run: Run, system: dict[str, Any]) -> str | None:
    program = run.program or system.get("program")
    arguments = system.get("args")
    listed = [str(item) for item in arguments] if isinstance(arguments, list) else []
    return str(json_safe(" ".join(["python", str(program), *listed]))) if program else None


def _object(document: dict[str, Any], key: str) -> dict[str, Any]:
    value = document.get(key)
    return value if isinstance(value, dict) else {}
