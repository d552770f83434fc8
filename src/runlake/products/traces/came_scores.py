"""The scores that came with the spans of a page, in words, for a column of the list."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from runlake.products.traces.among import of_traces
from runlake.products.traces.rows import trace_hash
from runlake.query import Parameters
from runlake.storage.columnar import Columnar

_MOST = 5_000

Said = dict[tuple[str, str], Counter[tuple[str, str]]]
"""By (trace id, span id, or "" for the whole trace): how often each (name, text) was said."""

SELECT_SCORES = """
SELECT trace_id, {of_span} AS of_span, score_name, if(score_label = '', score_value, score_label) AS said, count() AS times
FROM spans
ARRAY JOIN score_names AS score_name, score_values AS score_value, score_labels AS score_label
WHERE project_id = {{project_id:UInt32}} AND notEmpty(score_names) AND {traces}
GROUP BY trace_id, of_span, score_name, said
ORDER BY trace_id, of_span, times DESC, score_name, said
LIMIT {{most:UInt32}}
"""


async def read_came_scores(
    columnar: Columnar, project_id: int, rows: Sequence[Mapping[str, Any]], *, whole_traces: bool
) -> Said:
    """How often each (name, label or number) came with these spans, or with any span of their traces."""
    if not rows:
        return {}
    parameters = Parameters()
    trace_ids = sorted({row["trace_id"] for row in rows})
    traces = of_traces([trace_hash(trace_id) for trace_id in trace_ids], trace_ids, parameters)
    if not whole_traces:
        traces += f" AND span_id IN {{{parameters.add([row['span_id'] for row in rows], 'spans')}:Array(String)}}"
    sql = SELECT_SCORES.format(of_span="''" if whole_traces else "span_id", traces=traces)
    values = {**parameters.values, "project_id": project_id, "most": _MOST}
    found: Said = {}
    for row in (await columnar.query(sql, values)).to_pylist():
        said = found.setdefault((row["trace_id"], row["of_span"]), Counter())
        said[row["score_name"], row["said"]] = row["times"]
    return found
