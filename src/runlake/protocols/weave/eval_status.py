"""`/evaluations/status`: how far an evaluation is.

Source: the answers of the server in weave 0.53.6; `code` is `not_found`, `running`, `failed` or `complete`.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.products.objects import RowTables
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.ref_reading import RefReading
from runlake.protocols.weave.refs import is_ref, name_in_ref, parse_ref
from runlake.protocols.weave.stored_calls import Call
from runlake.protocols.weave.typed_calls import EVALUATE


class StatusBody(Struct):
    """`/evaluations/status`."""

    project_id: str
    call_id: str


class EvalStatus:
    """The endpoint of the status of evaluations."""

    def __init__(self, search: CallSearch, refs: RefReading, tables: RowTables) -> None:
        self._search = search
        self._refs = refs
        self._tables = tables

    def routes(self, door: Door) -> list[Route]:
        return door.routes("/evaluations/status", self.status, StatusBody)

    async def status(self, asked: Asked) -> dict[str, Any]:
        """Raises InvalidInput when the call is none of an evaluation."""
        found = await self._calls(asked, CallsFilter(call_ids=[asked.body.call_id]))
        return {"status": await self._of(asked, found[0]) if found else {"code": "not_found"}}

    async def _of(self, asked: Asked, call: Call) -> dict[str, Any]:
        if name_in_ref(call["op_name"]) != EVALUATE:
            raise InvalidInput("Call is not an evaluation")
        if call["exception"] is not None:
            return {"code": "failed", "error": call["exception"]}
        if call["ended_at"] is not None:
            return {"code": "complete", "output": call["output"] if isinstance(call["output"], dict) else {}}
        rows = await self._calls(asked, CallsFilter(parent_ids=[call["id"]]))
        done = sum(row["ended_at"] is not None for row in rows)
        return {"code": "running", "completed_rows": done, "total_rows": max(await self._rows(asked, call), done)}

    async def _rows(self, asked: Asked, call: Call) -> int:
        """How many rows the data set of an evaluation has; 0 when it cannot be found."""
        evaluation = await self._value(asked, call["inputs"].get("self"))
        table = (await self._value(asked, evaluation.get("dataset"))).get("rows")
        if not isinstance(table, str) or not is_ref(table):
            return 0
        digest = parse_ref(table).version
        sizes = await self._tables.sizes(asked.project.project_id, [digest])
        return sizes.get(digest, (0, 0))[0]

    async def _value(self, asked: Asked, ref: Any) -> Mapping[str, Any]:
        if not isinstance(ref, str) or not is_ref(ref):
            return {}
        value = (await self._refs.read(asked.principal, [ref])).get(ref)
        return value if isinstance(value, dict) else {}

    async def _calls(self, asked: Asked, wanted: CallsFilter) -> list[Call]:
        return await self._search.find(asked, CallsQuery(asked.project_name, wanted))
