"""Pages of spans by what they took: the longest first, or those that spent most."""

from runlake.errors import InvalidInput
from runlake.products.traces.matching import NO_END_NS, matching
from runlake.products.traces.reading import COLUMNS, COUNTED, MOST_ROWS, Order, Row, SpansPage, SpansQuery, read_totals
from runlake.products.traces.rows import hour_of
from runlake.products.traces.searching import find_spans
from runlake.storage.columnar import Columnar

_OWN = {"duration": "duration_ns", "tokens": "input_tokens + output_tokens", "cost": "cost"}
_LEAST = -1.0
"""Of roots without model requests: behind those that spent nothing."""

SELECT_RANKED = """
SELECT {columns}, {amount} AS amount
FROM spans {joined}
WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}}
  AND start_time >= fromUnixTimestamp64Nano({{since_ns:Int64}}) AND start_time < fromUnixTimestamp64Nano({{until_ns:Int64}})
  AND {condition} AND (amount, start_time, span_id)
    < ({{most:Float64}}, fromUnixTimestamp64Nano({{from_ns:Int64}}), {{from_span:String}})
ORDER BY amount DESC, start_time DESC, span_id DESC
LIMIT {{limit:UInt32}}
"""

# Of a root counts what its trace spent, which may have gone on after the range.
JOIN_SUMS = """LEFT JOIN (
    SELECT trace_id AS of_trace, toFloat64(sum({own})) AS trace_amount FROM spans
    WHERE project_id = {{project_id:UInt32}} AND hour BETWEEN {{first_hour:UInt32}} AND {{last_hour:UInt32}} + 24
      AND kind IN {{counted:Array(String)}}
    GROUP BY of_trace) AS sums ON spans.trace_id = sums.of_trace"""


async def read_ranked(columnar: Columnar, project_id: int, query: SpansQuery) -> SpansPage:
    """A page by `query.order`, the greatest first. Raises InvalidInput for a filter, search or cursor that cannot be."""
    if not 1 <= query.limit <= MOST_ROWS:
        raise InvalidInput(f"limit is {query.limit}: ask for 1 to {MOST_ROWS} spans")
    condition, parameters = matching(query, await find_spans(columnar, project_id, query))
    amount, joined = _amount(query)
    sql = SELECT_RANKED.format(columns=COLUMNS, amount=amount, joined=joined, condition=condition)
    most, from_ns, from_span = _before(query.cursor)
    values = {
        **parameters.values,
        "project_id": project_id,
        "since_ns": query.since_ns,
        "until_ns": query.until_ns,
        "first_hour": hour_of(query.since_ns),
        "last_hour": hour_of(query.until_ns),
        "most": most,
        "from_ns": from_ns,
        "from_span": from_span,
        "limit": query.limit + 1,
        "counted": list(COUNTED),
    }
    rows = (await columnar.query(sql, values)).to_pylist()
    amounts = [row.pop("amount") for row in rows]
    page = rows[: query.limit]
    more = len(rows) > query.limit
    totals = await read_totals(columnar, project_id, [row["trace_id"] for row in page] if query.totals else ())
    return SpansPage(page, _cursor(amounts[len(page) - 1], page[-1], query.order) if more else None, totals)


def _amount(query: SpansQuery) -> tuple[str, str]:
    """The expression that ranks, and the join that it needs."""
    own = _OWN[query.order]
    if query.roots_only and query.order != "duration":
        return f"if(of_trace = '', {_LEAST}, trace_amount)", JOIN_SUMS.format(own=own)
    return f"toFloat64({own})", ""


def _cursor(amount: float, row: Row, order: Order) -> str:
    return f"{order}.{amount.hex().replace('.', '_')}.{row['start_ns']}.{row['span_id']}"


def _before(cursor: str | None) -> tuple[float, int, str]:
    if cursor is None:
        return float("inf"), NO_END_NS, ""
    try:
        _, most, start_ns, span_id = cursor.split(".", 3)
        found = float.fromhex(most.replace("_", ".")), int(start_ns), span_id
    except (ValueError, OverflowError) as error:
        raise InvalidInput("the cursor is not one of a page of this order: start from the first page") from error
    if not 0 <= found[1] <= NO_END_NS:
        raise InvalidInput("the cursor is not one of a page of this order: start from the first page")
    return found
