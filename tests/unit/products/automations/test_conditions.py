"""Conditions: their JSON form, and what they let through."""

from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.model import HappeningKind, RunState
from runlake.products.automations.conditions import Condition, encode, matches, parse
from runlake.products.automations.metrics import Change, Threshold, ZScore
from runlake.query import And, Compare, Filter, Not, Or

WHERE = And(
    (Compare("tags", "eq", "prod"), Or((Not(Compare("config.lr", "gt", 0.1)), Compare("name", "exists", True))))
)


@pytest.mark.parametrize(
    ("event", "condition"),
    [
        (HappeningKind.VERSION_CREATED, Condition()),
        (HappeningKind.ALIAS_ADDED, Condition(Compare("alias", "regex", "^prod.*"))),
        (HappeningKind.RUN_STATE, Condition(WHERE, states=(RunState.FAILED, RunState.CRASHED))),
        (HappeningKind.RUN_METRIC_THRESHOLD, Condition(WHERE, metric=Threshold("loss", "gt", 1.0, 5, "average"))),
        (HappeningKind.RUN_METRIC_CHANGE, Condition(metric=Change("loss", 0.5, True, "increase", 3, 4, "max"))),
        (HappeningKind.RUN_METRIC_ZSCORE, Condition(metric=ZScore("loss", 3.0))),
    ],
)
def test_a_condition_survives_its_json_form(event: HappeningKind, condition: Condition) -> None:
    assert parse(event, encode(condition)) == condition


@pytest.mark.parametrize(
    ("event", "document"),
    [
        (HappeningKind.RUN_STATE, {}),
        (HappeningKind.RUN_STATE, {"states": "failed"}),
        (HappeningKind.RUN_ALERT, {}),
        (HappeningKind.VERSION_CREATED, {"states": ["failed"]}),
        (HappeningKind.VERSION_CREATED, {"metric": {"metric": "loss"}}),
        (HappeningKind.RUN_METRIC_CHANGE, {"metric": {"metric": "loss", "amount": 1}}),
        (HappeningKind.RUN_METRIC_ZSCORE, {"metric": {"metric": "loss", "threshold": 1, "more": 1}}),
        (HappeningKind.RUN_METRIC_ZSCORE, {"metric": {"metric": 1, "threshold": 1}}),
        (HappeningKind.RUN_METRIC_ZSCORE, {"metric": {"metric": "a", "threshold": 1, "direction": "up"}}),
        (HappeningKind.ALIAS_ADDED, {"where": {"field": "alias", "op": "regex", "value": "["}}),
        (HappeningKind.ALIAS_ADDED, {"else": 1}),
    ],
)
def test_what_cannot_be_is_refused(event: HappeningKind, document: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        parse(event, document)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (None, True),
        (Compare("alias", "eq", "prod"), True),
        (Compare("alias", "eq", "latest"), True),  # one of several
        (Compare("alias", "ne", "prod"), False),
        (Compare("alias", "in", ["a", "prod"]), True),
        (Compare("alias", "nin", ["a"]), True),
        (Compare("alias", "contains", "ro"), True),
        (Compare("alias", "regex", "^l.*t$"), True),
        (Compare("alias", "regex", "^(a+)+$"), False),
        (Compare("tag", "exists", False), True),
        (Compare("tag", "eq", "x"), False),
        (Not(Compare("tag", "eq", "x")), True),
        (And((Compare("alias", "gt", "a"), Compare("alias", "lt", "b"))), False),
        (Or(()), False),
    ],
)
def test_facts_meet_filters(found: Filter | None, expected: bool) -> None:
    assert matches(found, {"alias": ["prod", "latest"]}) is expected
