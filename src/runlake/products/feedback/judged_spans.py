"""`class JudgedSpans`: which spans something was said of, and what. Found from what was said: the few, not the many."""

from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import Connection

from runlake.model.clock import Clock
from runlake.products.feedback import said_store
from runlake.products.feedback.said_store import Place
from runlake.products.feedback.saying_filters import compile_saying
from runlake.query import Compare
from runlake.storage.metadata import Metadata

_MOST_LOOKED_FOR = 10_000
_MOST_SHOWN = 5_000


class JudgedSpans:
    """What was said of the spans of all projects. Callers have checked the caller's rights on the project.

    Feedback names a span by its id alone, and may come before it: whoever has the spans looks for those of `to_find`.
    """

    def __init__(self, metadata: Metadata, clock: Clock) -> None:
        self._metadata = metadata
        self._clock = clock

    async def to_find(self, project_id: int) -> Sequence[str]:
        """Ids of at most 10,000 spans that are to be looked for now."""
        work = partial(said_store.spans_to_find, project_id=project_id, now=self._clock(), most=_MOST_LOOKED_FOR)
        return await self._metadata.read(work)

    async def put_found(self, project_id: int, looked_for: Sequence[str], places: Mapping[str, Place]) -> None:
        """Note which of the spans that were looked for are where. The others are looked for again, ever later."""
        now = self._clock()
        missing = [span_id for span_id in looked_for if span_id not in places]

        def work(connection: Connection) -> None:
            said_store.put_places(connection, project_id, places)
            said_store.put_off(connection, project_id, missing, now)

        await self._metadata.write(work)

    async def find(
        self, project_id: int, asked: Compare, times_ns: tuple[int, int], most: int
    ) -> Sequence[tuple[str, str, str]]:
        """(trace id, span id, word) of at most `most` things that were said, of spans that start between these times.

        `asked` compares `judgements` or `judgements.<name>`. Raises InvalidInput.
        """
        work = partial(said_store.find_judged, test=compile_saying(asked), times_ns=times_ns, most=most)
        return await self._metadata.read(partial(work, project_id=project_id))

    async def said(
        self, project_id: int, *, span_ids: Sequence[str] = (), trace_ids: Sequence[str] = ()
    ) -> Sequence[tuple[str, str, str, str]]:
        """(trace id, span id, name, text) of what was said of these spans and in these traces, the newest 5,000 first."""
        work = partial(said_store.list_said, span_ids=span_ids, trace_ids=trace_ids, most=_MOST_SHOWN)
        return await self._metadata.read(partial(work, project_id=project_id))
