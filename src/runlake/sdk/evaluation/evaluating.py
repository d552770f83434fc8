"""`runlake.evaluate` and `runlake.Evaluation`: all rows, all trials, some at a time."""

import asyncio
import contextvars
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.evaluation.calling import Asking
from runlake.sdk.evaluation.dataset import Dataset
from runlake.sdk.evaluation.printing import Progress
from runlake.sdk.evaluation.results import EvaluationResult, Trial
from runlake.sdk.evaluation.resuming import Place, find_earlier
from runlake.sdk.evaluation.running import Trials
from runlake.sdk.evaluation.scoring import Scorer, as_scorers
from runlake.sdk.live_runs import newest_run
from runlake.sdk.messages import say
from runlake.sdk.tracing import trace

_MOST_AT_ONCE = 256

Scorers = Sequence[Scorer | Callable[..., Any]] | Mapping[str, Callable[..., Any]] | Scorer | Callable[..., Any]


class Evaluation:
    """Scorers over a data set, to be run on models: `evaluation.run(model)`, or `await evaluation.run_async(model)`.

    Args:
        dataset: a `Dataset`, or anything that one can be made of.
        scorers: functions that judge an output; see `scorer`. A mapping gives them names.
        trials: how often each row is given to the model.
        concurrency: how many trials run at the same time, 1 to 256. Functions that are not async run in threads.
        name: what it is called; None means the data set's name.

    Raises:
        UsageError: an argument cannot be right.
    """

    def __init__(
        self, dataset: Any, scorers: Scorers, *, trials: int = 1, concurrency: int = 8, name: str | None = None
    ) -> None:
        self.dataset = dataset if isinstance(dataset, Dataset) else Dataset(dataset)
        self.scorers = as_scorers(scorers)
        if not isinstance(trials, int) or trials < 1:
            raise UsageError(f"trials is {trials!r:.40}; it must be 1 or more")
        if not isinstance(concurrency, int) or not 1 <= concurrency <= _MOST_AT_ONCE:
            raise UsageError(f"concurrency is {concurrency!r:.40}; it must be 1 to {_MOST_AT_ONCE}")
        self.trials = trials
        self.concurrency = concurrency
        self.name = name or self.dataset.name

    def run(
        self, model: Any, *, name: str | None = None, progress: bool | None = None, resume: bool = False
    ) -> EvaluationResult:
        """Run it on a model and print what it came to; see `evaluate`. Works within a running event loop, too."""
        work = self.run_async(model, name=name, progress=progress, resume=resume)
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            result = asyncio.run(work)
        else:  # a notebook
            with ThreadPoolExecutor(1) as pool:
                result = pool.submit(contextvars.copy_context().run, asyncio.run, work).result()
        if progress is not False:
            sys.stdout.write(f"{result!r}\n")
        return result

    async def run_async(
        self, model: Any, *, name: str | None = None, progress: bool | None = None, resume: bool = False
    ) -> EvaluationResult:
        """Run it on a model. Nothing is printed but how far it is."""
        asked = _asking(model)
        shown = name or f"{asked.name} on {self.dataset.name}"
        of_rows = {"rows": len(self.dataset), "dataset": self.dataset.ref or self.dataset.digest}
        inputs = {"self": self.name, "model": asked.name, **of_rows}
        refs = {"runlake.refs": [self.dataset.ref]} if self.dataset.ref else None
        earlier = await asyncio.to_thread(find_earlier, shown, self, asked.name) if resume else None
        block = trace("Evaluation.evaluate", inputs=inputs, display_name=shown, attributes=refs)
        with block.going_on_with(earlier.span if earlier else None) as span:
            found = await self._all_trials(asked, earlier.trials if earlier else {}, progress)
            result = EvaluationResult(shown, asked.name, self.dataset.name, found, span.trace_id)
            span.outputs = result.summary
        _note_on_run(result, self.name)
        return result

    async def _all_trials(self, model: Asking, known: Mapping[Place, Trial], shown: bool | None) -> list[Trial]:
        """Those that are known, and all others, which are run."""
        places = [(row, trial) for trial in range(self.trials) for row in range(len(self.dataset))]
        missing = [place for place in places if place not in known]
        if known:
            say(f"{len(known):,} trials are there, {len(missing):,} are run")
        return [*known.values(), *await self._run_trials(model, missing, Progress(len(missing), shown=shown))]

    async def _run_trials(self, model: Asking, places: Sequence[Place], progress: Progress) -> list[Trial]:
        free = asyncio.Semaphore(self.concurrency)
        with ThreadPoolExecutor(self.concurrency, "runlake-evaluation") as pool:
            trials = Trials(self.name, model, self.scorers, pool)

            async def one(row: int, trial: int) -> Trial:
                async with free:
                    done = await trials.run(row, trial, self.dataset[row])
                progress.step(failed=done.error is not None)
                return done

            try:
                async with asyncio.TaskGroup() as group:
                    tasks = [group.create_task(one(*place)) for place in places]
            except ExceptionGroup as group_error:
                raise group_error.exceptions[0] from None
            finally:
                progress.close()
        return [task.result() for task in tasks]

    def __repr__(self) -> str:
        return f"<Evaluation {self.name}: {len(self.dataset):,} rows, {', '.join(each.name for each in self.scorers)}>"


def evaluate(
    model: Any,
    dataset: Any,
    scorers: Scorers,
    *,
    trials: int = 1,
    concurrency: int = 8,
    name: str | None = None,
    progress: bool | None = None,
    resume: bool = False,
) -> EvaluationResult:
    """Run a model over a data set, score what it gives, and print what it came to.

    The model gets the columns that it asks for by name, or the whole row; scorers get `output` and columns. Everything is
    kept as a trace, where the page of evaluations finds it, linked to the run; exceptions are part of the result.

    Args:
        model: a function, async or not, or an object with a method `predict`.
        dataset, scorers, trials, concurrency: see `Evaluation`.
        name: what this pass is shown as; None means model and data set.
        progress: show how far it is, and the table at the end. None: the table always, the rest in a terminal.
        resume: go on with the newest pass of that name, data set and model, if it did not come to its end: rows that it has
            are not given to the model again, and outputs of these are as they were kept, as JSON. Trials of which a
            scorer failed are run again. For a pass that no other process works on.

    Raises:
        UsageError: an argument cannot be right, or model or scorer ask for what a row does not have.
        StoreUnavailable: with `resume`, when the server cannot be reached.
    """
    evaluation = Evaluation(dataset, scorers, trials=trials, concurrency=concurrency)
    return evaluation.run(model, name=name, progress=progress, resume=resume)


def _asking(model: Any) -> Asking:
    predict = getattr(model, "predict", None)
    if callable(predict):
        return Asking(predict, str(getattr(model, "name", None) or type(model).__name__))
    if not callable(model):
        raise UsageError(f"a model is a function or has a method predict; {type(model).__name__} is neither")
    name = getattr(model, "__name__", None) or type(model).__name__
    return Asking(model, "model" if name == "<lambda>" else name)


def _note_on_run(result: EvaluationResult, name: str) -> None:
    """The totals in the summary of the run that is active, where the runs table shows them."""
    summary = getattr(newest_run(), "summary", None)
    if summary is not None and result.scores:
        summary.update({f"evaluation/{name}/{score}": mean for score, mean in result.scores.items()})
