"""`…/traces/{trace}/judgements`: what people, scorers and clients said of the spans of a trace."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.errors import NotFound, PermissionDenied
from runlake.model.clock import Clock
from runlake.products.feedback import (
    Feedback,
    FeedbackQuery,
    Judgement,
    judgement_of,
    new_judgement,
    span_target,
)
from runlake.products.traces import Traces
from runlake.protocols.native.deps import ReadProject, WriteProject

_MOST_SPANS = 10_000

Id = Annotated[str, Path(min_length=1, max_length=256)]


class NewJudgementBody(BaseModel):
    """`comment` with a text, `thumb` with `up` or `down`, or any other name with a text, a number or true or false."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=64)
    value: bool | int | float | Annotated[str, Field(max_length=1024)]


class JudgementRow(TypedDict):
    """What somebody said of a span. `feedback_id` "": it came with the span; `label` and `note` go with its number."""

    feedback_id: str
    span_id: str
    name: str
    value: Any
    label: str
    note: str
    by: Literal["person", "scorer", "client"]
    created_at: str
    created_by: str


class JudgementList(TypedDict):
    """Judgements, the oldest first."""

    judgements: list[JudgementRow]


def judgement_routes(traces: Traces, feedback: Feedback, clock: Clock) -> APIRouter:
    """The endpoints of what is said of spans."""
    router = APIRouter(tags=["traces"])
    of_trace = "/projects/{entity}/{project}/traces/{trace}"

    @router.get(f"{of_trace}/judgements")
    async def list_judgements(target: ReadProject, trace: Id) -> JudgementList:
        """Of the first 10,000 spans of a trace: what came with them, then what was said of them since."""
        project = target.project
        span_ids = await traces.span_ids(project.project_id, trace, most=_MOST_SPANS)
        names = [span_target(project.entity_name, project.name, span_id) for span_id in span_ids]
        found = await feedback.list(project.project_id, FeedbackQuery(targets=names))
        came = await traces.scores(project.project_id, trace, most=_MOST_SPANS)
        return {"judgements": [*map(_score_row, came), *(_row(judgement_of(item)) for item in found)]}

    @router.post(f"{of_trace}/spans/{{span}}/judgements")
    async def say(target: WriteProject, trace: Id, span: Id, body: NewJudgementBody) -> JudgementRow:
        """Say something of a span."""
        project = target.project
        await traces.payload(project.project_id, trace, span)  # raises NotFound
        named = span_target(project.entity_name, project.name, span)
        item = new_judgement(project.project_id, named, body.name, body.value, target.principal.username, clock())
        await feedback.add([item])
        return _row(judgement_of(item))

    @router.delete("/projects/{entity}/{project}/judgements/{feedback}")
    async def take_back(
        target: WriteProject, feedback_id: Annotated[str, Path(alias="feedback", max_length=256)]
    ) -> None:
        """Take back what one said oneself; admins of the project, what anybody did."""
        project = target.project
        found = await feedback.list(project.project_id, FeedbackQuery(feedback_ids=[feedback_id]))
        if not found:
            raise NotFound(f"judgement {feedback_id[:64]} not found in this project")
        if found[0].created_by != target.principal.username:
            try:
                project.require_admin(target.principal)
            except PermissionDenied as error:
                raise PermissionDenied("only its author or an admin of the project can take it back") from error
        await feedback.remove(project.project_id, [feedback_id])

    return router


def _row(judgement: Judgement) -> JudgementRow:
    return {
        "feedback_id": judgement.feedback_id,
        "span_id": judgement.span_id,
        "name": judgement.name,
        "value": judgement.value,
        "label": "",
        "note": "",
        "by": judgement.by,
        "created_at": judgement.created_at.isoformat(),
        "created_by": judgement.created_by,
    }


def _score_row(score: dict[str, Any]) -> JudgementRow:
    """A score that came with a span: the number if it has one, else the label."""
    number, label = score["score_value"], score["score_label"]
    return {
        "feedback_id": "",
        "span_id": score["span_id"],
        "name": score["score_name"],
        "value": float(number) if number else label,
        "label": label if number else "",
        "note": score["score_note"],
        "by": score["judge"],
        "created_at": datetime.fromtimestamp(score["at_ns"] / 1e9, UTC).isoformat(),
        "created_by": "",
    }
