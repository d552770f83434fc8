"""What the requests of a project cost, by the models that they went to."""

from collections.abc import Sequence
from dataclasses import dataclass

from runlake.products.traces.reading import COUNTED
from runlake.storage.columnar import Columnar

MOST_MODELS = 500

SELECT_SPENDING = """
SELECT model, count() AS requests, countIf(has_cost AND price_id = '') AS reported, countIf(price_id != '') AS priced,
    sum(cost) AS cost, toUnixTimestamp64Nano(max(start_time)) AS last_ns
FROM spans
WHERE project_id = {project_id:UInt32} AND kind IN {counted:Array(String)} AND model != ''
GROUP BY model
ORDER BY requests DESC, model
LIMIT {most:UInt32}
"""


@dataclass(frozen=True, slots=True)
class ModelSpending:
    """Requests to a model, in US dollars: of `reported` the clients said the cost, of `priced` it was computed.

    `last_ns` is when the last of them began, in ns since the epoch.
    """

    model: str
    requests: int
    reported: int
    priced: int
    cost: float
    last_ns: int


async def read_spending(columnar: Columnar, project_id: int) -> Sequence[ModelSpending]:
    """The 500 models with the most requests."""
    values = {"project_id": project_id, "counted": list(COUNTED), "most": MOST_MODELS}
    return [ModelSpending(**row) for row in (await columnar.query(SELECT_SPENDING, values)).to_pylist()]
