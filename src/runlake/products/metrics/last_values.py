"""What everything that a run logged was last: the summary of a branch that nobody has written yet."""

import asyncio
import json
from typing import Any

from runlake.model import Run
from runlake.products.metrics.history_keys import HistoryKeys, read_history_keys
from runlake.products.metrics.rows import Row, row_of
from runlake.products.metrics.series import PLAIN_KINDS, read_nested_paths
from runlake.storage.columnar import Columnar, branch_condition

_LONGEST_VALUE_BYTES = 64 * 1024

# Of kinds whose value is the JSON text itself: media name files of the run that logged them.
SELECT_LAST_TEXTS = """
SELECT metric, argMax(value, (step, segment, line)) AS last_text, max(step) AS last_step
FROM rich_values
WHERE project_id = {{project_id:UInt32}} AND {condition} AND kind IN {{plain:Array(String)}}
GROUP BY metric
HAVING length(last_text) <= {{longest:UInt32}}
"""


async def read_last_values(columnar: Columnar, run: Run) -> Row:
    """The last number, text, list … of each name on the live branch, as a row with its original nesting.

    Media are not in it, and nothing that is longer than 64 KiB.
    """
    keys, texts, paths = await asyncio.gather(
        read_history_keys(columnar, [run]),
        _last_texts(columnar, run),
        read_nested_paths(columnar, run, "history"),
    )
    found = keys[run.run_number]
    return row_of(found.last_values, paths, _later_than_numbers(texts, found))


async def _last_texts(columnar: Columnar, run: Run) -> list[dict[str, Any]]:
    condition, parameters = branch_condition(run)
    parameters |= {"project_id": run.project_id, "plain": list(PLAIN_KINDS), "longest": _LONGEST_VALUE_BYTES}
    rows: list[dict[str, Any]] = (
        await columnar.query(SELECT_LAST_TEXTS.format(condition=condition), parameters)
    ).to_pylist()
    return rows


def _later_than_numbers(texts: list[dict[str, Any]], keys: HistoryKeys) -> dict[str, Any]:
    """The values that were logged under a name after its last number, or as what this number stands for (true, 2⁶⁰ + 1)."""
    return {
        row["metric"]: json.loads(row["last_text"])
        for row in texts
        if row["last_step"] >= keys.last_steps.get(row["metric"], row["last_step"])
    }
