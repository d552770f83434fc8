"""The typed `/v2` API of scores: what scorers made of predictions, kept as calls and as feedback."""

from typing import Any
from uuid import uuid4

from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.model.clock import Clock
from runlake.products.feedback import Feedback, FeedbackItem
from runlake.protocols.weave.door import Asked, Door, Lines
from runlake.protocols.weave.refs import parse_ref
from runlake.protocols.weave.stored_calls import Call, call_ref
from runlake.protocols.weave.typed_calls import TypedCalls, attributes_of
from runlake.protocols.weave.typed_objects import number_in
from runlake.protocols.weave.typed_predictions import run_above
from runlake.protocols.weave.typed_publishing import TypedPublishing
from runlake.protocols.weave.typed_wire import NewScore

_MOST_LISTED = 10_000
_SCORE = "score"


class TypedScores:
    """The endpoints of scores."""

    def __init__(self, calls: TypedCalls, publishing: TypedPublishing, feedback: Feedback, clock: Clock) -> None:
        self._calls = calls
        self._publishing = publishing
        self._feedback = feedback
        self._clock = clock

    def routes(self, door: Door) -> list[Route]:
        every = "/v2/{entity}/{project}/scores"
        return [
            *door.routes(every, self.create, NewScore, access="write"),
            *door.routes(every, self.list, method="GET"),
            *door.routes(every, self.delete, access="write", method="DELETE"),
            *door.routes(f"{every}/{{score_id}}", self.read, method="GET"),
        ]

    async def create(self, asked: Asked) -> dict[str, str]:
        """A score: a call beside its prediction, and feedback on the prediction."""
        body: NewScore = asked.body
        scorer = parse_ref(body.scorer)
        if scorer.kind != "object":
            raise InvalidInput(f"{body.scorer[:200]!r} refers to no scorer")
        prediction = await self._calls.find(asked, body.prediction_id)
        facts = {_SCORE: "true", "prediction_id": body.prediction_id, "scorer": body.scorer}
        family = {}
        if body.evaluation_run_id:
            facts["evaluation_run_id"] = body.evaluation_run_id
            parent = prediction["parent_id"] if prediction is not None else None
            family = {"trace_id": body.evaluation_run_id, "parent_id": parent or body.evaluation_run_id}
        op = await self._publishing.step(asked, f"{scorer.name}.score")
        inputs = {"self": body.scorer, **_judged(prediction)}
        attributes = {"weave": facts}
        score_id = await self._calls.whole(asked, op.ref, inputs, body.value, attributes=attributes, **family)
        await self._feedback.add([self._item(asked, scorer.name, score_id)])
        return {"score_id": score_id}

    async def read(self, asked: Asked) -> dict[str, Any]:
        """One score."""
        return await self._row(asked, await self._calls.get(asked, asked.path["score_id"], _SCORE))

    async def list(self, asked: Asked) -> Lines:
        """Scores by their starts, of one run if it is named."""
        within = {"evaluation_run_id": asked.query.getlist("evaluation_run_id")}
        limit = min(number_in(asked, "limit", _MOST_LISTED), _MOST_LISTED)
        found = await self._calls.of_kind(asked, _SCORE, within, limit, number_in(asked, "offset", 0))
        return Lines([await self._row(asked, call) for call in found])

    async def delete(self, asked: Asked) -> dict[str, int]:
        """Delete scores; the feedback that they led to stays."""
        return {"num_deleted": await self._calls.delete(asked, asked.query.getlist("score_ids"))}

    def _item(self, asked: Asked, scorer: str, score_id: str) -> FeedbackItem:
        body: NewScore = asked.body
        return FeedbackItem(
            feedback_id=str(uuid4()),
            project_id=asked.project.project_id,
            target=call_ref(asked.project_name, body.prediction_id),
            kind=f"wandb.runnable.{scorer}",
            created_at=self._clock(),
            created_by=asked.principal.username,
            payload={"output": body.value},
            details={"runnable_ref": body.scorer, "call_ref": call_ref(asked.project_name, score_id)},
        )

    async def _row(self, asked: Asked, call: Call) -> dict[str, Any]:
        facts = attributes_of(call)
        return {
            "score_id": call["id"],
            "scorer": facts.get("scorer", ""),
            "value": 0.0 if call["output"] is None else call["output"],
            "evaluation_run_id": facts.get("evaluation_run_id") or await run_above(self._calls, asked, call),
            "wb_user_id": call["wb_user_id"],
        }


def _judged(prediction: Call | None) -> dict[str, Any]:
    if prediction is None:
        return {"inputs": {}, "output": None}
    return {"inputs": prediction["inputs"].get("inputs", {}), "output": prediction["output"]}
