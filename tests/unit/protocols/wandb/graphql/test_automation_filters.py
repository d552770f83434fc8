"""Automations are listed by name and by what they do, in the order that was asked for."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.model import HappeningKind
from runlake.products.automations import Action, ActionKind, Automation, Condition
from runlake.protocols.wandb.graphql.automation_filters import automation_paths, facts_of_automation
from runlake.protocols.wandb.graphql.filters import parse_filters, parse_order
from runlake.protocols.wandb.graphql.listed_filters import in_order, matches

MOMENT = datetime(2030, 1, 1, tzinfo=UTC)
FIRST = Automation(
    automation_id=1,
    project_id=1,
    collection_id=None,
    name="Nightly",
    description=None,
    enabled=True,
    event=HappeningKind.RUN_STATE,
    condition=Condition(),
    foreign_filter=None,
    action=Action(ActionKind.NOTHING),
    created_by=1,
    created_at=MOMENT,
    updated_at=MOMENT,
    last_fired_at=None,
)
SECOND = replace(
    FIRST,
    automation_id=2,
    name="alarm",
    description="wakes people",
    enabled=False,
    collection_id=7,
    action=Action(ActionKind.WEBHOOK, 1),
    created_at=MOMENT + timedelta(days=1),
)
ALL = [FIRST, SECOND]


def listed(filters: Any = None, order: str | None = None) -> list[str]:
    wanted = parse_filters(None if filters is None else json.dumps(filters), automation_paths)
    found = [one for one in ALL if matches(wanted, facts_of_automation(one))]
    return [one.name for one in in_order(found, parse_order(order, automation_paths), facts_of_automation)]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (None, ["Nightly", "alarm"]),
        ({"name": "Nightly"}, ["Nightly"]),
        ({"name": "nightly"}, []),
        ({"name": {"$in": ["alarm", "other"]}}, ["alarm"]),
        ({"name": {"$regex": "^al"}}, ["alarm"]),
        ({"enabled": False}, ["alarm"]),
        ({"scopeType": "PROJECT"}, ["Nightly"]),
        ({"triggeredActionType": {"$ne": "GENERIC_WEBHOOK"}}, ["Nightly"]),
        ({"createdAt": {"$gt": "2030-01-01T12:00:00Z"}}, ["alarm"]),
        ({"description": {"$exists": True}}, ["alarm"]),
        ({"$or": [{"name": "alarm"}, {"eventType": "RUN_STATE"}]}, ["Nightly", "alarm"]),
    ],
)
def test_a_filter_finds(filters: Any, names: list[str]) -> None:
    assert listed(filters) == names


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("-created_at", ["alarm", "Nightly"]),
        ("createdAt", ["Nightly", "alarm"]),
        ("-name", ["alarm", "Nightly"]),
        ("description", ["alarm", "Nightly"]),
        ("-description", ["alarm", "Nightly"]),
        ("eventType,-createdAt", ["alarm", "Nightly"]),
    ],
)
def test_an_order_holds(order: str, names: list[str]) -> None:
    assert listed(order=order) == names


def test_an_unknown_field_is_refused() -> None:
    for given in ({"filters": {"colour": "red"}}, {"order": "-colour"}):
        with pytest.raises(InvalidInput, match="colour"):
            listed(**given)
