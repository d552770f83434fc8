"""Bodies of the typed `/v2` API: operations, models, data sets, scorers, evaluations and their runs.

Source: the schemas of weave 0.54.0's generated client.
"""

from typing import Any

from msgspec import Struct

from runlake.protocols.weave.call_wire import Json


class NewOp(Struct):
    """An operation by its source text."""

    name: str | None = None
    source_code: str | None = None


class NewModel(Struct):
    """A model by its source text; `attributes` are further members of its value."""

    name: str
    source_code: str
    attributes: Json | None = None
    description: str | None = None


class NewDataset(Struct):
    """A data set with its rows."""

    rows: list[Json]
    name: str | None = None
    description: str | None = None


class NewScorer(Struct):
    """A scorer by the source text of its operation."""

    name: str
    op_source_code: str
    description: str | None = None


class NewEvaluation(Struct):
    """An evaluation: `dataset` and `scorers` are references."""

    name: str
    dataset: str
    scorers: list[str] | None = None
    trials: int = 1
    description: str | None = None
    evaluation_name: str | None = None
    eval_attributes: Json | None = None


class NewEvaluationRun(Struct):
    """One pass of an evaluation over a model; both are references."""

    evaluation: str
    model: str
    source_evaluation_run_id: str | None = None


class FinishedRun(Struct):
    """What a run sums up to, beside the means of its scores."""

    summary: Json | None = None


class NewPrediction(Struct):
    """What a model made of some inputs."""

    model: str
    inputs: Json
    output: Any
    evaluation_run_id: str | None = None
    genai_span_ref: list[Json] | None = None


class NewScore(Struct):
    """What a scorer made of a prediction."""

    prediction_id: str
    scorer: str
    value: Any
    evaluation_run_id: str | None = None


class Nothing(Struct):
    """A body that says nothing."""
