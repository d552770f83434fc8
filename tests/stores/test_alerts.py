"""Run alerts on a real metadata store."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from runlake.errors import InvalidInput
from runlake.live import LiveBus
from runlake.model import Principal
from runlake.products import alerts as alerts_package
from runlake.products.alerts import Alerts, Severity
from runlake.products.alerts.tables import metadata as declared
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock
from tests.stores.test_files import run_of

RUN = run_of(1)
ALICE = Principal(7, "alice", None, "Alice", False, 1, {})


@dataclass
class Bench:
    """The product and what it stands on."""

    alerts: Alerts
    metadata: Metadata
    clock: FakeClock
    bus: LiveBus


@pytest.fixture
async def bench(metadata: Metadata) -> Bench:
    await migrate_metadata(metadata, [alerts_package])
    clock, bus = FakeClock(), LiveBus()
    return Bench(Alerts(metadata, bus, clock), metadata, clock, bus)


async def test_the_migration_makes_the_tables_that_the_code_declares(bench: Bench) -> None:
    def columns(connection: sa.Connection) -> dict[str, bool]:
        found = sa.inspect(connection).get_columns("run_alerts")
        return {column["name"]: column["nullable"] for column in found}

    expected = {column.name: bool(column.nullable) for column in declared.tables["run_alerts"].columns}
    assert await bench.metadata.read(columns) == expected


async def test_an_alert_is_stored_and_published(bench: Bench) -> None:
    subscription = bench.bus.subscribe(["run:1:alerts"])
    assert await bench.alerts.raise_run_alert(ALICE, RUN, "NaN", "loss is NaN", "error", wait_s=60)
    [alert] = await bench.alerts.list(1, 1)
    assert (alert.title, alert.text, alert.severity) == ("NaN", "loss is NaN", Severity.ERROR)
    assert (alert.user_id, alert.created_at) == (7, bench.clock.now)
    event = subscription.next_nowait()
    assert event is not None
    assert event.payload == alert


async def test_repeats_are_suppressed_for_as_long_as_asked(bench: Bench) -> None:
    subscription = bench.bus.subscribe(["run:1:alerts"])
    raised = []
    for seconds in (0, 30, 59, 60, 61):
        bench.clock.now = datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        raised.append(await bench.alerts.raise_run_alert(ALICE, RUN, "same", wait_s=60))
    assert raised == [True, False, False, True, False]
    assert await bench.alerts.raise_run_alert(ALICE, RUN, "same", wait_s=0)
    assert await bench.alerts.raise_run_alert(ALICE, RUN, "another", wait_s=60)
    assert await bench.alerts.raise_run_alert(ALICE, run_of(2), "same", wait_s=60)
    assert await bench.alerts.raise_run_alert(ALICE, run_of(3), "same", wait_s=1e300)
    events = [subscription.next_nowait() for _ in range(5)]
    assert [event is not None for event in events] == [True, True, True, True, False]


async def test_an_alert_that_is_sent_again_is_stored_once(bench: Bench) -> None:
    async def raised(number: int, title: str, key: str | None) -> bool:
        return await bench.alerts.raise_run_alert(ALICE, run_of(number), title, client_key=key)

    assert [await raised(1, "t", "a.1") for _ in range(2)] == [True, False]
    assert [await raised(1, "t", "a.2"), await raised(2, "t", "a.1")] == [True, True]
    assert [await raised(1, "t", None) for _ in range(2)] == [True, True]


async def test_long_alerts_are_cut_and_still_known_as_repeats(bench: Bench) -> None:
    assert await bench.alerts.raise_run_alert(ALICE, RUN, "t" * 500, "x\0" * 20_000, wait_s=60)
    assert not await bench.alerts.raise_run_alert(ALICE, RUN, "t" * 500, wait_s=60)
    [alert] = await bench.alerts.list(1)
    assert (len(alert.title), len(alert.text)) == (200, 10_000)


async def test_the_newest_come_first_in_pages(bench: Bench) -> None:
    for number in (1, 2, 1, 2, 1):
        await bench.alerts.raise_run_alert(None, run_of(number), "t")
    await bench.alerts.raise_run_alert(None, replace(run_of(9), project_id=2), "t")
    of_project = await bench.alerts.list(1)
    assert [alert.run_number for alert in of_project] == [1, 2, 1, 2, 1]
    assert [alert.run_number for alert in await bench.alerts.list(1, 2)] == [2, 2]
    first = await bench.alerts.list(1, limit=2)
    rest = await bench.alerts.list(1, before=first[-1].alert_id)
    assert first + rest == of_project
    assert await bench.alerts.delete_of_run(1) == 3
    assert len(await bench.alerts.list(1)) == 2


async def test_the_worst_of_several_projects(bench: Bench) -> None:
    for project_id, severity in ((1, "INFO"), (2, "WARN"), (3, "ERROR"), (1, "ERROR")):
        run = replace(run_of(project_id), project_id=project_id)
        await bench.alerts.raise_run_alert(None, run, "t", severity=severity)

    async def newest(least: Severity, **page: int) -> list[tuple[int, str]]:
        return [(one.project_id, one.severity.value) for one in await bench.alerts.newest([1, 2], least, **page)]

    assert await newest(Severity.INFO) == [(1, "ERROR"), (2, "WARN"), (1, "INFO")]
    assert await newest(Severity.WARN, limit=1) == [(1, "ERROR")]
    last = (await bench.alerts.newest([1, 2], Severity.WARN, limit=1))[-1].alert_id
    assert await newest(Severity.WARN, before=last) == [(2, "WARN")]
    assert await bench.alerts.newest([]) == []


@pytest.mark.parametrize(("title", "severity"), [("", None), ("  ", None), ("t", "FATAL")])
async def test_what_cannot_be_an_alert_is_refused(bench: Bench, title: str, severity: str | None) -> None:
    with pytest.raises(InvalidInput):
        await bench.alerts.raise_run_alert(ALICE, RUN, title, severity=severity)
