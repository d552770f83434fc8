"""Going on with an evaluation that did not come to its end: what it has is read back, and the rest becomes part of it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from runlake.errors import NotFound, UsageError
from runlake.sdk import places
from runlake.sdk.evaluation.results import Trial
from runlake.sdk.objects.store import ObjectStore
from runlake.sdk.tracing.sinks import sink
from runlake.sdk.tracing.spans import EarlierSpan

if TYPE_CHECKING:
    from runlake.sdk.evaluation.evaluating import Evaluation

_LATEST = 100
_AT_ONCE = 1000
_NS_PER_MS = 1_000_000

Place = tuple[int, int]
"""Row and trial."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A pass that did not end: its span, and what it has."""

    span: EarlierSpan
    trials: dict[Place, Trial]


def find_earlier(name: str, evaluation: "Evaluation", model: str) -> Earlier | None:
    """The newest pass of that name, evaluation and model, if it did not end; what this machine has left of it is sent first.

    Raises UsageError when nothing is traced, and the server's error.
    """
    taker = sink()
    if taker is None:
        raise UsageError("resume=True needs a run, or RUNLAKE_PROJECT: without one nothing of a pass is kept")
    from runlake.sdk.leftovers import send_now

    send_now(places.journals_folder(), places.find_server())
    taker.flush()
    store = ObjectStore()
    try:
        passes = store.asker.ask("GET", f"{store.place()}/evaluations?limit={_LATEST}")["evaluations"]
    except NotFound:  # a new project
        return None
    wanted = (name, evaluation.name, model)
    newest = next((row for row in passes if (row["name"], row["evaluation"], row["model"]) == wanted), None)
    if newest is None or newest["status"] == "finished":
        return None
    span = EarlierSpan(newest["trace_id"], newest["call_id"], newest["started_at"] * _NS_PER_MS)
    return Earlier(span, trials_in(_rows(store, newest["call_id"]), evaluation))


def trials_in(rows: Iterator[Mapping[str, Any]], evaluation: "Evaluation") -> dict[Place, Trial]:
    """The trials of these rows and scorers, whose model failed or all of whose scorers judged; each is at one place."""
    free: dict[str, list[Place]] = {}
    for trial in range(evaluation.trials):
        for row, example in enumerate(evaluation.dataset):
            free.setdefault(_key(example), []).append((row, trial))
    scorers = {each.name for each in evaluation.scorers}
    found: dict[Place, Trial] = {}
    for kept in rows:
        at = free.get(_key(kept["row"]))
        has_ended = kept["latency_s"] is not None  # not cut short by what ended the pass
        if at and has_ended and (kept["error"] or scorers <= kept["scores"].keys()):
            place = at.pop(0)
            found[place] = _trial(place, evaluation.dataset[place[0]], kept, scorers)
    return found


def _trial(place: Place, example: dict[str, Any], kept: Mapping[str, Any], scorers: set[str]) -> Trial:
    scores = {name: value for name, value in kept["scores"].items() if name in scorers}
    latency_s: float = kept["latency_s"]
    return Trial(*place, example, kept["output"], scores, kept["error"] or None, latency_s, trace_id=kept["trace_id"])


def _rows(store: ObjectStore, call_id: str) -> Iterator[Mapping[str, Any]]:
    skip = 0
    while True:
        page = store.asker.ask("GET", f"{store.place()}/evaluations/{quote(call_id, safe='')}?skip={skip}")
        yield from page["trials"]
        skip += _AT_ONCE
        if not page["is_cut"]:
            return


def _key(example: Any) -> str:
    return json.dumps(example, sort_keys=True)
