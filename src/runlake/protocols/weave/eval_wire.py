"""Bodies about the results of evaluations.

Source: the schemas of weave 0.54.0's generated client.
"""

from typing import Literal

from msgspec import Struct

from runlake.protocols.weave.call_wire import Json, SortBy


class ResultsSort(SortBy):
    """One key of an order: of one evaluation if it is named, or by how far the evaluations differ."""

    evaluation_call_id: str | None = None
    mode: Literal["value", "difference"] = "value"


class ResultsFilter(Struct):
    """A condition on rows: on what one evaluation made of them if it is named."""

    query: Json
    evaluation_call_id: str | None = None


class ResultsQuery(Struct):
    """`/v2/…/eval_results/query`."""

    evaluation_call_ids: list[str] | None = None
    evaluation_run_ids: list[str] | None = None
    require_intersection: bool | None = None
    summary_require_intersection: bool | None = None
    include_raw_data_rows: bool | None = None
    resolve_row_refs: bool | None = None
    include_rows: bool | None = None
    include_summary: bool | None = None
    include_predict_and_score_children: bool | None = None
    include_costs: bool | None = None
    sort_by: list[ResultsSort] | None = None
    filters: list[ResultsFilter] | None = None
    filter_logic_operator: Literal["and", "or"] | None = None
    limit: int | None = None
    offset: int | None = None
