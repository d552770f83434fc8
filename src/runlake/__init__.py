"""Runlake: one self-hosted platform for the whole life of an AI model.

import runlake

with runlake.init(project="digits", config={"lr": 0.1}) as run:
    for step in range(100):
        run.log({"loss": 1 / (step + 1)})
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runlake.errors import UsageError
    from runlake.sdk import Run, init
    from runlake.sdk.artifacts.artifact import Artifact
    from runlake.sdk.evaluation import Dataset, Evaluation, EvaluationResult, evaluate, scorer
    from runlake.sdk.media import Audio, Figure, Histogram, Html, Image, Object3D, Table, Text, Video
    from runlake.sdk.objects import Prompt, prompt
    from runlake.sdk.reading import Api, spans, sql
    from runlake.sdk.tracing import Span, autolog, current_span, init_tracing, session, trace
    from runlake.sdk.watching import histograms

__version__ = "0.1.0"

_HOMES = {
    "Api": "runlake.sdk.reading",
    "Artifact": "runlake.sdk.artifacts.artifact",
    "Audio": "runlake.sdk.media",
    "Dataset": "runlake.sdk.evaluation",
    "Evaluation": "runlake.sdk.evaluation",
    "EvaluationResult": "runlake.sdk.evaluation",
    "Figure": "runlake.sdk.media",
    "Histogram": "runlake.sdk.media",
    "Html": "runlake.sdk.media",
    "Image": "runlake.sdk.media",
    "Object3D": "runlake.sdk.media",
    "Prompt": "runlake.sdk.objects",
    "Run": "runlake.sdk",
    "Span": "runlake.sdk.tracing",
    "Table": "runlake.sdk.media",
    "Text": "runlake.sdk.media",
    "UsageError": "runlake.errors",
    "Video": "runlake.sdk.media",
    "autolog": "runlake.sdk.tracing",
    "current_span": "runlake.sdk.tracing",
    "evaluate": "runlake.sdk.evaluation",
    "histograms": "runlake.sdk.watching",
    "init": "runlake.sdk",
    "init_tracing": "runlake.sdk.tracing",
    "prompt": "runlake.sdk.objects",
    "scorer": "runlake.sdk.evaluation",
    "session": "runlake.sdk.tracing",
    "spans": "runlake.sdk.reading",
    "sql": "runlake.sdk.reading",
    "trace": "runlake.sdk.tracing",
}
__all__ = [
    "Api",
    "Artifact",
    "Audio",
    "Dataset",
    "Evaluation",
    "EvaluationResult",
    "Figure",
    "Histogram",
    "Html",
    "Image",
    "Object3D",
    "Prompt",
    "Run",
    "Span",
    "Table",
    "Text",
    "UsageError",
    "Video",
    "__version__",
    "autolog",
    "current_span",
    "evaluate",
    "histograms",
    "init",
    "init_tracing",
    "prompt",
    "scorer",
    "session",
    "spans",
    "sql",
    "trace",
]


def __getattr__(name: str) -> Any:
    """The library is loaded when it is first used: the server and the commands, which are in this package too, do not need it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'runlake' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
