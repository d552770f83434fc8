"""`runlake.trace` around every kind of function, and around blocks."""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import runlake
from tests.unit.sdk.tracing.conftest import Kept


@runlake.trace
def add(a: int, b: int = 2) -> int:
    return a + b


class Index:
    @runlake.trace(kind="retriever")
    def find(self, query: str, *terms: str, **more: int) -> list[str]:
        return [query, *terms]

    @runlake.trace
    @staticmethod
    def plain(x: int) -> int:
        return x

    @runlake.trace
    @classmethod
    def made(cls, x: int) -> str:
        return f"{cls.__name__}{x}"


def test_a_function_is_traced_with_arguments_result_run_and_step(kept: Kept) -> None:
    assert add(1) == 3
    said = kept.said("add")
    assert (said["weave.op_name"], said["weave.inputs"], said["weave.output"]) == ("add", {"a": 1, "b": 2}, 3)
    assert (said["runlake.run"], said["runlake.step"]) == ("r1", 7)
    span = kept.spans()["add"]
    assert (span.status, span.parent_id, len(span.trace_id), len(span.span_id)) == ("ok", "", 32, 16)
    assert span.end_ns >= span.start_ns > 0


def test_methods_leave_self_out(kept: Kept) -> None:
    assert Index().find("q", "t", k=3) == ["q", "t"]
    assert Index.plain(4) == 4
    assert Index.made(5) == "Index5"
    assert kept.said("Index.find")["weave.inputs"] == {"query": "q", "terms": ["t"], "k": 3}
    assert kept.said("Index.find")["weave.kind"] == "retriever"
    assert kept.said("Index.plain")["weave.inputs"] == kept.said("Index.made")["weave.inputs"] | {"x": 4}


def test_an_exception_is_kept_with_its_stack_and_goes_on(kept: Kept) -> None:
    @runlake.trace(name="fails")
    def fails() -> None:
        raise ValueError("no such thing")

    with pytest.raises(ValueError, match="no such thing"):
        fails()
    span = kept.spans()["fails"]
    assert (span.status, span.status_message) == ("error", "no such thing")
    assert span.attributes["error.type"] == "ValueError"
    assert "in fails" in span.attributes["weave.exception"]


def test_nested_calls_are_children_in_threads_and_tasks(kept: Kept) -> None:
    @runlake.trace(name="leaf")
    async def leaf(number: int) -> int:
        await asyncio.sleep(0)
        return number

    @runlake.trace(name="outer")
    async def outer() -> list[int]:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(add, 1).result()
        return await asyncio.gather(leaf(1), leaf(2))

    assert asyncio.run(outer()) == [1, 2]
    assert runlake.current_span() is None
    spans = kept.batch.begun.values()
    root = next(span for span in spans if span.name == "outer")
    children = [span.name for span in spans if (span.trace_id, span.parent_id) == (root.trace_id, root.span_id)]
    assert sorted(children) == ["add", "leaf", "leaf"]


def test_a_generator_is_current_only_while_it_works(kept: Kept) -> None:
    @runlake.trace(name="words", reduce="".join)
    def words() -> Iterator[str]:
        add(1)
        yield "a"
        yield "b"

    found = words()
    assert next(found) == "a"
    assert runlake.current_span() is None
    assert list(found) == ["b"]
    assert kept.said("words")["weave.output"] == "ab"
    assert kept.spans()["add"].parent_id == kept.spans()["words"].span_id


def test_an_async_generator_that_is_left_ends(kept: Kept) -> None:
    @runlake.trace(name="ticks")
    async def ticks() -> AsyncIterator[int]:
        for number in range(10):
            yield number

    async def first() -> int:
        async for number in (made := ticks()):
            await made.aclose()  # type: ignore[attr-defined]
            return number
        return -1

    assert asyncio.run(first()) == 0
    assert kept.said("ticks")["weave.output"] == [0]
    assert kept.spans()["ticks"].status == "ok"


def test_a_block_says_what_it_likes(kept: Kept) -> None:
    with (
        runlake.session("chat-7", user="ada"),
        runlake.trace("ask", kind="llm", inputs={"q": "why", "api_key": "sk-1"}, hide=["deep"]) as span,
    ):
        assert runlake.current_span() is span
        span.outputs = {"answer": "so", "deep": 1}
        span.attributes["retries"] = 2
        span.tokens(10, 3, model="gpt-4o", cache_read=4)
    span.score("correct", True)
    span.annotate("good")
    said = kept.said("ask")
    assert said["weave.inputs"] == {"q": "why", "api_key": "[hidden]"}
    assert said["weave.output"] == {"answer": "so", "deep": "[hidden]"}
    assert (said["session.id"], said["user.id"], said["retries"]) == ("chat-7", "ada", 2)
    assert (said["weave.model"], said["weave.usage"]) == ("gpt-4o", {"input": 10, "output": 3, "cache_read": 4})
    assert [(score.name, score.value) for score in kept.batch.scores] == [("correct", True), ("comment", "good")]
    assert {score.span_id for score in kept.batch.scores} == {span.span_id}


def test_parents_can_be_named(kept: Kept) -> None:
    with runlake.trace("here") as here:
        pass
    with runlake.trace("there", parent=here.traceparent), runlake.trace("below"):
        pass
    contextvars.Context().run(lambda: runlake.trace(name="far", parent=here)(add)(1))
    spans = kept.spans()
    assert spans["there"].parent_id == spans["far"].parent_id == here.span_id
    assert {span.trace_id for span in spans.values()} == {here.trace_id}


def test_answers_of_model_providers_say_model_and_tokens(kept: Kept) -> None:
    usage = {"prompt_tokens": 9, "completion_tokens": 2, "prompt_tokens_details": {"cached_tokens": 3}}

    @runlake.trace(name="chat")
    def chat() -> dict[str, Any]:
        return {"model": "gpt-4o-mini", "usage": usage, "choices": []}

    chat()
    said = kept.said("chat")
    assert (said["weave.kind"], said["weave.model"]) == ("llm", "gpt-4o-mini")
    assert said["weave.usage"] == {"input": 9, "output": 2, "cache_read": 3}


def test_nothing_is_traced_without_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUNLAKE_PROJECT", raising=False)
    assert add(1) == 3
    with runlake.trace("block") as span:
        span.outputs = 1
        span.score("good", True)
        assert runlake.current_span() is None


def test_what_cannot_be_is_refused_at_once(kept: Kept) -> None:
    with pytest.raises(runlake.UsageError, match="kind is 'robot'"):
        runlake.trace(kind="robot")
    with pytest.raises(runlake.UsageError, match="needs a name"), runlake.trace():
        pass
    with pytest.raises(runlake.UsageError, match="traceparent"):
        runlake.trace("x", parent="00-1-2-3")
    with runlake.trace("x") as span, pytest.raises(runlake.UsageError, match="is of type list"):
        span.score("good", [1])  # type: ignore[arg-type]
    for name, value in (("f(x)", 1), ("wandb.x", 1), ("thumb", "left")):
        with pytest.raises(runlake.UsageError, match=r"score is called|thumb"):
            span.score(name, value)
