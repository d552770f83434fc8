"""`runInfo`: facts about the process, from the environment that each writer puts into the config. Pure."""

import json
from typing import Any

from runlake.model import Run

_TEXTS = ("program", "os", "python", "colab", "executable", "gpu")


def run_info(run: Run) -> dict[str, Any] | None:
    """The facts of the latest writer; None for a run that no process has started yet."""
    environment = _environment(run.config_json)
    if environment is None:
        return None
    git = environment.get("git")
    return {
        **{name: _text(environment.get(name)) for name in _TEXTS},
        "program": run.program or _text(environment.get("program")),
        "args": [str(arg) for arg in environment.get("args") or []],
        "codeSaved": environment.get("codePath") is not None,
        "cpuCount": _count(environment.get("cpu_count")),
        "gpuCount": _count(environment.get("gpu_count")),
        "git": {"remote": _text(git.get("remote")), "commit": _text(git.get("commit"))}
        if isinstance(git, dict)
        else None,
    }


def _environment(config_json: str) -> dict[str, Any] | None:
    try:
        writers = json.loads(config_json)["_wandb"]["value"]["e"]
        found = max(writers.values(), key=lambda writer: str(writer.get("startedAt", "")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None
