"""wandb's event filters ↔ conditions. The texts are what the client 0.28.2 sends (protocol notes 10.2, 10.3)."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.model import HappeningKind
from runlake.products.automations import Action, ActionKind, Automation, Condition
from runlake.protocols.wandb.graphql.automation_events import event_name, event_of, filter_shown, parse_event_filter

NOW = datetime(2030, 1, 1, tzinfo=UTC)
ALL_RUNS = '{"$and":[]}'
NAMED = '{"$and":[{"display_name":{"$contains":"my-run"}}]}'


def run_filter(run: str = ALL_RUNS, **more: Any) -> str:
    return json.dumps({"run_filter": run, **more})


def metric(**part: Any) -> dict[str, Any]:
    return {"run_metric_filter": part, "metric_filter": None}


THRESHOLD = {"name": "loss", "agg_op": "AVERAGE", "window_size": 5, "cmp_op": "$gt", "threshold": 0.5}
CHANGE = {
    "name": "loss",
    "agg_op": None,
    "current_window_size": 2,
    "prior_window_size": 3,
    "change_type": "RELATIVE",
    "change_dir": "ANY",
    "change_amount": 0.5,
}
ZSCORE = {"name": "loss", "window_size": 30, "threshold": 3.0, "change_dir": "DECREASE"}
SENT = [
    ("LINK_MODEL", '{"$or":[{"$and":[{"alias":{"$regex":"^my-artifact.*"}}]}]}'),
    ("ADD_ARTIFACT_TAG", '{"$or":[{"$and":[{"tag":{"$in":["a","b"]}}]}]}'),
    ("CREATE_ARTIFACT", '{"$or":[{"$and":[]}]}'),
    ("RUN_STATE", run_filter(NAMED, run_state_filter={"states": ["FAILED", "CRASHED"]})),
    ("RUN_METRIC", run_filter(**metric(threshold_filter=THRESHOLD))),
    ("RUN_METRIC_CHANGE", run_filter(NAMED, **metric(change_filter=CHANGE))),
    ("RUN_METRIC_ZSCORE", run_filter(**metric(zscore_filter=ZSCORE))),
]


def automation(event: HappeningKind, condition: Condition, text: str | None) -> Automation:
    action = Action(ActionKind.NOTHING)
    return Automation(1, 1, None, "a", None, True, event, condition, text, action, 1, NOW, NOW, None)


@pytest.mark.parametrize(("name", "text"), SENT)
def test_a_filter_is_understood_shown_verbatim_and_said_anew(name: str, text: str) -> None:
    event = event_of(name)
    assert event_name(event) == name
    condition = parse_event_filter(event, text)
    shown = filter_shown(automation(event, condition, text))
    assert (shown if name.startswith("RUN_") else json.loads(shown)["filter"]) == text
    # Another client's automation has no such text: what we say instead means the same.
    said = filter_shown(automation(event, condition, None))
    said = said if name.startswith("RUN_") else json.loads(said)["filter"]
    again = parse_event_filter(event, said)
    assert (again.states, again.metric) == (condition.states, condition.metric)
    assert (again.where is None) == (condition.where is None)


def test_a_threshold_of_older_clients_is_in_the_legacy_place() -> None:
    text = json.dumps({"run_filter": ALL_RUNS, "metric_filter": json.dumps(THRESHOLD)})
    event = HappeningKind.RUN_METRIC_THRESHOLD
    assert parse_event_filter(event, text) == parse_event_filter(
        event, run_filter(**metric(threshold_filter=THRESHOLD))
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LINK_MODEL", "["),
        ("LINK_MODEL", '{"loss": 1}'),
        ("RUN_STATE", "[]"),
        ("RUN_STATE", run_filter()),
        ("RUN_STATE", run_filter(run_state_filter={"states": ["ASLEEP"]})),
        ("RUN_METRIC", run_filter(**metric(change_filter=CHANGE))),
        ("RUN_METRIC", run_filter(**metric(threshold_filter={**THRESHOLD, "cmp_op": "$eq"}))),
        ("RUN_METRIC", run_filter(**metric(threshold_filter={**THRESHOLD, "threshold": "x"}))),
        ("RUN_METRIC_ZSCORE", run_filter("{", **metric(zscore_filter=ZSCORE))),
    ],
)
def test_what_is_not_whole_is_refused(name: str, text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_event_filter(event_of(name), text)


def test_events_that_never_happen_are_refused() -> None:
    with pytest.raises(InvalidInput, match="WEAVE_METRIC_THRESHOLD"):
        event_of("WEAVE_METRIC_THRESHOLD")
