"""`class SpanLists`: spans in pages, counted, over time, and by session and user."""

from collections.abc import Mapping, Sequence

from runlake.products.traces.came_scores import Said
from runlake.products.traces.conversations import ConversationsPage, ConversationsQuery, read_conversations
from runlake.products.traces.edits import SpanEdits
from runlake.products.traces.facets import Facet, counted, read_facets
from runlake.products.traces.judged import JUDGEMENTS, Judged
from runlake.products.traces.judged_facet import read_judged_facet
from runlake.products.traces.matching import NO_END_NS, SpansMatch
from runlake.products.traces.opened import OpenRows
from runlake.products.traces.ranking import read_ranked
from runlake.products.traces.reading import MOST_ROWS, Row, SpansPage, SpansQuery, read_page, read_totals
from runlake.products.traces.series import SpanSeries, read_series
from runlake.products.traces.sessions import read_sessions
from runlake.products.traces.turns import TurnsPage, read_turns
from runlake.products.traces.uses import UseName, Uses, count_uses
from runlake.storage.columnar import Columnar


class SpanLists:
    """All spans of all projects, many at a time. Callers have checked the caller's rights on the project."""

    def __init__(self, columnar: Columnar, judged: Judged, edits: SpanEdits, opened: OpenRows) -> None:
        self._columnar = columnar
        self._judged = judged
        self._edits = edits
        self._opened = opened

    async def search(self, project_id: int, query: SpansQuery) -> SpansPage:
        """A page of spans in the order of the query; above the newest of all of them those that are open.

        Raises InvalidInput; LimitExceeded for a comparison of judgements that holds for more than 10,000 spans.
        """
        query = await self._judged.answer(project_id, query)
        if query.order != "start":
            page = await read_ranked(self._columnar, project_id, query)
            await self._edits.show_names(project_id, page.spans)
            return page
        page = await read_page(self._columnar, project_id, query)
        if query.filter is None and not query.search.strip() and query.cursor is None and query.until_ns == NO_END_NS:
            opened = await self._opened.rows(project_id)
            shown = [
                row for row in opened if row["start_ns"] >= query.since_ns and (row["is_root"] or not query.roots_only)
            ]
            page = await self._with_open(project_id, query, page, shown[:MOST_ROWS])
        await self._edits.show_names(project_id, page.spans)
        return page

    async def facets(
        self, project_id: int, match: SpansMatch, facets: Sequence[Facet], *, limit: int
    ) -> Mapping[str, Sequence[Row]]:
        """The most frequent values of some columns, with the number of finished spans; "" is nothing said of a span.

        Without `judgements` when there are more than 100,000 around that time. Raises InvalidInput or LimitExceeded.
        """
        match = await self._judged.answer(project_id, match)
        spans = await counted(self._columnar, project_id, match)
        own = [facet for facet in facets if facet != JUDGEMENTS]
        found = await read_facets(self._columnar, project_id, spans, own, limit)
        said = await self._judged.find(project_id, match) if JUDGEMENTS in facets else None
        if said is not None:
            found[JUDGEMENTS] = await read_judged_facet(self._columnar, project_id, spans, said, limit)
        return found

    async def judgements(self, project_id: int, rows: Sequence[Row], *, of_traces: bool) -> Said:
        """What was said of the spans of a page, or of any span of their traces, and the scores that came with them."""
        return await self._judged.shown(project_id, rows, of_traces=of_traces)

    async def series(self, project_id: int, match: SpansMatch, buckets: int) -> SpanSeries:
        """What finished spans sum up to over time, in at most `buckets` (2 to 500) buckets. Raises InvalidInput."""
        match = await self._judged.answer(project_id, match)
        return await read_series(self._columnar, project_id, match, buckets)

    async def totals(self, project_id: int, trace_ids: Sequence[str]) -> Mapping[str, Row]:
        """What traces sum up to: spans, errors, tokens and cost of their model requests."""
        return await read_totals(self._columnar, project_id, trace_ids)

    async def uses(self, project_id: int, names: Sequence[UseName]) -> Mapping[str, Uses]:
        """How many finished spans named each of these users of refs. At most 5,000 names are looked for."""
        return await count_uses(self._columnar, project_id, names)

    async def sessions(
        self, project_id: int, session_ids: Sequence[str] = (), *, after_ns: int = -1, before_ns: int = NO_END_NS
    ) -> Sequence[Row]:
        """What the turns of sessions sum up to, the one that ended last first; of all sessions when none is named."""
        return await read_sessions(self._columnar, project_id, session_ids, after_ns, before_ns)

    async def conversations(self, project_id: int, query: ConversationsQuery) -> ConversationsPage:
        """A page of sessions or of users, the one that was last at work first. Raises InvalidInput."""
        return await read_conversations(self._columnar, project_id, query)

    async def turns(self, project_id: int, session_id: str, *, cursor: str | None, limit: int) -> TurnsPage:
        """A page of the traces of a session, the oldest first, as turns of a conversation. Raises InvalidInput."""
        page = await read_turns(self._columnar, project_id, session_id, cursor=cursor, limit=limit)
        await self._edits.show_names(project_id, page.turns)
        return page

    async def _with_open(self, project_id: int, query: SpansQuery, page: SpansPage, opened: list[Row]) -> SpansPage:
        """The page with these open spans above; of their traces counts what has ended."""
        missing = {row["trace_id"] for row in opened} - page.totals.keys() if query.totals else ()
        totals = await read_totals(self._columnar, project_id, sorted(missing))
        return SpansPage(opened + page.spans, page.next_cursor, {**page.totals, **totals})
