"""`runlake.trace`: the decorator of functions, and the context manager."""

import functools
import inspect
from collections.abc import Callable, Collection, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar, overload

from runlake.errors import UsageError
from runlake.sdk.messages import warn
from runlake.sdk.tracing.arguments import ArgumentNames
from runlake.sdk.tracing.context import current
from runlake.sdk.tracing.generators import TracedAsyncGenerator, TracedGenerator
from runlake.sdk.tracing.neighbours import Parent, current_otel_span
from runlake.sdk.tracing.nowhere import nowhere
from runlake.sdk.tracing.sinks import sink
from runlake.sdk.tracing.spans import KINDS, EarlierSpan, Span
from runlake.sdk.tracing.threads import follow_into_threads

Traced = TypeVar("Traced", bound=Callable[..., Any])
Reduce = Callable[[list[Any]], Any]


@overload
def trace(function: Traced) -> Traced: ...
@overload
def trace(
    function: str | None = None,
    *,
    name: str | None = None,
    kind: str | None = None,
    inputs: Any = None,
    attributes: Mapping[str, Any] | None = None,
    parent: "Span | str | None" = None,
    hide: Collection[str] = (),
    reduce: Reduce | None = None,
    display_name: str | None = None,
) -> "Trace": ...
def trace(
    function: Any = None,
    *,
    name: str | None = None,
    kind: str | None = None,
    inputs: Any = None,
    attributes: Mapping[str, Any] | None = None,
    parent: "Span | str | None" = None,
    hide: Collection[str] = (),
    reduce: Reduce | None = None,
    display_name: str | None = None,
) -> Any:
    """Trace what a function does, or what a block does.

        @runlake.trace                           # functions, methods, generators, async or not
        def answer(question): …

        @runlake.trace(kind="tool", hide=["token"])
        async def look_up(word, token): …

        with runlake.trace("rank", inputs={"k": 3}) as span:
            span.outputs = rank(k=3)

    A span is written to the journal of the run that began last, or of `init_tracing`, or of `RUNLAKE_PROJECT`; when there
    is none of them, functions and blocks run as if nothing were here. Only the program's own exceptions come out of it.

    Args:
        function: what is traced; or the name of the span.
        name: what the span is called; None means the function's name.
        kind: one of `agent llm tool retriever embedding chain scorer guardrail`: how the trace page draws it.
        inputs: what a block is given. Functions are shown with their arguments.
        attributes: further facts, JSON or what becomes JSON.
        parent: a span, or a W3C `traceparent` of another process; None means the one that is current.
        hide: names of arguments, and of members at any depth, that are not kept. Those that are named like secrets never are.
        display_name: what this very span is shown as, instead of its name.
        reduce: for generators: what is shown of the list of all that was yielded, such as `"".join`.

    Raises:
        UsageError: an argument cannot be right.
    """
    if isinstance(function, str):
        name, function = name or function, None
    made = Trace(name, kind, inputs, dict(attributes or {}), parent, tuple(hide), reduce, display_name)
    return made if function is None else made(function)


