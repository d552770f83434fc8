"""Which spans hold what is searched for, when they are few: found once, and named one by one to the queries that follow."""

import asyncio
from collections.abc import Sequence
from typing import Any

from runlake.products.traces.matching import AFTER, BETWEEN, SpansMatch
from runlake.products.traces.rows import hour_of
from runlake.products.traces.text_search import SPANS, compile_terms, content_holds, payload_holds, terms_of
from runlake.query import Parameters
from runlake.storage.columnar import Columnar

MOST_NAMED = 5_000
"""A word that stands in more spans is looked for again by each query, in the hours that it reads."""

Place = tuple[int, int, str, str]
"""(hour, trace_hash, trace_id, span_id)"""

SELECT_CONTENTS = """
SELECT DISTINCT digest FROM span_contents WHERE project_id = {{project_id:UInt32}} AND {content} LIMIT {{limit:UInt32}}
"""

SELECT_SPANS = """
SELECT DISTINCT {spans} FROM span_payloads WHERE {within} AND {holds} LIMIT {{limit:UInt32}}
"""


async def find_spans(columnar: Columnar, project_id: int, match: SpansMatch) -> Sequence[Place] | None:
    """The spans that hold all words that are searched for; None when nothing is, or when all of the words are frequent.

    Raises InvalidInput for a search that cannot be.
    """
    if not match.search.strip():
        return None
    terms = terms_of(match.search)
    values = {
        "project_id": project_id,
        "first_hour": hour_of(match.since_ns),
        "last_hour": hour_of(match.until_ns),
        "limit": MOST_NAMED + 1,
    }
    within = AFTER if match.roots_only else BETWEEN
    found = await asyncio.gather(*(_with_term(columnar, term, within, values) for term in terms))
    rare = [spans for spans in found if spans is not None]
    if not rare:
        return None
    named = set.intersection(*rare)
    frequent = [term for term, spans in zip(terms, found, strict=True) if spans is None]
    if named and frequent:
        named &= await _narrowed(columnar, named, frequent, values)
    return sorted(named)


async def _with_term(columnar: Columnar, term: str, within: str, values: dict[str, Any]) -> set[Place] | None:
    """The spans that hold one term, themselves or in a content that they share; None when there are too many."""
    digests, spans = await asyncio.gather(_contents(columnar, term, values), _holding(columnar, term, within, values))
    if digests is None or spans is None:
        return None
    if digests:
        sql = SELECT_SPANS.format(spans=SPANS, within=within, holds="hasAny(contents, {digests:Array(String)})")
        spans |= _places(await columnar.query(sql, {**values, "digests": digests}))
    return spans if len(spans) <= MOST_NAMED else None


async def _contents(columnar: Columnar, term: str, values: dict[str, Any]) -> list[str] | None:
    parameters = Parameters()
    sql = SELECT_CONTENTS.format(content=content_holds(term, parameters))
    found = (await columnar.query(sql, {**parameters.values, **values})).to_pylist()
    return [row["digest"] for row in found] if len(found) <= MOST_NAMED else None


async def _holding(columnar: Columnar, term: str, within: str, values: dict[str, Any]) -> set[Place] | None:
    parameters = Parameters()
    sql = SELECT_SPANS.format(spans=SPANS, within=within, holds=payload_holds(term, parameters))
    found = _places(await columnar.query(sql, {**parameters.values, **values}))
    return found if len(found) <= MOST_NAMED else None


async def _narrowed(columnar: Columnar, named: set[Place], terms: Sequence[str], values: dict[str, Any]) -> set[Place]:
    """Those of the traces of these spans that hold the other terms too."""
    parameters = Parameters()
    within = "project_id = {project_id:UInt32} AND (hour, trace_hash) IN {places:Array(Tuple(UInt32, UInt64))}"
    sql = compile_terms(terms, parameters, SPANS, within)
    places = sorted({place[:2] for place in named})
    return _places(await columnar.query(sql, {**parameters.values, **values, "places": places}))


def _places(found: Any) -> set[Place]:
    return {(row["hour"], row["trace_hash"], row["trace_id"], row["span_id"]) for row in found.to_pylist()}
