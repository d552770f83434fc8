"""Automations on a real metadata store of both dialects: names, the outbox, claims, secrets, channels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from runlake.errors import Conflict, CorruptData, InvalidInput, NotFound, PermissionDenied
from runlake.model import Happening, HappeningKind, Principal, Project, Role, RunState, Visibility
from runlake.products import automations as automations_package
from runlake.products.automations import (
    Action,
    ActionKind,
    Automation,
    AutomationChange,
    Condition,
    DeliveryState,
    IntegrationKind,
    Outbox,
    Recorded,
    Scope,
    load_seal,
)
from runlake.products.automations.channels import Channels
from runlake.products.automations.dispatching import Dispatching
from runlake.products.automations.editing import Editing
from runlake.products.automations.places import Places
from runlake.products.automations.records import Delivery, Outcome
from runlake.products.automations.store import outbox, rules
from runlake.query import Compare, Filter
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

NOW = datetime(2030, 1, 1, tzinfo=UTC)
LAB = 5
PROJECT = Project(3, LAB, "lab", "vision", None, Visibility.PRIVATE, NOW, NOW, None)
NOTHING = Action(ActionKind.NOTHING)
LINKED = AutomationChange("a", event=HappeningKind.VERSION_LINKED, condition=Condition(), action=NOTHING)


def person(user_id: int, role: Role | None) -> Principal:
    return Principal(user_id, f"u{user_id}", None, "", False, 90 + user_id, {LAB: role} if role else {})


MEMBER, BOSS, VIEWER, STRANGER = (
    person(number, role) for number, role in enumerate((Role.MEMBER, Role.ADMIN, Role.VIEWER, None), 1)
)


class FakeSurroundings:
    """One run, number 7, which is called `seven`."""

    async def run_matches(self, project_id: int, run_number: int, where: Filter | None) -> bool:
        return run_number == 7 and where in (None, Compare("name", "eq", "seven"))

    async def variables(self, recorded: Recorded) -> Mapping[str, Any]:
        return {"event_type": recorded.kind.value, **recorded.facts}

    async def recent_runs(self, project_id: int, since: datetime) -> Sequence[int]:
        return [7]


@dataclass
class Bench:
    metadata: Metadata
    clock: FakeClock
    editing: Editing
    places: Places
    channels: Channels
    dispatching: Dispatching
    outbox: Outbox

    async def happen(self, kind: HappeningKind, **more: Any) -> None:
        happening = Happening(kind, PROJECT.project_id, **more)
        await self.metadata.write(lambda connection: self.outbox.record(connection, happening))

    async def waiting(self) -> int:
        return len(await self.metadata.read(partial(outbox.list_unhandled, limit=100)))

    async def sent(self) -> list[Delivery]:
        work = partial(
            outbox.list_deliveries, project_id=PROJECT.project_id, automation_id=None, before=None, limit=100
        )
        return (await self.metadata.read(work))[::-1]


@pytest.fixture
async def bench(metadata: Metadata, clock: FakeClock, tmp_path: Path) -> Bench:
    await migrate_metadata(metadata, [automations_package])
    places = Places(metadata, load_seal(tmp_path / "secrets"), clock)
    dispatching = Dispatching(metadata, FakeSurroundings(), clock)
    return Bench(
        metadata, clock, Editing(metadata, clock), places, Channels(metadata, clock), dispatching, Outbox(clock)
    )


async def test_names_are_unique_in_a_scope_and_automations_are_for_members(bench: Bench) -> None:
    made = await bench.editing.create(MEMBER, PROJECT, LINKED)
    with pytest.raises(Conflict, match="already"):
        await bench.editing.create(MEMBER, PROJECT, LINKED)
    narrow = AutomationChange(
        "a", scope=Scope(3, 9), event=HappeningKind.VERSION_LINKED, condition=Condition(), action=NOTHING
    )
    other = await bench.editing.create(MEMBER, PROJECT, narrow)
    with pytest.raises(Conflict):
        await bench.editing.update(MEMBER, PROJECT, other, AutomationChange(scope=Scope(3)))
    assert [one.automation_id for one in await bench.editing.list_automations(MEMBER, [PROJECT])] == [
        made.automation_id,
        other.automation_id,
    ]
    assert await bench.editing.list_automations(VIEWER, [PROJECT]) == []
    for who, error in ((VIEWER, PermissionDenied), (STRANGER, NotFound)):
        with pytest.raises(error):
            await bench.editing.create(who, PROJECT, LINKED)
        with pytest.raises(error):
            await bench.editing.delete(who, PROJECT, made)
    bench.clock.advance(seconds=1)
    changed = await bench.editing.update(MEMBER, PROJECT, made, AutomationChange(enabled=False, description="ü"))
    assert (changed.enabled, changed.description, changed.name) == (False, "ü", "a")
    assert changed.updated_at > made.updated_at
    await bench.editing.delete(MEMBER, PROJECT, made)
    with pytest.raises(NotFound):
        await bench.editing.delete(MEMBER, PROJECT, made)


async def test_only_what_somebody_waits_for_is_written_down(bench: Bench) -> None:
    await bench.happen(HappeningKind.VERSION_LINKED)
    assert await bench.waiting() == 0
    made = await bench.editing.create(MEMBER, PROJECT, LINKED)
    await bench.happen(HappeningKind.VERSION_LINKED)
    await bench.happen(HappeningKind.VERSION_CREATED)
    assert await bench.waiting() == 1
    await bench.editing.update(MEMBER, PROJECT, made, AutomationChange(enabled=False))
    await bench.happen(HappeningKind.VERSION_LINKED)
    assert await bench.waiting() == 1
    await bench.dispatching.round()  # it was switched off meanwhile
    assert (await bench.waiting(), await bench.sent()) == (0, [])


async def test_what_happened_fires_those_whose_scope_and_condition_fit(bench: Bench) -> None:
    async def make(name: str, scope: Scope, where: Filter | None) -> Automation:
        event = HappeningKind.VERSION_TAGGED
        change = AutomationChange(name, scope=scope, event=event, condition=Condition(where), action=NOTHING)
        return await bench.editing.create(MEMBER, PROJECT, change)

    await make("all", Scope(3), None)
    await make("here", Scope(3, 9), Compare("tag", "eq", "prod"))
    await make("linked here", Scope(3, 10), None)
    await make("elsewhere", Scope(3, 11), None)
    await make("other tag", Scope(3), Compare("tag", "eq", "x"))
    facts = {"tag": "prod", "collection_ids": [9, 10]}
    await bench.happen(HappeningKind.VERSION_TAGGED, collection_id=9, version_id=1, facts=facts)
    await bench.dispatching.round()
    assert [one.name for one in await bench.sent()] == ["all", "here", "linked here"]
    assert {one.state for one in await bench.sent()} == {DeliveryState.DONE}


async def test_runs_fire_by_state_and_filter(bench: Bench) -> None:
    async def make(name: str, where: Filter | None) -> None:
        condition = Condition(where, states=(RunState.FAILED,))
        event = HappeningKind.RUN_STATE
        change = AutomationChange(name, event=event, condition=condition, action=NOTHING)
        await bench.editing.create(MEMBER, PROJECT, change)

    await make("all", None)
    await make("seven", Compare("name", "eq", "seven"))
    await make("eight", Compare("name", "eq", "eight"))
    for state, run in (("failed", 7), ("finished", 7), ("failed", 8)):
        await bench.happen(HappeningKind.RUN_STATE, run_number=run, facts={"state": state})
    await bench.dispatching.round()
    assert [one.name for one in await bench.sent()] == ["all", "seven"]


async def test_a_point_fires_once_however_often_it_is_looked_at(bench: Bench) -> None:
    happening = Happening(HappeningKind.RUN_METRIC_THRESHOLD, 3, run_number=7)
    for expected in (True, False):
        work = partial(outbox.insert_happening, happening=happening, now=NOW, key="points:1:1", automation_id=1)
        assert await bench.metadata.write(work) is expected
    assert await bench.waiting() == 1


async def test_a_delivery_is_claimed_by_one_and_comes_back_when_that_one_dies(bench: Bench) -> None:
    hook = await bench.places.create(BOSS, LAB, IntegrationKind.WEBHOOK, "w", {"url": "https://example.com/"})
    action = Action(ActionKind.WEBHOOK, hook.integration_id, payload={"e": "${event_type}"})
    event = HappeningKind.VERSION_LINKED
    change = AutomationChange("a", event=event, condition=Condition(), action=action)
    made = await bench.editing.create(MEMBER, PROJECT, change)
    await bench.happen(event)
    await bench.dispatching.round()
    (due,) = await bench.metadata.read(partial(outbox.list_due, now=bench.clock.now, limit=10))
    assert due.body == '{"e":"version_linked"}'
    until = bench.clock.now + timedelta(seconds=20)
    claims = [
        await bench.metadata.write(partial(outbox.claim, delivery=due, until=until, now=bench.clock.now))
        for _ in range(2)
    ]
    assert claims == [True, False]
    assert await bench.metadata.read(partial(outbox.list_due, now=bench.clock.now, limit=10)) == []
    bench.clock.advance(seconds=21)
    (again,) = await bench.metadata.read(partial(outbox.list_due, now=bench.clock.now, limit=10))
    assert (again.delivery_key, again.attempts) == (due.delivery_key, 1)
    outcome = Outcome(ok=False, retryable=False, status=404, error="answered 404", response="a\0b")
    finish = partial(outbox.finish_attempt, outcome=outcome, next_at=None, started_at=NOW, ended_at=bench.clock.now)
    await bench.metadata.write(partial(finish, delivery=again, state=DeliveryState.FAILED))
    states = await bench.editing.last_states([made.automation_id])
    assert states == {made.automation_id: DeliveryState.FAILED}
    (tried,) = await bench.metadata.read(partial(outbox.list_attempts, delivery_id=due.delivery_id))
    assert (tried.status, tried.response) == (404, "a\N{REPLACEMENT CHARACTER}b")
    bench.clock.advance(days=1)
    assert await bench.metadata.write(partial(outbox.delete_older, before=bench.clock.now)) == 1
    assert await bench.sent() == []


async def test_secrets_are_sealed_and_found_by_name(bench: Bench, tmp_path: Path) -> None:
    values = {"url": "https://example.com/", "secret": "s3cret", "access_token_ref": "TOKEN"}
    hook = await bench.places.create(BOSS, LAB, IntegrationKind.WEBHOOK, "w", values)
    assert "s3cret" not in f"{hook.sealed}{hook.shown}"
    await bench.places.put_secret(BOSS, LAB, "TOKEN", "one")
    await bench.places.put_secret(BOSS, LAB, "TOKEN", "two")
    opened = {"url": "https://example.com/", "secret": "s3cret", "access_token": "two"}
    assert await bench.places.secrets_of(hook) == opened
    changed = await bench.places.update(BOSS, LAB, hook.integration_id, "renamed", {"access_token_ref": ""})
    assert await bench.places.secrets_of(changed) == {"url": "https://example.com/", "secret": "s3cret"}
    assert await bench.places.list_secrets(MEMBER, LAB) == ["TOKEN"]
    assert await bench.places.list_secrets(VIEWER, LAB) == []
    await bench.places.delete_secret(BOSS, LAB, "TOKEN")
    with pytest.raises(NotFound):
        await bench.places.delete_secret(BOSS, LAB, "TOKEN")
    with pytest.raises(PermissionDenied):
        await bench.places.put_secret(MEMBER, LAB, "TOKEN", "x")
    with pytest.raises(InvalidInput):
        await bench.places.put_secret(BOSS, LAB, "no name", "x")
    (tmp_path / "secrets" / "automations.key").unlink()
    other = Places(bench.metadata, load_seal(tmp_path / "secrets"), bench.clock)
    with pytest.raises(CorruptData):
        await other.secrets_of(hook)


async def test_an_integration_in_use_stays(bench: Bench) -> None:
    mail = await bench.places.create(BOSS, LAB, IntegrationKind.EMAIL, "m", {"address": "a@example.com"})
    action = Action(ActionKind.NOTIFICATION, mail.integration_id)
    made = await bench.editing.create(
        MEMBER, PROJECT, AutomationChange("a", event=HappeningKind.VERSION_LINKED, condition=Condition(), action=action)
    )
    channel = await bench.channels.add(MEMBER, PROJECT, mail.integration_id, "ERROR")
    with pytest.raises(Conflict, match="'a'"):
        await bench.places.delete(BOSS, LAB, mail.integration_id)
    await bench.editing.delete(MEMBER, PROJECT, made)
    await bench.places.delete(BOSS, LAB, mail.integration_id)
    assert await bench.channels.of_project(VIEWER, PROJECT) == []
    with pytest.raises(NotFound):
        await bench.channels.delete(MEMBER, PROJECT, channel.channel_id)


async def test_alerts_are_told_once_each_from_the_least_severity_on(bench: Bench) -> None:
    mail = await bench.places.create(BOSS, LAB, IntegrationKind.EMAIL, "m", {"address": "a@example.com"})
    with pytest.raises(NotFound):
        await bench.channels.add(STRANGER, None, mail.integration_id, "INFO")
    await bench.channels.add(MEMBER, PROJECT, mail.integration_id, "WARN")
    await bench.channels.add(MEMBER, None, mail.integration_id, "ERROR")
    for severity in ("INFO", "WARN", "ERROR"):
        facts = {"title": severity, "text": "t", "severity": severity, "owner_id": MEMBER.user_id}
        facts |= {"alert_title": severity, "alert_text": "t"}
        await bench.happen(HappeningKind.RUN_ALERT, run_number=7, facts=facts)
    await bench.dispatching.round()
    assert [one.subject for one in await bench.sent()] == ["WARN", "ERROR"]


async def test_how_far_an_automation_has_looked_is_kept_until_it_changes(bench: Bench) -> None:
    made = await bench.editing.create(MEMBER, PROJECT, LINKED)
    for marks, holds in (({0: 5}, True), ({0: 9, 2**62 + 1: 3}, False)):
        put = partial(rules.put_watch, automation_id=made.automation_id, run_number=7, marks=marks, holds=holds)
        await bench.metadata.write(put)
        found = await bench.metadata.read(partial(rules.find_watch, automation_id=made.automation_id, run_number=7))
        assert found == (marks, holds)
    for at in (NOW, NOW + timedelta(seconds=1)):
        await bench.metadata.write(partial(rules.put_checked_at, checked_at=at))
        assert await bench.metadata.read(rules.find_checked_at) == at

    def find(connection: Connection) -> object:
        return rules.find_watch(connection, made.automation_id, 7)

    await bench.editing.update(MEMBER, PROJECT, made, AutomationChange(description="x"))
    assert await bench.metadata.read(find) is None