class Trace:
    """What `trace` was asked for: decorates functions, or surrounds a block. A block may be entered again."""

    def __init__(
        self,
        name: str | None,
        kind: str | None,
        inputs: Any,
        attributes: dict[str, Any],
        parent: "Span | str | None",
        hide: tuple[str, ...],
        reduce: Reduce | None,
        display_name: str | None,
    ) -> None:
        if kind is not None and kind not in KINDS:
            raise UsageError(f"kind is {kind!r:.100}; it is one of {', '.join(KINDS)}")
        if name is not None and (not isinstance(name, str) or not name):
            raise UsageError(f"name is {name!r:.100}; it must be a text that is not empty")
        self._name = name
        self._kind = kind
        self._inputs = inputs
        self._attributes = attributes
        self._parent = None if parent is None else _parent_of(parent)
        self._hide = hide
        self._reduce = reduce
        self._display_name = display_name
        self._earlier: EarlierSpan | None = None
        self._open: list[Span] = []

    def going_on_with(self, earlier: EarlierSpan | None) -> Self:
        """The block is the rest of a span of another process; None: it is not."""
        self._earlier = earlier
        return self

    def __call__(self, function: Any) -> Any:
        """The function, traced."""
        if isinstance(function, staticmethod | classmethod):
            return type(function)(self(function.__func__))
        if not callable(function):
            raise UsageError(f"trace takes a function or the name of a block, not {type(function).__name__}")
        names = ArgumentNames(function)
        if inspect.isasyncgenfunction(function):
            return self._of_async_generator(function, names)
        if inspect.iscoroutinefunction(function):
            return self._of_coroutine(function, names)
        if inspect.isgeneratorfunction(function):
            return self._of_generator(function, names)
        return self._of_function(function, names)

    def __enter__(self) -> Span:
        if not self._name:
            raise UsageError("a traced block needs a name: with runlake.trace('name') as span")
        span = self._begin(self._name, self._inputs) or nowhere()
        self._open.append(span)
        return span.enter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, stack: TracebackType | None
    ) -> None:
        span = self._open.pop()
        span.leave()
        span.end(error)

    async def __aenter__(self) -> Span:
        return self.__enter__()

    async def __aexit__(self, *given: Any) -> None:
        self.__exit__(*given)

    def _of_function(self, function: Callable[..., Any], names: ArgumentNames) -> Callable[..., Any]:
        name = self._name or names.function_name

        @functools.wraps(function)
        def traced(*args: Any, **kwargs: Any) -> Any:
            span = self._begin(name, names, args, kwargs)
            if span is None:
                return function(*args, **kwargs)
            with span:
                span.outputs = result = function(*args, **kwargs)
            return result

        return traced

    def _of_coroutine(self, function: Callable[..., Any], names: ArgumentNames) -> Callable[..., Any]:
        name = self._name or names.function_name

        @functools.wraps(function)
        async def traced(*args: Any, **kwargs: Any) -> Any:
            span = self._begin(name, names, args, kwargs)
            if span is None:
                return await function(*args, **kwargs)
            with span:
                span.outputs = result = await function(*args, **kwargs)
            return result

        return traced

    def _of_generator(self, function: Callable[..., Any], names: ArgumentNames) -> Callable[..., Any]:
        name = self._name or names.function_name

        @functools.wraps(function)
        def traced(*args: Any, **kwargs: Any) -> Any:
            span = self._begin(name, names, args, kwargs)
            made = function(*args, **kwargs)
            return made if span is None else TracedGenerator(made, span, self._reduce)

        return traced

    def _of_async_generator(self, function: Callable[..., Any], names: ArgumentNames) -> Callable[..., Any]:
        name = self._name or names.function_name

        @functools.wraps(function)
        def traced(*args: Any, **kwargs: Any) -> Any:
            span = self._begin(name, names, args, kwargs)
            made = function(*args, **kwargs)
            return made if span is None else TracedAsyncGenerator(made, span, self._reduce)

        return traced

    def _begin(self, name: str, inputs: Any, args: tuple[Any, ...] = (), kwargs: Any = None) -> Span | None:
        """A span that has begun; None when nobody takes it."""
        taker = sink()
        if taker is None:
            return None
        try:
            follow_into_threads()
            around = self._parent or current_otel_span() or _current()
            span = Span(
                taker,
                name,
                trace_id=around.trace_id if around else None,
                parent_id=around.span_id if around else "",
                kind=self._kind,
                hide=self._hide,
                attributes=dict(self._attributes) if self._attributes else None,
                earlier=self._earlier,
            )
            given = inputs.named(args, kwargs) if isinstance(inputs, ArgumentNames) else inputs
            return span.begin(given, self._display_name)
        except Exception as error:  # noqa: BLE001 - the border to the user's program
            warn("tracing", f"{name!r} is not traced: {type(error).__name__}: {error}")
            return None


def _current() -> Span | None:
    return current.get()


def _parent_of(given: "Span | str") -> Parent:
    """A parent that was named. Raises UsageError."""
    if isinstance(given, Span):
        return Parent(given.trace_id, given.span_id)
    parts = given.strip().lower().split("-") if isinstance(given, str) else []
    if len(parts) < 4 or len(parts[1]) != 32 or len(parts[2]) != 16 or not _is_hex(parts[1] + parts[2]):
        raise UsageError(f"parent is {given!r:.100}; it is a span, or a traceparent like 00-<32 hex>-<16 hex>-01")
    return Parent(parts[1], parts[2])


def _is_hex(text: str) -> bool:
    return not text.strip("0123456789abcdef")
