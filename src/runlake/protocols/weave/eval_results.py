"""The results of evaluations: what their models made of each row, and how that was scored."""

from collections.abc import Sequence
from typing import Any

from starlette.routing import Route

from runlake.errors import InvalidInput, LimitExceeded
from runlake.protocols.weave.call_extras import CallExtras
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.eval_selection import in_all, select_rows
from runlake.protocols.weave.eval_stats import summary_of
from runlake.protocols.weave.eval_trials import ResultRow, Trial, cost_in, rows_of
from runlake.protocols.weave.eval_wire import ResultsQuery
from runlake.protocols.weave.ref_reading import RefReading
from runlake.protocols.weave.refs import is_ref
from runlake.protocols.weave.stored_calls import Call
from runlake.protocols.weave.typed_calls import is_predict_and_score

_MOST_EVALUATIONS = 100
_MOST_TRIALS = 100_000
_AT_ONCE = 1000


class EvalResults:
    """The endpoint of results. Trials are read anew for each answer: at most 100,000 of all evaluations together."""

    def __init__(self, search: CallSearch, extras: CallExtras, refs: RefReading) -> None:
        self._search = search
        self._extras = extras
        self._refs = refs

    def routes(self, door: Door) -> list[Route]:
        return door.routes("/v2/{entity}/{project}/eval_results/query", self.query, ResultsQuery)

    async def query(self, asked: Asked) -> dict[str, Any]:
        """Rows with their trials, and on request what the scores sum up to."""
        body: ResultsQuery = asked.body
        evaluations = _evaluations(body)
        found = await self._rows(asked, body, evaluations)
        selected = select_rows(found, body)
        if body.include_costs:
            await self._add_costs(asked, selected)
        rows = in_all(selected, evaluations) if body.require_intersection else selected
        answer: dict[str, Any] = {"rows": [], "total_rows": 0, "summary": None, "warnings": []}
        if body.include_rows is not False:
            first = max(body.offset or 0, 0)
            page = rows[first : None if body.limit is None else first + max(body.limit, 0)]
            shows_examples = bool(body.include_raw_data_rows)
            answer |= {"rows": [_row(row, shows_examples) for row in page], "total_rows": len(rows)}
        if body.include_summary:
            shared = body.summary_require_intersection
            of_all = body.require_intersection if shared is None else shared
            roots = await self._calls(asked, CallsFilter(call_ids=evaluations))
            by_id = {call["id"]: call for call in roots}
            answer["summary"] = summary_of(in_all(selected, evaluations) if of_all else selected, by_id)
        return answer

    async def _rows(self, asked: Asked, body: ResultsQuery, evaluations: list[str]) -> list[ResultRow]:
        calls = await self._calls(asked, CallsFilter(parent_ids=evaluations))
        joints = [call for call in calls if is_predict_and_score(call)]
        below: dict[str, list[Call]] = {}
        if body.include_predict_and_score_children is not False:
            for some in _parts([call["id"] for call in joints]):
                for call in await self._calls(asked, CallsFilter(parent_ids=some)):
                    below.setdefault(call["parent_id"], []).append(call)
        rows = rows_of(joints, below)
        if body.resolve_row_refs:
            await self._resolve(asked, rows)
        return rows

    async def _resolve(self, asked: Asked, rows: Sequence[ResultRow]) -> None:
        """Put the rows of data sets in the place of references to them; references to nothing stay."""
        found = await self._refs.read(asked.principal, [row.example for row in rows if is_ref(row.example)])
        for row in rows:
            value = found.get(row.example) if is_ref(row.example) else None
            row.example = row.example if value is None else value

    async def _add_costs(self, asked: Asked, rows: Sequence[ResultRow]) -> None:
        """Price the predictions; scorers' own calls of models do not count."""
        every = [trial for row in rows for trials in row.trials.values() for trial in trials]
        of_call: dict[str, Trial] = {trial["predict_call_id"]: trial for trial in every if trial["predict_call_id"]}
        for some in _parts(list(of_call)):
            query = CallsQuery(asked.project_name, CallsFilter(call_ids=some), include_costs=True)
            for call in await self._extras.for_answer(asked, query, await self._search.find(asked, query)):
                of_call[call["id"]]["total_cost"] = cost_in(call)

    async def _calls(self, asked: Asked, wanted: CallsFilter) -> list[Call]:
        found: list[Call] = []
        async for batch in self._search.stream(asked, CallsQuery(asked.project_name, wanted)):
            found += batch
            if len(found) > _MOST_TRIALS:
                raise LimitExceeded(f"more than {_MOST_TRIALS} calls: ask for fewer evaluations at once")
        return found


def _evaluations(body: ResultsQuery) -> list[str]:
    named = list(dict.fromkeys([*(body.evaluation_call_ids or ()), *(body.evaluation_run_ids or ())]))
    if not named:
        raise InvalidInput("At least one of evaluation_call_ids or evaluation_run_ids must be given")
    if len(named) > _MOST_EVALUATIONS:
        raise InvalidInput(f"{len(named)} evaluations at once: ask for at most {_MOST_EVALUATIONS}")
    return named


def _row(row: ResultRow, shows_examples: bool) -> dict[str, Any]:
    trials = [{"evaluation_call_id": name, "trials": found} for name, found in row.trials.items()]
    example = row.example if shows_examples else None
    return {"row_digest": row.digest, "raw_data_row": example, "evaluations": trials}


def _parts(items: list[str]) -> list[list[str]]:
    return [items[first : first + _AT_ONCE] for first in range(0, len(items), _AT_ONCE)]
