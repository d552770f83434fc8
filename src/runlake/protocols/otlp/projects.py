"""Which project spans belong to. Pure.

The first that is given: the header `x-runlake-project: entity/project`, Weave's header `project_id: entity/project`,
MLflow's header `x-mlflow-experiment-id: 7`, which is the caller's project `mlflow-7`, the resource's `runlake.project` or `wandb.entity` and `wandb.project`, OpenInference's `openinference.project.name`, the
resource's `service.name`, and `traces`. A name without an entity is a project of the caller's own.
"""

from collections.abc import Mapping
from typing import Any

DEFAULT_PROJECT = "traces"
_HEADERS = ("x-runlake-project", "project_id")
_EXPERIMENT_HEADER = "x-mlflow-experiment-id"
_UNNAMED = "unknown_service"
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("/\\#?%:", "-"))

Path = tuple[str | None, str]
"""(entity, project); None is the caller's own entity."""


def path_in_headers(headers: Mapping[str, str]) -> Path | None:
    """The project that the request names."""
    named = next((_path(headers[name]) for name in _HEADERS if headers.get(name, "").strip("/ ")), None)
    experiment = headers.get(_EXPERIMENT_HEADER, "").strip().translate(_NOT_IN_NAMES)[:100]
    return named or ((None, f"mlflow-{experiment}") if experiment else None)


def path_of_resource(resource: Mapping[str, Any]) -> Path:
    """The project that a resource names, or the one for spans whose resource names none."""
    given = _text(resource, "runlake.project")
    if given:
        return _path(given)
    if _text(resource, "wandb.project"):
        return _text(resource, "wandb.entity") or None, _text(resource, "wandb.project")
    service = _text(resource, "service.name")
    named = _text(resource, "openinference.project.name") or ("" if service.startswith(_UNNAMED) else service)
    return None, named.translate(_NOT_IN_NAMES)[:128] or DEFAULT_PROJECT


def _path(text: str) -> Path:
    entity, slash, project = text.strip().strip("/").partition("/")
    return (entity, project) if slash else (None, entity)


def _text(resource: Mapping[str, Any], name: str) -> str:
    value = resource.get(name)
    return value.strip() if isinstance(value, str) else ""
