# ruff: noqa: S608 - our own texts alone
"""What stands in place of `spans` and `scores`, of which a project may have many millions."""

from runlake.products.sql.marks import THIS_PROJECT, TOLD

_REPLACED = f"(SELECT _t.hour, _t.trace_hash FROM runlake.replaced_places AS _t PREWHERE {THIS_PROJECT})"

_PLAIN = (
    "trace_id",
    "span_id",
    "parent_id",
    "name",
    "kind",
    "status",
    "error_type",
    "error_message",
    "service",
    "model",
    "provider",
    "session_id",
    "user_id",
    "is_root",
    "input_tokens",
    "output_tokens",
    "cache_read_tokens",
    "cache_write_tokens",
    "reasoning_tokens",
    "attributes",
    "tags",
)

STORED_SPANS = {name: f"_t.{name}" for name in _PLAIN if name != "tags"} | {
    "start": "_t.start_time",
    "run_id": "_t.run",
}
STORED_SCORES = {"trace_id": "_t.trace_id", "span_id": "_t.span_id", "start": "_t.start_time"}


def _spans_once(columns: str) -> str:
    """Only where rows are being replaced two of one span may be there, and only those are sorted.

    Those are told nothing: of an older row something may be true that is not true of its span.
    """
    return f"""
SELECT {columns} FROM runlake.spans AS _t PREWHERE {THIS_PROJECT} {TOLD} WHERE (_t.hour, _t.trace_hash) NOT IN {_REPLACED}
UNION ALL
SELECT {columns} FROM runlake.spans AS _t PREWHERE {THIS_PROJECT} WHERE (_t.hour, _t.trace_hash) IN {_REPLACED}
ORDER BY _t.version DESC LIMIT 1 BY _t.trace_id, _t.span_id"""


SPANS = _spans_once(
    f"""{", ".join(f"_t.{name} AS {name}" for name in _PLAIN)}, _t.start_time AS start, _t.duration_ns / 1e9 AS duration_s,
    if(_t.has_cost, _t.cost, NULL) AS cost, _t.input_preview AS input, _t.output_preview AS output,
    _t.run AS run_id, if(_t.run_step < 0, NULL, _t.run_step) AS run_step"""
)

_SCORED = _spans_once(
    """_t.trace_id AS _trace_id, _t.span_id AS _span_id, _t.start_time AS _start,
    arrayZip(_t.score_names, _t.score_values, _t.score_labels, _t.score_by) AS _scores"""
)

SCORES = f"""
SELECT _s._trace_id AS trace_id, _s._span_id AS span_id, _s._start AS start, tupleElement(_s._score, 1) AS name,
    toFloat64OrNull(tupleElement(_s._score, 2)) AS value, tupleElement(_s._score, 3) AS label,
    tupleElement(_s._score, 4) AS scorer
FROM (
    SELECT _v._trace_id AS _trace_id, _v._span_id AS _span_id, _v._start AS _start, arrayJoin(_v._scores) AS _score
    FROM ({_SCORED}) AS _v
) AS _s
"""
