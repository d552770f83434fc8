"""One trial: the model on a row, then the scorers on what it gave; each step in a span of its own."""

import asyncio
import contextvars
import functools
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from runlake.sdk.evaluation.calling import Asking
from runlake.sdk.evaluation.results import Trial
from runlake.sdk.evaluation.row_sources import Row
from runlake.sdk.evaluation.scoring import Scorer
from runlake.sdk.evaluation.statistics import leaves_of
from runlake.sdk.messages import warn
from runlake.sdk.tracing import Span, trace
from runlake.sdk.tracing.capturing import captured
from runlake.sdk.tracing.spans import LONGEST_LABEL, LONGEST_SCORE_NAME

_NOT_OF_NAMES = re.compile(r"[^\w .\-/]|^wandb\.")


class Trials:
    """Runs trials of one evaluation. Functions that are not async run in threads."""

    def __init__(self, evaluation: str, model: Asking, scorers: list[Scorer], pool: ThreadPoolExecutor) -> None:
        self._evaluation = evaluation
        self._model = model
        self._scorers = scorers
        self._pool = pool

    async def run(self, number: int, trial: int, row: Row) -> Trial:
        """One pass over one row. Exceptions of model and scorers become part of the result."""
        inputs = {"self": self._evaluation, "model": self._model.name, "example": row, "trial": trial}
        with trace("Evaluation.predict_and_score", inputs=inputs) as joint:
            begun = time.perf_counter()
            output, error, predicted = await self._predict(row)
            latency_s = time.perf_counter() - begun
            scores: dict[str, Any] = {}
            failures: dict[str, str] = {}
            if error is None:
                await self._score(row, output, scores, failures)
            else:
                joint.fail(error)
            kept = captured(output)
            joint.outputs = {"output": kept, "scores": scores, "model_latency": latency_s}
        for name, value in _values(scores):
            predicted.score(name, value)
        said = None if error is None else _said(error)
        return Trial(number, trial, row, output, scores, said, latency_s, failures, joint.trace_id)

    async def _predict(self, row: Row) -> tuple[Any, Exception | None, Span]:
        args, kwargs = self._model.arguments(row, row)
        given = kwargs if not args else {"row": row}
        with trace(f"{self._model.name}.predict", inputs={"self": self._model.name, **given}) as span:
            try:
                span.outputs = output = await self._call(self._model, args, kwargs)
            except Exception as error:  # noqa: BLE001 - what the user's model does is a result
                span.fail(error)
                return None, error, span
        return output, None, span

    async def _score(self, row: Row, output: Any, scores: dict[str, Any], failures: dict[str, str]) -> None:
        for scorer in self._scorers:
            args, kwargs = scorer.asking.arguments({**row, "output": output}, output)
            given = {"output": output} if args else {}
            with trace(scorer.name, kind="scorer", inputs={**given, **kwargs}) as span:
                try:
                    span.outputs = judged = captured(await self._call(scorer.asking, args, kwargs))
                    scores[scorer.name] = judged
                except Exception as error:  # noqa: BLE001 - what the user's scorer does is a result
                    span.fail(error)
                    failures[scorer.name] = _said(error)

    async def _call(self, asked: Asking, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if asked.is_async:
            return await asked.function(*args, **kwargs)
        call = functools.partial(asked.function, *args, **kwargs)
        result = await asyncio.get_running_loop().run_in_executor(self._pool, contextvars.copy_context().run, call)
        return await result if asyncio.iscoroutine(result) else result


def _values(scores: dict[str, Any]) -> list[tuple[str, Any]]:
    """The scores that can be said of a span; of the others it is told why not."""
    found: list[tuple[str, Any]] = []
    for name, given in scores.items():
        for leaf, value in leaves_of(given):
            full = _NOT_OF_NAMES.sub("_", f"{name}.{leaf}" if leaf else name)
            problem = _problem_of(full, value)
            if problem is None:
                found.append((full, value))
            else:
                warn(
                    f"score {full[:200]}",
                    f"the score {full!r:.200} is in the result, not among the spans' scores: {problem}",
                )
    return found


def _problem_of(name: str, value: Any) -> str | None:
    if len(name) > LONGEST_SCORE_NAME:
        return f"its name has {len(name)} characters, {LONGEST_SCORE_NAME} may be"
    if isinstance(value, str) and not 0 < len(value) <= LONGEST_LABEL:
        return f"its label has {len(value):,} characters, 1 to {LONGEST_LABEL} may be"
    return None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
