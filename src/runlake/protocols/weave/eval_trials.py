"""Calls that join a prediction with its scores → trials of rows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from runlake.products.objects import file_digest, value_digest
from runlake.protocols.weave.refs import name_in_ref
from runlake.protocols.weave.stored_calls import Call, latency_of, seconds_of
from runlake.protocols.weave.typed_calls import attributes_of

_ROW_IN_REF = "/attr/rows/id/"
_PREDICTING = ("predict", "invoke")
_SCORING = (".score", "scorer")
_COSTS = (
    "prompt_tokens_total_cost",
    "completion_tokens_total_cost",
    "cache_read_input_tokens_total_cost",
    "cache_creation_input_tokens_total_cost",
)

Trial = dict[str, Any]
"""One pass over one row, in the client's words."""


@dataclass(slots=True)
class ResultRow:
    """A row of a data set, and the trials of it by evaluation."""

    digest: str
    example: Any
    trials: dict[str, list[Trial]] = field(default_factory=dict)


def rows_of(joints: Iterable[Call], below: Mapping[str, Sequence[Call]]) -> list[ResultRow]:
    """The rows that evaluations went through, by digest; `below` has the calls right below each joining call."""
    rows: dict[str, ResultRow] = {}
    for joint in joints:
        example = joint["inputs"].get("example")
        digest = digest_of(example)
        row = rows.setdefault(digest, ResultRow(digest, example))
        row.trials.setdefault(joint["parent_id"], []).append(trial_of(joint, below.get(joint["id"], ())))
    return sorted(rows.values(), key=lambda row: row.digest)


def digest_of(example: Any) -> str:
    """The digest of a row, which a reference to it ends with."""
    if not isinstance(example, str):
        return value_digest(example)
    where, _, digest = example.partition(_ROW_IN_REF)
    return digest if where and digest and "/" not in digest else file_digest(example.encode())


def trial_of(joint: Call, below: Sequence[Call]) -> Trial:
    """What one joining call says."""
    output = joint["output"] if isinstance(joint["output"], dict) else {}
    scores = output.get("scores") if isinstance(output.get("scores"), dict) else {}
    prediction = _prediction(below, joint["inputs"].get("model"))
    return {
        "predict_and_score_call_id": joint["id"],
        "predict_call_id": prediction["id"] if prediction is not None else None,
        "model_output": output.get("output"),
        "scores": scores,
        "model_latency_seconds": _latency(prediction, output.get("model_latency")),
        "total_tokens": _tokens(prediction if prediction is not None else joint),
        "total_cost": None,
        "scorer_call_ids": _scorers(scores or {}, below),
        "genai_span_ref": _spans(prediction, joint),
    }


def cost_in(call: Call) -> float | None:
    """What a call cost, of one that was answered with costs; None when no model of it has a price."""
    costs = call["summary"].get("weave", {}).get("costs") or {}
    found = [priced[name] for priced in costs.values() for name in _COSTS if isinstance(priced.get(name), int | float)]
    return float(sum(found)) if found else None


def _prediction(below: Sequence[Call], model: Any) -> Call | None:
    """The call of the model: it is the model's own, or says in its name what it does."""
    for call in below:
        name = call["op_name"].lower()
        if not _is_score(call) and (call["inputs"].get("self") == model or any(word in name for word in _PREDICTING)):
            return call
    return None


def _is_score(call: Call) -> bool:
    of_logger = call["attributes"].get("_weave_eval_meta")
    return attributes_of(call).get("score") == "true" or (isinstance(of_logger, dict) and bool(of_logger.get("score")))


def _scorers(scores: Mapping[str, Any], below: Sequence[Call]) -> dict[str, str]:
    """Scorer → its call, by names: clients do not say which call gave which score."""
    found = {}
    for scorer in scores:
        call_id = next((call["id"] for call in below if _gave(call, scorer.lower())), None)
        if call_id is not None:
            found[scorer] = call_id
    return found


def _gave(call: Call, scorer: str) -> bool:
    name = name_in_ref(call["op_name"]).lower()
    may_score = _is_score(call) or any(word in name for word in _SCORING)
    return name == scorer or (may_score and (scorer in name or name in scorer))


def _latency(prediction: Call | None, reported: Any) -> float | None:
    """Seconds: from begin to end of the prediction, or what the client measured."""
    if prediction is not None and latency_of(prediction) is not None:
        return seconds_of(prediction["ended_at"]) - seconds_of(prediction["started_at"])
    mean = reported.get("mean") if isinstance(reported, dict) else None
    return float(mean) if isinstance(mean, int | float) else None


def _tokens(call: Call) -> int | None:
    usage = (call["summary"] or {}).get("usage")
    used = usage.values() if isinstance(usage, dict) else ()
    totals = [one["total_tokens"] for one in used if isinstance(one, dict) and "total_tokens" in one]
    numbers = [int(total) for total in totals if isinstance(total, int | float)]
    return sum(numbers) if numbers else None


def _spans(prediction: Call | None, joint: Call) -> list[dict[str, str]] | None:
    """The spans of agents that the calls name, each once."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for call in (prediction, joint):
        named = attributes_of(call).get("genai_span_ref")
        for ref in named if isinstance(named, list) else ():
            trace_id, span_id = (ref.get("trace_id"), ref.get("span_id")) if isinstance(ref, dict) else (None, None)
            if isinstance(trace_id, str) and isinstance(span_id, str):
                found.setdefault((trace_id, span_id), {"trace_id": trace_id, "span_id": span_id})
    return list(found.values()) or None
