"""The promises of the metadata store, on both dialects."""

import asyncio
import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, NotFound, RunlakeError, StorageFull, StoreUnavailable
from runlake.storage.metadata import (
    AutoId,
    JsonText,
    Metadata,
    UtcDateTime,
    find_damage,
    from_micros,
    open_metadata,
    to_micros,
)

TABLES = sa.MetaData()
things = sa.Table(
    "things",
    TABLES,
    sa.Column("thing_id", AutoId, primary_key=True),
    sa.Column("name", sa.Text, unique=True, nullable=False),
    sa.Column("count", sa.BigInteger, nullable=False, default=0),
    sa.Column("made_at", UtcDateTime),
    sa.Column("extra", JsonText),
    sqlite_autoincrement=True,
)
parts = sa.Table(
    "parts",
    TABLES,
    sa.Column("part_id", AutoId, primary_key=True),
    sa.Column("thing_id", sa.BigInteger, sa.ForeignKey("things.thing_id"), nullable=False),
)


@pytest.fixture
async def store(metadata: Metadata) -> Metadata:
    await metadata.write(TABLES.create_all)
    return metadata


def add(connection: Connection, name: str) -> int:
    thing_id: int = connection.execute(sa.insert(things).values(name=name).returning(things.c.thing_id)).scalar_one()
    return thing_id


def names(connection: Connection) -> list[str]:
    return list(connection.scalars(sa.select(things.c.name).order_by(things.c.thing_id)))


async def test_what_is_written_is_read_by_the_next_reader_and_after_opening_again(
    store: Metadata, metadata_url: str
) -> None:
    await store.write(lambda connection: add(connection, "a"))
    assert await store.read(names) == ["a"]
    await store.close()
    again = open_metadata(metadata_url)
    assert await again.read(names) == ["a"]
    await again.close()


async def test_a_write_that_raises_stores_nothing_and_raises_its_own_error(store: Metadata) -> None:
    def work(connection: Connection) -> None:
        add(connection, "half")
        raise NotFound("no such thing")

    with pytest.raises(NotFound, match="no such thing"):
        await store.write(work)
    assert await store.read(names) == []


