"""What is shown of a fork or a rewound run before it has logged anything itself."""

import json

from runlake.model import Run
from runlake.products.metrics import Metrics
from runlake.products.runs import Runs


async def with_branch_summary(runs: Runs, metrics: Metrics, run: Run) -> Run:
    """A fork or a rewound run that goes on from a step in the middle: what the metrics were at that step is its summary."""
    if not run.branch or run.summary_json != "{}":
        return run
    return await runs.fill_summary(run, json.dumps(await metrics.last_values(run)))
