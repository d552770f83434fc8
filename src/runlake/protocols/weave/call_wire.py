"""Bodies about calls. Clients send null for what is not given; keys that nobody knows are left out.

Source: the schemas of weave 0.54.0's generated client, and requests it was seen to send.
"""

from datetime import datetime
from typing import Any

from msgspec import Struct

from runlake.protocols.weave.door import same_project

Json = dict[str, Any]


class CallStart(Struct):
    """A call that begins."""

    project_id: str
    op_name: str
    started_at: datetime
    attributes: Json
    inputs: Json
    id: str | None = None
    trace_id: str | None = None
    parent_id: str | None = None
    display_name: str | None = None
    thread_id: str | None = None
    turn_id: str | None = None
    wb_run_id: str | None = None
    wb_run_step: int | None = None


class CallEnd(Struct):
    """The end of a call."""

    project_id: str
    id: str
    ended_at: datetime
    summary: Json
    exception: str | None = None
    output: Any = None
    wb_run_step_end: int | None = None


class CompleteCall(CallStart):
    """A call from its begin to its end."""

    ended_at: datetime | None = None
    summary: Json | None = None
    exception: str | None = None
    output: Any = None
    wb_run_step_end: int | None = None


class StartBody(Struct):
    """`/call/start`."""

    start: CallStart

    @property
    def project_id(self) -> str:
        return self.start.project_id


class EndBody(Struct):
    """`/call/end`."""

    end: CallEnd

    @property
    def project_id(self) -> str:
        return self.end.project_id


class BatchPart(Struct):
    """One start or end of `/call/upsert_batch`: `req` has one of both."""

    req: "StartOrEnd"


class StartOrEnd(Struct):
    """One of both."""

    start: CallStart | None = None
    end: CallEnd | None = None

    def part(self) -> CallStart | CallEnd | None:
        return self.start or self.end


class UpsertBody(Struct):
    """`/call/upsert_batch`."""

    batch: list[BatchPart]

    @property
    def project_id(self) -> str:
        return same_project(part.project_id for item in self.batch if (part := item.req.part()) is not None)


class CompleteBody(Struct):
    """`/v2/…/calls/complete`; the project is that of the path."""

    batch: list[CompleteCall]


class UpdateBody(Struct):
    """`/call/update`."""

    project_id: str
    call_id: str
    display_name: str | None = None


class DeleteBody(Struct):
    """`/calls/delete`."""

    project_id: str
    call_ids: list[str]


class CallsFilter(Struct):
    """Lists are "one of these"; an empty one does not restrict."""

    op_names: list[str] | None = None
    input_refs: list[str] | None = None
    output_refs: list[str] | None = None
    parent_ids: list[str] | None = None
    trace_ids: list[str] | None = None
    call_ids: list[str] | None = None
    thread_ids: list[str] | None = None
    turn_ids: list[str] | None = None
    wb_user_ids: list[str] | None = None
    wb_run_ids: list[str] | None = None
    trace_roots_only: bool | None = None


class SortBy(Struct):
    """One key of an order."""

    field: str
    direction: str


class CallsQuery(Struct):
    """`/calls/stream_query` and, with fewer keys, `/calls/query_stats`."""

    project_id: str
    filter: CallsFilter | None = None
    query: Json | None = None
    sort_by: list[SortBy] | None = None
    limit: int | None = None
    offset: int | None = None
    columns: list[str] | None = None
    expand_columns: list[str] | None = None
    return_expanded_column_values: bool | None = None
    include_costs: bool | None = None
    include_feedback: bool | None = None
    include_usernames: bool | None = None
    include_storage_size: bool | None = None
    include_total_storage_size: bool | None = None


class ReadBody(Struct):
    """`/call/read`."""

    project_id: str
    id: str
    include_costs: bool | None = None
