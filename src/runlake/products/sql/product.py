"""`class Sql`: answers questions, a few at a time, within limits."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import uuid4

import pyarrow as pa

from runlake.errors import LimitExceeded, Overloaded, QueryTimeout, StoreError
from runlake.model import Run
from runlake.products.sql.branches import parts_of
from runlake.products.sql.failures import as_answer
from runlake.products.sql.parsing import parse
from runlake.products.sql.rendering import render
from runlake.products.sql.views import Writers
from runlake.storage.columnar import Columnar

MOST_ROWS = 1_000_000
_LONGEST_S = 30.0
_AT_ONCE = 2
_MOST_WAITING = 10
_MOST_OF_ONE = 3
_MOST_PARTS = 50_000
_STOP_AGAIN_S = 0.5
_LIMITS = {
    "readonly": 1,
    "max_threads": 1,  # two hostile questions then leave inserts at 90 ms instead of 150 on two cores, 15 without any
    "max_memory_usage": 1_000_000_000,
    "max_result_rows": MOST_ROWS,
    "max_result_bytes": 200_000_000,
    "max_rows_to_read": 5_000_000_000,
    "max_expanded_ast_elements": 50_000,
    "join_use_nulls": 1,
    # What passes PREWHERE and then fails WHERE is remembered as failing PREWHERE (chDB 4.4): later answers miss its rows.
    "use_query_condition_cache": 0,
}
_SETTINGS = ", ".join(f"{name} = {value}" for name, value in _LIMITS.items())
_STOP = "KILL QUERY WHERE Settings['log_comment'] = {mark:String} ASYNC"


class Question:
    """A question that may be asked: its SQL, and what it needs to know of the project."""

    def __init__(self, text: str) -> None:
        """Raises InvalidInput with what is wrong and where, LimitExceeded."""
        self.sql, self.views = render(parse(text))

    @property
    def needs_branches(self) -> bool:
        """Whether it reads points."""
        return bool(self.views & {"points", "system_points"})

    @property
    def needs_writers(self) -> bool:
        """Whether it reads who wrote."""
        return "writers" in self.views


class Sql:
    """Questions to the columnar store. Callers have checked that the project may be read."""

    def __init__(self, columnar: Columnar) -> None:
        self._columnar = columnar
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._asking: Counter[int] = Counter()

    async def ask(
        self,
        project_id: int,
        question: Question,
        *,
        user_id: int = 0,
        branched: Sequence[Run] = (),
        writers: Writers | None = None,
    ) -> pa.Table:
        """The answer. `branched` are the project's runs with branches, `writers` who wrote, if the question needs them.

        Cancelled, it stops the engine before it ends. Raises InvalidInput, LimitExceeded, QueryTimeout, or Overloaded
        when too many wait already, of all or of this user.
        """
        bound = _bound(project_id, branched, writers or [])
        with self._place(user_id):
            async with self._turns:
                try:
                    return await self._answered(question.sql, bound)
                except QueryTimeout:
                    raise QueryTimeout(
                        f"SQL: the question took longer than {_LONGEST_S:.0f} s: narrow it, for example to a metric, runs or days"
                    ) from None
                except (StoreError, Overloaded) as error:
                    raise as_answer(error) from None

    @contextmanager
    def _place(self, user_id: int) -> Iterator[None]:
        if self._asking[user_id] >= _MOST_OF_ONE or self._asking.total() >= _MOST_WAITING:
            raise Overloaded("SQL: other questions are still being answered: try again", retry_after_s=2.0)
        self._asking[user_id] += 1
        try:
            yield
        finally:
            self._asking[user_id] -= 1
            self._asking += Counter()  # forgets users who ask nothing

    async def _answered(self, sql: str, bound: dict[str, object]) -> pa.Table:
        mark = f"sql-{uuid4().hex}"
        marked = f"{sql} SETTINGS {_SETTINGS}, log_comment = '{mark}'"
        running = asyncio.ensure_future(self._columnar.query(marked, bound, timeout_s=_LONGEST_S))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await self._stop(running, mark)
            raise

    async def _stop(self, running: "asyncio.Future[pa.Table]", mark: str) -> None:
        """Until it has ended: it may still wait for a thread of the store, where nothing can be stopped."""
        while not running.done():
            await self._columnar.execute(_STOP, {"mark": mark})
            await asyncio.wait([running], timeout=_STOP_AGAIN_S)
        running.exception()  # nobody is there to be told


def _bound(project_id: int, branched: Sequence[Run], writers: Writers) -> dict[str, object]:
    parts = [part for run in branched for part in parts_of(run)]
    if len(parts) > _MOST_PARTS:
        raise LimitExceeded(
            f"SQL: the project has forks and rewinds of {len(parts):,} parts: points of at most {_MOST_PARTS:,} can be asked for"
        )
    return {
        "_project": project_id,
        "_branched": [run.run_number for run in branched],
        "_parts": parts,
        "_sources": sorted({part[1] for part in parts}),
        "_writers": writers,
    }
