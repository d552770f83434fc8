"""Full text over what spans hold, in any script, and facets of what is found; on a real store."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.live import LiveBus
from runlake.products.traces import RawSpan, SpanEvent, SpansMatch, SpansQuery, Traces, searching
from runlake.products.traces.text_search import compile_terms
from runlake.query import Parameters, parse_filter
from runlake.storage.columnar import ChdbColumnar
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import SECOND, START, opened_traces, span

SCRIPTS = {  # a text, a word of it, a part of a word
    "Latin": ("Wo ist die Straßenbahn?", "straßenbahn", "ßenba"),
    "Arabic": ("أين تقع محطة القطار", "محطة", "قطا"),
    "Chinese": ("北京的天气怎么样", "天气", "气怎"),
    "Thai": ("สภาพอากาศวันนี้เป็นอย่างไร", "อากาศ", "าศวั"),
    "Japanese": ("明日の東京の予報を教えて", "東京", "京の予"),
    "Korean": ("서울의 날씨를 알려 주세요", "날씨를", "울의"),
    "Cyrillic": ("Какая погода в Москве", "МОСКВЕ", "огод"),
    "Greek": ("Τι καιρό κάνει στην Αθήνα", "αθήνα", "ιρό"),
    "Hindi": ("दिल्ली में मौसम कैसा है", "मौसम", "ल्ली"),
    "Hebrew": ("מה מזג האוויר בחיפה", "האוויר", "וויר"),
}


@pytest.fixture
async def traces(tmp_path: Path, clock: FakeClock) -> AsyncIterator[Traces]:
    async with opened_traces(tmp_path, LiveBus(), clock) as made:
        yield made


async def found(traces: Traces, search: str, *, roots_only: bool = False, **query: Any) -> list[str]:
    page = await traces.lists.search(1, SpansQuery(search=search, roots_only=roots_only, **query))
    return sorted(row["name"] for row in page.spans)


async def test_words_and_parts_of_words_of_ten_scripts(traces: Traces) -> None:
    spans = []
    for number, (script, (text, _, _)) in enumerate(SCRIPTS.items(), 1):
        message = json.dumps([{"role": "user", "content": text}])  # ASCII only, as most instrumentations write it
        attributes = {"gen_ai.input.messages": message} if number % 2 else {"output.value": text}
        spans.append(span(number, trace=number, name=script, attributes=attributes))
    await traces.append(1, spans)
    for script, (text, word, part) in SCRIPTS.items():
        for search in (text, word, part, f'"{text}"'):
            assert await found(traces, search) == [script], search
    assert await found(traces, "天氣") == []


MERGED = ("No rain. Umbrella! why? 北京的天气怎么样", "οδοΣ в МОСКВЕ Straßen")
INDEXED = (  # a search, the index that answers it, how many of the texts hold it
    ("rain", "payload_words", 1),
    ("umbrel", "payload_words", 1),
    ('"umbrella today"', "payload_words", 0),
    ('"umbrella! why"', "payload_words", 1),
    ("天气", "payload_pairs", 1),
    ("天氣", "payload_pairs", 0),
    ("ΟΔΟΣ", "payload_pairs", 1),
    ("москве", "payload_pairs", 1),
    ("straßen", "payload_words", 1),
)


async def test_merged_parts_are_searched_by_their_indexes(tmp_path: Path, clock: FakeClock) -> None:
    async with opened_traces(tmp_path, LiveBus(), clock) as made:
        await made.append(1, [span(number, attributes={"input.value": text}) for number, text in enumerate(MERGED, 1)])
    columnar = await ChdbColumnar.open(tmp_path, readers=2)
    for table in ("span_payloads", "span_contents"):
        await columnar.execute(f"OPTIMIZE TABLE {table} FINAL")
    for search, index, texts in INDEXED:
        parameters = Parameters()
        sql = compile_terms([search.strip('"')], parameters, "span_id", "project_id = {project_id:UInt32}")
        values = {**parameters.values, "project_id": 1}
        assert (await columnar.query(sql, values)).num_rows == texts, search
        plan = (await columnar.query(f"EXPLAIN indexes = 1 {sql}", values)).to_pylist()
        assert any(f"Name: {index}" in row["explain"] for row in plan), (search, plan)
    await columnar.close()


async def test_attributes_are_filtered_in_parts_that_were_merged_and_in_those_that_were_not(
    tmp_path: Path, clock: FakeClock
) -> None:
    async with opened_traces(tmp_path, LiveBus(), clock) as made:
        await made.append(1, [span(1, attributes={"customer": "ann"}), span(2, attributes={"other": "ann"})])
        columnar = await ChdbColumnar.open(tmp_path, readers=1)
        await columnar.execute("OPTIMIZE TABLE spans FINAL")
        await columnar.close()
        await made.append(1, [span(3, attributes={"customer": "ann"}), span(4, attributes={"customer": "bob"})])
        only = parse_filter({"field": "attributes.customer", "op": "eq", "value": "ann"})
        page = await made.lists.search(1, SpansQuery(filter=only, roots_only=False))
        assert sorted(row["name"] for row in page.spans) == ["span 1", "span 3"]


async def test_words_of_many_spans_are_looked_for_by_each_query(
    traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_NAMED", 2)
    long = "quetzal " * 2_000  # kept beside the payload, once
    for trace, output in enumerate(("rain and wind", "rain and sun", "rain and snow", long, long), 1):
        root, inner = span(trace, trace=trace), span(trace + 10, trace=trace, parent=trace, at_s=trace)
        await traces.append(1, [root, replace(inner, attributes={"output.value": output})])
    cases = {"rain": [1, 2, 3], "rain and": [1, 2, 3], "rain sun": [2], "wind sun": [], "quetzal": [4, 5]}
    for search, numbers in cases.items():
        for roots_only, added in ((True, 0), (False, 10)):
            names = sorted(f"span {number + added}" for number in numbers)
            assert await found(traces, search, roots_only=roots_only) == names, search


async def test_attributes_events_names_and_messages_are_searched(traces: Traces) -> None:
    long = "x" * 500 + " needle-in-a-long-attribute"
    event = SpanEvent("exception", 1, {"exception.stacktrace": 'File "agent.py"\n  raise Boom'})
    await traces.append(
        1,
        [
            span(1, name="attribute", attributes={"my.note": long, "region": "eu_north%1"}),
            span(2, name="event", events=[event], status="error", status_message="out of memory"),
            span(3, name="plain", attributes={"input.value": "a\\b", "custom": {"deep": ["in a list", 42]}}),
        ],
    )
    cases = {
        "needle-in-a-LONG": ["attribute"],
        "eu_north%1": ["attribute"],
        "eu%1": [],
        "eunorth": [],
        '"agent.py"': ["event"],
        '"Boom memory"': [],
        "Boom memory": ["event"],
        "a\\b": ["plain"],
        "my.note": ["attribute"],
        "list 42": ["plain"],
        "plai": ["plain"],
        "' OR 1": [],
    }
    assert {search: await found(traces, search) for search in cases} == cases


async def test_roots_are_found_by_what_is_below_them(traces: Traces) -> None:
    hidden = {"output.value": "the quetzal sings"}
    await traces.append(1, [span(1, name="root"), span(2, parent=1, at_s=7200, name="child", attributes=hidden)])
    await traces.append(1, [span(3, trace=2, name="other", attributes={"output.value": "no bird"})])
    await traces.append(2, [span(9, trace=9, name="elsewhere", attributes=hidden)])
    assert await found(traces, "quetzal", roots_only=True) == ["root"]
    assert await found(traces, "quetzal") == ["child"]
    only = parse_filter({"field": "name", "op": "eq", "value": "other"})
    assert await found(traces, "quetzal", filter=only) == []
    assert await found(traces, "quetzal", until_ns=(1_790_000_000 + 7200) * SECOND) == []
    assert await found(traces, "  ", roots_only=True) == ["other", "root"]


async def test_searches_that_cannot_be_are_refused(traces: Traces) -> None:
    for wrong in ("x" * 257, "a b c d e f g h i", "\ud800"):
        with pytest.raises(InvalidInput):
            await found(traces, wrong)


async def test_facets_count_what_matches(traces: Traces) -> None:
    chat = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt", "tag.tags": ["a", "b"]}
    await traces.append(
        1,
        [
            span(1, attributes=chat | {"input.value": "quetzal"}),
            span(2, attributes=chat | {"tag.tags": ["a"]}, at_s=5),
            span(3, parent=1, status="error"),
        ],
    )
    facets = await traces.lists.facets(1, SpansMatch(roots_only=False), ["kind", "status", "model", "tags"], limit=5)
    assert {facet: [(row["value"], row["spans"]) for row in rows] for facet, rows in facets.items()} == {
        "kind": [("llm", 2), ("unknown", 1)],
        "status": [("unset", 2), ("error", 1)],
        "model": [("gpt", 2)],
        "tags": [("a", 2), ("b", 1)],
    }
    await traces.append(1, [span(4, at_s=3600, status="error"), span(5, at_s=7200), span(6, at_s=7201)])
    for since_s, until_s, counts in ((0, 7201, [3, 2]), (1, 5, []), (1, 7200, [1, 1]), (7200, 7202, [2])):
        match = SpansMatch(roots_only=False, since_ns=START + since_s * SECOND, until_ns=START + until_s * SECOND)
        facets = await traces.lists.facets(1, match, ["status"], limit=5)
        assert [row["spans"] for row in facets["status"]] == counts, (since_s, until_s)
    narrowed = await traces.lists.facets(1, SpansMatch(search="quetzal"), ["name"], limit=1)
    assert narrowed == {"name": [{"value": "span 1", "spans": 1}]}
    assert await traces.lists.facets(2, SpansMatch(), ["name"], limit=1) == {"name": []}


async def test_scores_are_filters_and_facets_of_spans_and_of_their_traces(traces: Traces) -> None:
    def judged(number: int, value: float, label: str) -> RawSpan:
        said = [
            {"name": "relevance", "score": value, "label": label, "annotator_kind": "LLM"},
            {"name": "x", "score": 1},
        ]
        return span(number, trace=number, parent=number + 10, at_s=1, attributes={"runlake.scores": said})

    roots = [span(number + 10, trace=number, name=f"root {number}") for number in (1, 2, 3)]
    await traces.append(1, [*roots, judged(1, 0.9, "good"), judged(2, 0.25, "bad")])
    cases: dict[tuple[str, str, object], list[str]] = {
        ("scores", "eq", "relevance: good"): ["span 1"],
        ("scores", "eq", "x"): ["span 2", "span 1"],
        ("scores.relevance", "gt", 0.5): ["span 1"],
        ("scores.relevance", "eq", 0.25): ["span 2"],
        ("scores.relevance", "eq", "bad"): ["span 2"],
        ("scores.x", "contains", "b"): [],
        ("scores.nobody", "exists", True): [],
        ("trace.scores.relevance", "lt", 0.5): ["root 2", "span 2"],
        ("trace.scores", "eq", "relevance: good"): ["root 1", "span 1"],
    }
    for (field, op, value), names in cases.items():
        kept = parse_filter({"field": field, "op": op, "value": value})
        assert sorted(await found(traces, "", filter=kept)) == sorted(names), (field, op)
    of_roots = await traces.lists.facets(1, SpansMatch(), ["scores"], limit=5)
    assert [(row["value"], row["spans"]) for row in of_roots["scores"]] == [
        ("x", 2),
        ("relevance: bad", 1),
        ("relevance: good", 1),
    ]
    assert await traces.lists.facets(1, SpansMatch(roots_only=False), ["scores"], limit=5) == of_roots
    came = await traces.scores(1, f"{1:032x}", most=10)
    assert [(row["score_name"], row["score_value"], row["score_label"], row["judge"]) for row in came] == [
        ("relevance", "0.9", "good", "scorer"),
        ("x", "1.0", "", "client"),
    ]
    assert (await traces.span_ids(1, f"{1:032x}", most=1)) == [roots[0].span_id]


async def test_a_root_is_found_by_what_was_judged_many_hours_after_it(traces: Traces) -> None:
    late = span(2, trace=1, parent=1, at_s=10 * 3600, attributes={"runlake.scores": [{"name": "late", "score": 1}]})
    await traces.append(1, [span(1), late])
    kept = parse_filter({"field": "trace.scores", "op": "eq", "value": "late"})
    page = await traces.lists.search(1, SpansQuery(filter=kept))
    assert [row["name"] for row in page.spans] == ["span 1"]
