"""Bodies about feedback and costs.

Source: the schemas of weave 0.54.0's generated client.
"""

from datetime import datetime

from msgspec import Struct, field

from runlake.protocols.weave.call_wire import Json, SortBy
from runlake.protocols.weave.door import same_project


class FeedbackCreate(Struct):
    """One row of feedback; clients send ids of their own with batches."""

    project_id: str
    weave_ref: str
    feedback_type: str
    payload: Json
    id: str | None = None
    creator: str | None = None
    annotation_ref: str | None = None
    runnable_ref: str | None = None
    call_ref: str | None = None
    trigger_ref: str | None = None
    queue_id: str | None = None
    scorer_tags: list[str] | None = None
    scorer_tag_reasons: dict[str, str] | None = None
    scorer_tag_confidences: dict[str, float] | None = None
    scorer_ratings: dict[str, float] | None = None
    scorer_rating_reasons: dict[str, str] | None = None
    scorer_rating_confidences: dict[str, float] | None = None
    span_agent_name: str | None = None
    span_agent_version: str | None = None
    span_status_code: str | None = None
    span_conversation_id: str | None = None
    span_trace_id: str | None = None
    scorer_trace_id: str | None = None


class FeedbackReplace(FeedbackCreate):
    """A row that takes the place of another."""

    feedback_id: str = ""


class FeedbackBatch(Struct):
    """`/feedback/batch/create`."""

    batch: list[FeedbackCreate]

    @property
    def project_id(self) -> str:
        return same_project(item.project_id for item in self.batch)


class RowsQuery(Struct):
    """`/feedback/query` and `/cost/query`."""

    project_id: str
    fields: list[str] | None = None
    query: Json | None = None
    sort_by: list[SortBy] | None = None
    limit: int | None = None
    offset: int | None = None


class PurgeBody(Struct):
    """`/feedback/purge` and `/cost/purge`."""

    project_id: str
    query: Json


class NewCost(Struct):
    """What a token of a model costs."""

    prompt_token_cost: float
    completion_token_cost: float
    cache_read_input_token_cost: float | None = None
    cache_creation_input_token_cost: float | None = None
    prompt_token_cost_unit: str | None = None
    completion_token_cost_unit: str | None = None
    effective_date: datetime | None = None
    provider_id: str | None = None


class CreateCosts(Struct):
    """`/cost/create`: prices by model."""

    project_id: str
    costs: dict[str, NewCost] = field(default_factory=dict)
