"""Generators that are traced: the span is current while they work, not while their caller does."""

from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any

from runlake.sdk.messages import warn
from runlake.sdk.tracing.spans import Span

_MOST_KEPT = 10_000
Reduce = Callable[[list[Any]], Any]


class _Yielded:
    """What came out so far, and how the span ends."""

    def __init__(self, span: Span, reduce: Reduce | None) -> None:
        self._span = span
        self._reduce = reduce
        self._items: list[Any] = []

    def add(self, item: Any) -> Any:
        if len(self._items) < _MOST_KEPT:
            self._items.append(item)
        return item

    def end(self, error: BaseException | None = None) -> None:
        is_over = error is None or isinstance(error, StopIteration | StopAsyncIteration | GeneratorExit)
        try:
            self._span.outputs = self._reduce(self._items) if self._reduce is not None else self._items
        except Exception as problem:  # noqa: BLE001 - the border to the user's program
            warn("tracing", f"reduce= failed for {self._span.name!r}: {type(problem).__name__}: {problem}")
            self._span.outputs = self._items
        self._span.end(None if is_over else error)


class TracedGenerator(Generator[Any, Any, Any]):
    """A generator in its span."""

    def __init__(self, inner: Generator[Any, Any, Any], span: Span, reduce: Reduce | None) -> None:
        self._inner = inner
        self._span = span
        self._yielded = _Yielded(span, reduce)

    def send(self, value: Any) -> Any:
        return self._step(self._inner.send, value)

    def throw(self, *given: Any) -> Any:
        return self._step(self._inner.throw, *given)

    def close(self) -> None:
        self._inner.close()
        self._yielded.end()

    def __del__(self) -> None:
        self._yielded.end()

    def _step(self, step: Callable[..., Any], *given: Any) -> Any:
        self._span.enter()
        try:
            item = step(*given)
        except BaseException as error:
            self._span.leave()
            self._yielded.end(error)
            raise
        self._span.leave()
        return self._yielded.add(item)


class TracedAsyncGenerator(AsyncGenerator[Any, Any]):
    """An async generator in its span."""

    def __init__(self, inner: AsyncGenerator[Any, Any], span: Span, reduce: Reduce | None) -> None:
        self._inner = inner
        self._span = span
        self._yielded = _Yielded(span, reduce)

    async def asend(self, value: Any) -> Any:
        return await self._step(self._inner.asend, value)

    async def athrow(self, *given: Any) -> Any:
        return await self._step(self._inner.athrow, *given)

    async def aclose(self) -> None:
        await self._inner.aclose()
        self._yielded.end()

    def __del__(self) -> None:
        self._yielded.end()

    async def _step(self, step: Callable[..., Any], *given: Any) -> Any:
        self._span.enter()
        try:
            item = await step(*given)
        except BaseException as error:
            self._span.leave()
            self._yielded.end(error)
            raise
        self._span.leave()
        return self._yielded.add(item)
