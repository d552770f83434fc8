"""The typed `/v2` API of evaluation runs: passes of an evaluation over a model, kept as calls."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from starlette.routing import Route

from runlake.protocols.weave.door import Asked, Door, Lines
from runlake.protocols.weave.stored_calls import Call, queried_status
from runlake.protocols.weave.typed_calls import EVALUATE, SUMMARIZE, TypedCalls, attributes_of, is_predict_and_score
from runlake.protocols.weave.typed_objects import number_in
from runlake.protocols.weave.typed_wire import FinishedRun, NewEvaluationRun

_MOST_LISTED = 10_000
_RUN = "evaluation_run"


class TypedRuns:
    """The endpoints of evaluation runs."""

    def __init__(self, calls: TypedCalls) -> None:
        self._calls = calls

    def routes(self, door: Door) -> list[Route]:
        every = "/v2/{entity}/{project}/evaluation_runs"
        one = f"{every}/{{evaluation_run_id}}"
        return [
            *door.routes(every, self.create, NewEvaluationRun, access="write"),
            *door.routes(every, self.list, method="GET"),
            *door.routes(every, self.delete, access="write", method="DELETE"),
            *door.routes(one, self.read, method="GET"),
            *door.routes(f"{one}/finish", self.finish, FinishedRun, access="write"),
        ]

    async def create(self, asked: Asked) -> dict[str, str]:
        """A run begins."""
        body: NewEvaluationRun = asked.body
        run_id = str(uuid4())
        facts = {_RUN: "true", "evaluation": body.evaluation, "model": body.model}
        if body.source_evaluation_run_id:
            facts["source_evaluation_run_id"] = body.source_evaluation_run_id
        inputs = {"self": body.evaluation, "model": body.model}
        await self._calls.begin(asked, run_id, EVALUATE, inputs, attributes={"weave": facts})
        return {"evaluation_run_id": run_id}

    async def read(self, asked: Asked) -> dict[str, Any]:
        """One run, also one that a client made with `Evaluation.evaluate`."""
        call = await self._calls.find(asked, asked.path["evaluation_run_id"])
        if call is None or call["op_name"].find(EVALUATE) < 0:
            call = await self._calls.get(asked, asked.path["evaluation_run_id"], _RUN)
        return _row(call)

    async def list(self, asked: Asked) -> Lines:
        """Runs by their starts."""
        names = {"evaluation": "evaluations", "model": "models", "id": "evaluation_run_ids"}
        within = {field: asked.query.getlist(name) for field, name in names.items()}
        limit = min(number_in(asked, "limit", _MOST_LISTED), _MOST_LISTED)
        return Lines(map(_row, await self._calls.of_kind(asked, _RUN, within, limit, number_in(asked, "offset", 0))))

    async def delete(self, asked: Asked) -> dict[str, int]:
        """Delete runs with their predictions and scores."""
        return {"num_deleted": await self._calls.delete(asked, asked.query.getlist("evaluation_run_ids"))}

    async def finish(self, asked: Asked) -> dict[str, bool]:
        """A run ends: its output has the means of all numeric scores and outputs."""
        run = await self._calls.get(asked, asked.path["evaluation_run_id"], _RUN)
        output = means_of(await self._calls.children(asked, run["id"]))
        inputs = {"self": run["inputs"].get("self")}
        family = {"trace_id": run["trace_id"], "parent_id": run["id"]}
        await self._calls.whole(asked, SUMMARIZE, inputs, output, **family)
        await self._calls.end(asked, run["id"], output, asked.body.summary)
        return {"success": True}


def means_of(calls: Iterable[Call]) -> dict[str, dict[str, float]]:
    """Scorer → its mean over predictions, and the mean of numeric outputs. Scores of other kinds are left out."""
    numbers: dict[str, list[float]] = {}
    for call in calls:
        found = call["output"]
        if not is_predict_and_score(call) or not isinstance(found, dict):
            continue
        scores = found.get("scores")
        named = {**(scores if isinstance(scores, dict) else {}), "output": found.get("output")}
        for name, value in named.items():
            if isinstance(value, int | float):
                numbers.setdefault(name, []).append(float(value))
    return {name: {"mean": sum(values) / len(values)} for name, values in numbers.items()}


def _row(call: Call) -> dict[str, Any]:
    facts = attributes_of(call)
    return {
        "evaluation_run_id": call["id"],
        "evaluation": facts.get("evaluation") or call["inputs"].get("self") or "",
        "model": facts.get("model") or call["inputs"].get("model") or "",
        "status": queried_status(call),
        "started_at": call["started_at"],
        "finished_at": call["ended_at"],
        "summary": call["summary"],
        "source_evaluation_run_id": facts.get("source_evaluation_run_id"),
    }
