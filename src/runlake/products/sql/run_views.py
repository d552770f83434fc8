# ruff: noqa: S608 - our own texts alone
"""What stands in place of `points`, `system_points` and `console_lines`: what runs logged, by the ids of runs that are there."""

from runlake.products.sql.marks import ASKED, THIS_PROJECT, TOLD

_INTERNAL = "('_timestamp', '_runtime', '_step', '_wandb')"
_LIVE_RUNS = f"""(
    SELECT _t.run_number AS _number, _t.text AS _run_id FROM runlake.run_fields AS _t FINAL
    PREWHERE {THIS_PROJECT} WHERE _t.path = 'name' AND _t.kind != 'removed'
)"""

_RUN_ASKED = f"""_t.run_number IN (
    SELECT _t.run_number FROM runlake.run_fields AS _t FINAL
    PREWHERE {THIS_PROJECT} WHERE _t.path = 'name' AND _t.text {ASKED}
)"""

STORED_POINTS = {
    "run_id": _RUN_ASKED,
    "metric": "_t.metric",
    "step": "_t.step",
    "time": "_t.time",
    "value": "_t.value",
    "writer_id": "_t.segment",
}
STORED_CONSOLE = {"run_id": _RUN_ASKED, "writer": "_t.writer", "line": "_t.line"}


def points_of(table: str) -> str:
    """Of forks and rewound runs, each part of the live branch; of all others, all that they have."""
    return f"""
SELECT _r._run_id AS run_id, _p._metric AS metric, _p._step AS step, _p._time AS time, _p._value AS value,
    _p._writer AS writer_id
FROM (
    SELECT _t.run_number AS _number, _t.metric AS _metric, _t.step AS _step, _t.time AS _time, _t.value AS _value,
        _t.segment AS _writer
    FROM runlake.{table} AS _t PREWHERE {THIS_PROJECT} {TOLD}
    WHERE _t.run_number NOT IN {{_branched:Array(UInt32)}} AND _t.metric NOT IN {_INTERNAL}
    UNION ALL
    SELECT _b._owner AS _number, _t.metric AS _metric, _t.step AS _step, _t.time AS _time, _t.value AS _value,
        _t.segment AS _writer
    FROM runlake.{table} AS _t
    INNER JOIN (
        SELECT tupleElement(_x, 1) AS _owner, tupleElement(_x, 2) AS _source, tupleElement(_x, 3) AS _segment_from,
            tupleElement(_x, 4) AS _segment_to, tupleElement(_x, 5) AS _step_from, tupleElement(_x, 6) AS _step_to
        FROM (SELECT arrayJoin({{_parts:Array(Tuple(UInt32, UInt32, UInt64, UInt64, Int64, Int64))}}) AS _x)
    ) AS _b ON _b._source = _t.run_number
    PREWHERE {THIS_PROJECT}
    WHERE _t.run_number IN {{_sources:Array(UInt32)}} AND _t.metric NOT IN {_INTERNAL}
        AND _t.segment BETWEEN _b._segment_from AND _b._segment_to AND _t.step BETWEEN _b._step_from AND _b._step_to
) AS _p
INNER JOIN {_LIVE_RUNS} AS _r ON _r._number = _p._number
"""


CONSOLE = f"""
SELECT _r._run_id AS run_id, _c._writer AS writer, _c._line AS line, _c._level AS level, _c._time AS time, _c._text AS text
FROM (
    SELECT _t.run_number AS _number, _t.writer AS _writer, _t.line AS _line, _t.level AS _level, _t.time AS _time,
        _t.text AS _text
    FROM runlake.console_lines AS _t FINAL PREWHERE {THIS_PROJECT} {TOLD}
) AS _c
INNER JOIN {_LIVE_RUNS} AS _r ON _r._number = _c._number
"""
