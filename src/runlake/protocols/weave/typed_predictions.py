"""The typed `/v2` API of predictions: what a model made of inputs, alone or within an evaluation run."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.protocols.weave.door import Asked, Door, Lines
from runlake.protocols.weave.refs import name_in_ref, parse_ref
from runlake.protocols.weave.stored_calls import Call
from runlake.protocols.weave.typed_calls import PREDICT_AND_SCORE, TypedCalls, attributes_of, is_predict_and_score
from runlake.protocols.weave.typed_objects import number_in
from runlake.protocols.weave.typed_publishing import TypedPublishing
from runlake.protocols.weave.typed_wire import NewPrediction, Nothing

_MOST_LISTED = 10_000
_PREDICTION = "prediction"


class TypedPredictions:
    """The endpoints of predictions."""

    def __init__(self, calls: TypedCalls, publishing: TypedPublishing) -> None:
        self._calls = calls
        self._publishing = publishing

    def routes(self, door: Door) -> list[Route]:
        every = "/v2/{entity}/{project}/predictions"
        one = f"{every}/{{prediction_id}}"
        return [
            *door.routes(every, self.create, NewPrediction, access="write"),
            *door.routes(every, self.list, method="GET"),
            *door.routes(every, self.delete, access="write", method="DELETE"),
            *door.routes(one, self.read, method="GET"),
            *door.routes(f"{one}/finish", self.finish, Nothing, access="write"),
        ]

    async def create(self, asked: Asked) -> dict[str, str]:
        """A prediction; within a run, below a call that its scores will join."""
        body: NewPrediction = asked.body
        prediction_id = str(uuid4())
        facts = {_PREDICTION: "true", "model": body.model}
        family: dict[str, Any] = {}
        if body.evaluation_run_id:
            facts["evaluation_run_id"] = body.evaluation_run_id
            family = await self._joined(asked, prediction_id)
        op = await self._publishing.step(asked, f"{_name_of_model(body.model)}.predict")
        inputs = {"self": body.model, "inputs": body.inputs}
        attributes = {"weave": facts}
        more = {"id": prediction_id, "attributes": attributes, **family}
        await self._calls.whole(asked, op.ref, inputs, body.output, **more)
        return {"prediction_id": prediction_id}

    async def read(self, asked: Asked) -> dict[str, Any]:
        """One prediction."""
        return await self._row(asked, await self._calls.get(asked, asked.path["prediction_id"], _PREDICTION))

    async def list(self, asked: Asked) -> Lines:
        """Predictions by their starts, of one run if it is named."""
        within = {"evaluation_run_id": asked.query.getlist("evaluation_run_id")}
        limit = min(number_in(asked, "limit", _MOST_LISTED), _MOST_LISTED)
        found = await self._calls.of_kind(asked, _PREDICTION, within, limit, number_in(asked, "offset", 0))
        return Lines([await self._row(asked, call) for call in found])

    async def delete(self, asked: Asked) -> dict[str, int]:
        """Delete predictions."""
        return {"num_deleted": await self._calls.delete(asked, asked.query.getlist("prediction_ids"))}

    async def finish(self, asked: Asked) -> dict[str, bool]:
        """All scores of a prediction are there: the call that joins them ends."""
        prediction = await self._calls.get(asked, asked.path["prediction_id"], _PREDICTION)
        joint = await self._calls.find(asked, prediction["parent_id"]) if prediction["parent_id"] else None
        if joint is not None and is_predict_and_score(joint):
            below = await self._calls.children(asked, joint["id"])
            scores = {
                _name_of_scorer(call): call["output"] for call in below if attributes_of(call).get("score") == "true"
            }
            latency = {"mean": _seconds(prediction)}
            output = {"output": prediction["output"], "scores": scores, "model_latency": latency}
            await self._calls.end(asked, joint["id"], output)
        return {"success": True}

    async def _joined(self, asked: Asked, prediction_id: str) -> dict[str, Any]:
        """Begin the call that joins a prediction with its scores; where the prediction then is."""
        body: NewPrediction = asked.body
        run_id, joint_id = body.evaluation_run_id or "", str(uuid4())
        run = await self._calls.find(asked, run_id)
        op = await self._publishing.step(asked, PREDICT_AND_SCORE)
        facts: dict[str, Any] = {"predict_call_id": prediction_id}
        if body.genai_span_ref is not None:
            facts["genai_span_ref"] = body.genai_span_ref
        evaluation = run["inputs"].get("self") if run is not None else None
        inputs = {"self": evaluation, "model": body.model, "example": body.inputs}
        more = {"trace_id": run_id, "parent_id": run_id, "attributes": {"weave": facts}}
        await self._calls.begin(asked, joint_id, op.ref, inputs, **more)
        return {"trace_id": run_id, "parent_id": joint_id}

    async def _row(self, asked: Asked, call: Call) -> dict[str, Any]:
        facts = attributes_of(call)
        inner = call["inputs"].get("inputs")
        return {
            "prediction_id": call["id"],
            "model": facts.get("model", ""),
            "inputs": inner if isinstance(inner, dict) else call["inputs"],
            "output": call["output"],
            "evaluation_run_id": facts.get("evaluation_run_id") or await run_above(self._calls, asked, call),
            "wb_user_id": call["wb_user_id"],
        }


async def run_above(calls: TypedCalls, asked: Asked, call: Call) -> str | None:
    """The run that a prediction or score stands below, when it does not name it."""
    joint = await calls.find(asked, call["parent_id"]) if call["parent_id"] else None
    return joint["parent_id"] if joint is not None and is_predict_and_score(joint) else None


def _name_of_model(ref: str) -> str:
    try:
        found = parse_ref(ref)
    except InvalidInput:
        return "Model"
    return found.name if found.kind in ("object", "op") else "Model"


def _name_of_scorer(call: Call) -> str:
    scorer = attributes_of(call).get("scorer")
    return name_in_ref(scorer) if isinstance(scorer, str) and ":" in scorer.rpartition("/")[2] else "unknown"


def _seconds(call: Call) -> float:
    began, ended = datetime.fromisoformat(call["started_at"]), datetime.fromisoformat(call["ended_at"])
    return (ended - began).total_seconds()
