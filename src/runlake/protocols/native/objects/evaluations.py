"""`…/evaluations`: passes of models over data sets, as Weave's clients trace them, and what was scored."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Path, Query
from pydantic import StringConstraints
from typing_extensions import TypedDict

from runlake.errors import NotFound
from runlake.products.objects import Values
from runlake.products.traces import RawSpan, SpanSelection, Traces
from runlake.protocols.native.deps import ReadProject
from runlake.query import And, Compare, Filter, Or

_EVALUATE = ["Evaluation.evaluate"]
_TRIALS = ["Evaluation.predict_and_score", "Evaluation.predictAndScore"]  # the second is the name in TypeScript
_OP_NAME = "attributes.weave.op_name"
_ROW_IN_REF = "/attr/rows/id/"
_NS_PER_MS = 1_000_000
_LATEST_MS = 2**63 // _NS_PER_MS
_MOST = 1000
_MOST_SKIPPED = 1_000_000
_LONGEST_ERROR = 10_000

_MOST_EVALUATIONS = 50

CallId = Annotated[str, Path(min_length=1, max_length=256)]
Ref = Annotated[str, StringConstraints(min_length=1, max_length=1024)]


class EvaluationRow(TypedDict):
    """One pass. `summary` is what the client summed the scores up to; times in ms since the epoch."""

    call_id: str
    trace_id: str
    name: str
    evaluation: str
    model: str
    started_at: int
    ended_at: int | None
    status: str
    created_by: str
    summary: Any


class EvaluationList(TypedDict):
    """Evaluations, the newest first, and whether there are older ones."""

    evaluations: list[EvaluationRow]
    has_more: bool


class TrialRow(TypedDict):
    """What a model made of one row of a data set, and how scorers judged that."""

    call_id: str
    trace_id: str
    row: Any
    row_digest: str
    output: Any
    scores: Any
    latency_s: float | None
    error: str


class TrialList(TypedDict):
    """The trials of an evaluation in the order in which they began; `is_cut` when there are more than are sent."""

    evaluation: EvaluationRow
    trials: list[TrialRow]
    is_cut: bool


def evaluation_routes(traces: Traces, values: Values) -> APIRouter:
    """The endpoints of evaluations."""
    router = APIRouter(tags=["evaluations"])
    place = "/projects/{entity}/{project}/evaluations"

    @router.get(place)
    async def list_evaluations(
        target: ReadProject,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
        before: Annotated[int | None, Query(ge=0, lt=_LATEST_MS)] = None,
        of: Annotated[list[Ref] | None, Query(max_length=_MOST_EVALUATIONS)] = None,
    ) -> EvaluationList:
        """Evaluations that began before a time, those that still run among them; `of` these evaluation objects alone."""
        project_id = target.project.project_id
        until_ns = (_LATEST_MS if before is None else before) * _NS_PER_MS
        calls = _calls_of(_EVALUATE)
        used = calls if of is None else And((calls, Compare("refs", "in", of)))
        wanted = SpanSelection(used, descending=True, until_ns=until_ns)
        found = [_evaluation(span) for span in await _first(traces, project_id, wanted, limit + 1)]
        running = [span for span in await traces.open_spans(project_id) if span.name in _EVALUATE]
        found += [_evaluation(_raw(span)) for span in running if span.start_ns < until_ns]
        found = [row for row in found if of is None or row["evaluation"] in of]
        found.sort(key=lambda row: row["started_at"], reverse=True)
        names = await traces.names(project_id, [row["call_id"] for row in found])
        for row in found:
            row["name"] = names.get(row["call_id"]) or row["name"]
        return {"evaluations": found[:limit], "has_more": len(found) > limit}

    @router.get(place + "/{call}")
    async def read_evaluation(
        target: ReadProject, call: CallId, skip: Annotated[int, Query(ge=0, le=_MOST_SKIPPED)] = 0
    ) -> TrialList:
        """One evaluation with its trials, or with those after the first `skip`."""
        project_id = target.project.project_id
        itself = SpanSelection(And((Compare("span_id", "eq", call), _calls_of(_EVALUATE))))
        found = await _first(traces, project_id, itself, 1)
        if not found:
            running = await traces.open_spans(project_id)
            found = [_raw(span) for span in running if span.span_id == call and span.name in _EVALUATE]
        if not found:
            raise NotFound(f"evaluation {call!r} not found in this project")
        below = SpanSelection(And((Compare("parent_id", "eq", call), _calls_of(_TRIALS))))
        trials = [_trial(raw) for raw in await _first(traces, project_id, below, _MOST + 1, skip)]
        rows = await values.read(project_id, [trial["row_digest"] for trial in trials if trial["row_digest"]])
        for trial in trials:
            trial["row"] = rows.get(trial["row_digest"], trial["row"])
        return {"evaluation": _evaluation(found[0]), "trials": trials[:_MOST], "is_cut": len(trials) > _MOST}

    return router


def _calls_of(names: Sequence[str]) -> Filter:
    """Calls of operations of these names: whole references, or bare names. Spans show the names that people gave."""
    refs = [Compare(_OP_NAME, "contains", f"/op/{name}:") for name in names]
    return Or((Compare(_OP_NAME, "in", list(names)), *refs))


async def _first(
    traces: Traces, project_id: int, wanted: SpanSelection, limit: int, skip: int = 0
) -> list[Mapping[str, Any]]:
    """What clients sent of the first spans that match, or of the first after some."""
    found: list[Mapping[str, Any]] = []
    async for batch in traces.stream(project_id, wanted):
        found += [span.raw for span in batch[skip:]]
        skip = max(0, skip - len(batch))
        if len(found) >= limit:
            break
    return found[:limit]


def _raw(span: RawSpan) -> Mapping[str, Any]:
    """A span that has begun, as finished ones are."""
    names: Sequence[str] = ("trace_id", "span_id", "name", "start_ns", "end_ns", "attributes", "status")
    return {name: getattr(span, name) for name in names}


def _evaluation(raw: Mapping[str, Any]) -> EvaluationRow:
    said = raw["attributes"]
    inputs = said.get("weave.inputs") or {}
    ended_ns = raw["end_ns"]
    return {
        "call_id": raw["span_id"],
        "trace_id": raw["trace_id"],
        "name": said.get("wandb.display_name") or raw["name"],
        "evaluation": _text(inputs.get("self") or inputs.get("this")),
        "model": _text(inputs.get("model")),
        "started_at": raw["start_ns"] // _NS_PER_MS,
        "ended_at": ended_ns // _NS_PER_MS if ended_ns else None,
        "status": ("error" if said.get("weave.exception") else "finished") if ended_ns else "running",
        "created_by": said.get("weave.user") or "",
        "summary": said.get("weave.output"),
    }


def _trial(raw: Mapping[str, Any]) -> TrialRow:
    said = raw["attributes"]
    example = (said.get("weave.inputs") or {}).get("example")
    output = said.get("weave.output")
    found = output if isinstance(output, dict) else {}
    latency = found.get("model_latency")
    return {
        "call_id": raw["span_id"],
        "trace_id": raw["trace_id"],
        "row": example,
        "row_digest": example.partition(_ROW_IN_REF)[2] if isinstance(example, str) else "",
        "output": found.get("output"),
        "scores": found.get("scores") or {},
        "latency_s": latency if isinstance(latency, int | float) else None,
        "error": _error(said.get("weave.exception")),
    }


def _error(exception: Any) -> str:
    """Class and message of an exception: clients in Python send JSON with its stack, others a text."""
    try:
        found = orjson.loads(exception) if isinstance(exception, str) and exception else None
    except orjson.JSONDecodeError:
        return _text(exception)
    if not isinstance(found, dict):
        return _text(exception)
    return ": ".join(str(found[name]) for name in ("type", "message") if found.get(name))[:_LONGEST_ERROR]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
