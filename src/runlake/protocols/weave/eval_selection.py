"""Which rows of evaluations, in which order. Pure."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from runlake.errors import InvalidInput
from runlake.protocols.weave.eval_trials import ResultRow, Trial
from runlake.protocols.weave.eval_wire import ResultsFilter, ResultsQuery, ResultsSort
from runlake.protocols.weave.query import Field, Predicate, check_order, compile_query, in_order, split_path
from runlake.protocols.weave.query.fields import at_path
from runlake.protocols.weave.query.values import MISSING, text_of, to_double
from runlake.protocols.weave.refusals import FieldRefused

_SCORES = "scores."
_MOST_FILTERS = 20
_ROW = "row"


class _Fields:
    """What filters and orders may name: of the trials of a row, the first that has the value speaks for it."""

    def __init__(self, evaluation: str | None, *, as_mean: bool = False) -> None:
        self._evaluation = evaluation
        self._as_mean = as_mean

    def field(self, name: str) -> Field:
        read = _reader(name)

        def raw(document: Mapping[str, Any]) -> Any:
            row: ResultRow = document[_ROW]
            values = [read(row, trial) for trial in _trials(row, self._evaluation)]
            if self._as_mean and name.startswith(_SCORES):
                return _mean(values)
            return next((value for value in values if text_of(value)), MISSING)

        return Field("json", lambda document: text_of(raw(document)), raw)


class _Spread:
    """Of scores: how far the means of the evaluations lie apart."""

    def field(self, name: str) -> Field:
        if not name.startswith(_SCORES):
            raise InvalidInput(f"mode is difference: that is for scores, not for {name[:200]!r}")
        read = _reader(name)

        def raw(document: Mapping[str, Any]) -> Any:
            row: ResultRow = document[_ROW]
            means = [_mean([read(row, trial) for trial in trials]) for trials in row.trials.values()]
            numbers = [mean for mean in means if mean is not MISSING]
            return max(numbers) - min(numbers) if numbers else MISSING

        return Field("json", lambda document: text_of(raw(document)), raw)


def select_rows(rows: Sequence[ResultRow], query: ResultsQuery) -> list[ResultRow]:
    """The rows that match all filters, in the order that was asked for, else by digest. Raises InvalidInput."""
    filters = query.filters or []
    if len(filters) > _MOST_FILTERS:
        raise InvalidInput(f"filters has {len(filters)} conditions: the limit is {_MOST_FILTERS}")
    keys = [key for sort in query.sort_by or [] for key in _order(sort)]
    conditions = [_condition(found, all_must=query.filter_logic_operator == "and") for found in filters]
    left = [{_ROW: row} for row in rows if all(holds(row) for holds in conditions)]
    return [document[_ROW] for document in in_order(left, keys)]


def in_all(rows: Sequence[ResultRow], evaluations: Sequence[str]) -> list[ResultRow]:
    """The rows that every evaluation went through."""
    return [row for row in rows if all(evaluation in row.trials for evaluation in evaluations)]


def _order(sort: ResultsSort) -> list[tuple[Field, bool]]:
    if sort.mode == "difference":
        return check_order([sort], _Spread())
    return check_order([sort], _Fields(sort.evaluation_call_id, as_mean=True))


def _condition(found: ResultsFilter, *, all_must: bool) -> Callable[[ResultRow], bool]:
    """Whether a row matches: by the evaluation that is named, else by any of its evaluations, or by all of them."""
    if found.evaluation_call_id is not None:
        of_one = compile_query(found.query, _Fields(found.evaluation_call_id))
        return lambda row: of_one({_ROW: row})
    predicates: dict[str, Predicate] = {}

    def holds(row: ResultRow) -> bool:
        for evaluation in row.trials:
            if evaluation not in predicates:
                predicates[evaluation] = compile_query(found.query, _Fields(evaluation))
        answers = (predicates[evaluation]({_ROW: row}) for evaluation in row.trials)
        return all(answers) if all_must else any(answers)

    return holds


def _reader(name: str) -> Callable[[ResultRow, Trial], Any]:
    if name == "row_digest":
        return lambda row, _: row.digest
    first, *path = split_path(name)
    if first == "scores" and path:
        return lambda _, trial: at_path(trial["scores"], path)
    if first == "inputs":
        return lambda row, _: at_path(row.example, path)
    if first == "output":
        return lambda _, trial: at_path({"output": trial["model_output"], "scores": trial["scores"]}, path)
    raise FieldRefused(f"there is no field {name[:200]!r} of results: scores.*, inputs.*, output.* and row_digest are")


def _trials(row: ResultRow, evaluation: str | None) -> Sequence[Trial]:
    if evaluation is not None:
        return row.trials.get(evaluation, [])
    return [trial for trials in row.trials.values() for trial in trials]


def _mean(values: Sequence[Any]) -> Any:
    numbers = [number for value in values if value is not MISSING and (number := to_double(value)) is not None]
    return sum(numbers) / len(numbers) if numbers else MISSING