async def test_writes_that_share_a_commit_fail_alone(store: Metadata) -> None:
    def work(connection: Connection, number: int) -> int:
        add(connection, str(number))
        if number % 3 == 0:
            raise NotFound(str(number))
        return number

    jobs = [store.write(lambda connection, number=number: work(connection, number)) for number in range(60)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    for number, result in enumerate(results):
        assert isinstance(result, NotFound) if number % 3 == 0 else result == number
    assert sorted(map(int, await store.read(names))) == [number for number in range(60) if number % 3]


async def test_a_write_sees_all_earlier_ones_so_no_increment_is_lost(store: Metadata) -> None:
    await store.write(lambda connection: add(connection, "counter"))

    def increment(connection: Connection) -> None:
        found = connection.execute(sa.select(things.c.count)).scalar_one()
        connection.execute(sa.update(things).values(count=found + 1))

    await asyncio.gather(*(store.write(increment) for _ in range(30)))
    assert await store.read(lambda connection: connection.execute(sa.select(things.c.count)).scalar_one()) == 30


async def test_find_or_insert_races_make_one_row(store: Metadata) -> None:
    def find_or_insert(connection: Connection) -> int:
        found = connection.execute(sa.select(things.c.thing_id).where(things.c.name == "one")).scalar_one_or_none()
        return add(connection, "one") if found is None else found

    ids = await asyncio.gather(*(store.write(find_or_insert) for _ in range(20)))
    assert len(set(ids)) == 1


async def test_violated_constraints_are_conflicts(store: Metadata) -> None:
    await store.write(lambda connection: add(connection, "a"))
    with pytest.raises(Conflict):
        await store.write(lambda connection: add(connection, "a"))
    with pytest.raises(Conflict):
        await store.write(lambda connection: connection.execute(sa.insert(parts).values(thing_id=99)))


@pytest.mark.parametrize("value", ["a\ud800", "a\x00b", 2**63])
async def test_values_that_cannot_be_stored_are_the_callers_fault(store: Metadata, value: object) -> None:
    def work(connection: Connection) -> int:
        column = things.c.count if isinstance(value, int) else things.c.name
        return len(connection.execute(sa.select(things).where(column == value)).all())

    for run in (store.read, store.write):
        with contextlib.suppress(InvalidInput):
            assert await run(work) == 0  # SQLite takes a zero character
    assert await store.read(names) == []


async def test_a_reader_may_not_write(store: Metadata) -> None:
    with pytest.raises(RunlakeError):
        await store.read(lambda connection: add(connection, "a"))
    assert await store.read(names) == []


async def test_readers_see_a_snapshot_while_writers_go_on(store: Metadata) -> None:
    loop = asyncio.get_running_loop()

    def read_twice(connection: Connection) -> tuple[list[str], list[str]]:
        before = names(connection)
        asyncio.run_coroutine_threadsafe(store.write(lambda writer: add(writer, "new")), loop).result(10)
        return before, names(connection)

    assert await store.read(read_twice) == ([], [])
    assert await store.read(names) == ["new"]


async def test_ids_are_not_used_again(store: Metadata) -> None:
    first = await store.write(lambda connection: add(connection, "a"))
    await store.write(lambda connection: connection.execute(sa.delete(things)))
    assert await store.write(lambda connection: add(connection, "b")) > first


async def test_a_closed_store_says_so(store: Metadata) -> None:
    await store.close()
    await store.close()
    with pytest.raises(StoreUnavailable):
        await store.read(names)
    with pytest.raises(StoreUnavailable):
        await store.write(names)


async def test_closing_finishes_what_waits(store: Metadata, metadata_url: str) -> None:
    writes = [asyncio.create_task(store.write(lambda c, n=number: add(c, str(n)))) for number in range(50)]
    await asyncio.sleep(0)
    await store.close()
    await asyncio.gather(*writes)
    again = open_metadata(metadata_url)
    assert len(await again.read(names)) == 50
    await again.close()


async def test_a_sound_store_has_no_damage(store: Metadata) -> None:
    assert await find_damage(store) == []


async def test_times_and_json_come_back_as_they_were(store: Metadata) -> None:
    moment = datetime(2026, 2, 3, 4, 5, 6, 789012, tzinfo=UTC)
    values = {"name": "a", "made_at": moment, "extra": {"deep": [1, None, "ü"]}}
    await store.write(lambda connection: connection.execute(sa.insert(things).values(**values)))
    row = await store.read(lambda connection: connection.execute(sa.select(things)).one())
    assert (row.made_at, row.extra) == (moment, {"deep": [1, None, "ü"]})


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_are_exact(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment


def test_naive_times_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_micros(datetime(2026, 1, 1))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/x"])
def test_addresses_that_cannot_hold_data_are_refused(url: str) -> None:
    with pytest.raises(InvalidInput):
        open_metadata(url)


async def test_a_full_disk_fails_everybody_stores_nothing_and_heals(tmp_path: Path) -> None:
    store = open_metadata(tmp_path / "m.sqlite3")
    await store.write(TABLES.create_all)
    await store.write(lambda connection: add(connection, "before"))

    def limit(connection: Connection, pages: int) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await store.write(lambda connection: limit(connection, 10))
    big = "x" * 100_000
    jobs = [store.write(lambda c, n=number: add(c, f"{n}{big}")) for number in range(5)]
    results = await asyncio.gather(*jobs, return_exceptions=True)
    assert all(isinstance(result, StorageFull) for result in results), results
    assert await store.read(names) == ["before"]
    await store.write(lambda connection: limit(connection, 1_000_000))
    await store.write(lambda connection: add(connection, "after"))
    assert await store.read(names) == ["before", "after"]
    await store.close()


async def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "m.sqlite3"
    store = open_metadata(path)
    await store.write(TABLES.create_all)
    for number in range(200):
        await store.write(lambda connection, n=number: add(connection, str(n)))
    await store.close()
    content = bytearray(path.read_bytes())
    content[4096 + 10 : 4096 + 400] = b"\xff" * 390
    path.write_bytes(content)
    again = open_metadata(path)
    try:
        damage = await find_damage(again)
    except RunlakeError as error:
        damage = [error.message]
    await again.close()
    assert damage


async def test_an_unreachable_database_is_unavailable() -> None:
    store = open_metadata("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StoreUnavailable):
        await store.read(names)
    await store.close()
