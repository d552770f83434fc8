"""Versions of mapping tables and the jobs that apply them, on both metadata stores."""

import pytest

import runlake.products.traces as traces_package
from runlake.errors import Conflict, InvalidInput, LimitExceeded
from runlake.products.traces.mapping import default_table
from runlake.products.traces.mappings import SpanMappings
from runlake.products.traces.remapping_jobs import RemappingJobs
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

OWN = '[fields]\nmodel = ["acme.model"]\n'


@pytest.fixture
async def migrated(metadata: Metadata) -> Metadata:
    await migrate_metadata(metadata, [traces_package])
    return metadata


async def test_every_version_stays_and_nobody_overwrites_another(migrated: Metadata, clock: FakeClock) -> None:
    versions = SpanMappings(migrated, clock)
    assert await versions.table(1) is default_table()
    await versions.put(1, OWN, after=0, by="ada")
    with pytest.raises(Conflict, match="version 1 by now"):
        await versions.put(1, "", after=0, by="ben")
    await versions.put(1, "", after=1, by="ben")
    found = [(version.version, version.created_by, version.document) for version in await versions.list(1)]
    assert found == [(2, "ben", ""), (1, "ada", OWN)]
    assert (await versions.table(1, 1)).fields["model"][0].attribute == "acme.model"
    assert (await versions.table(1)).fields == default_table().fields
    assert await versions.newest(2) is None
    with pytest.raises(InvalidInput, match=r"^line 2: there is no field 'modle'"):
        await versions.put(1, '[fields]\nmodle = ["x"]', after=2, by="ada")
    with pytest.raises(LimitExceeded):
        await versions.put(1, "#" * 70_000, after=2, by="ada")


async def test_a_job_is_known_by_how_far_it_is_until_another_takes_its_place(
    migrated: Metadata, clock: FakeClock
) -> None:
    jobs = RemappingJobs(migrated, clock)
    first = await jobs.begin(1, 3, 100, "ada")
    assert await jobs.advance(first, 50, 10, 4)
    assert await jobs.advance(first, 60, 5, 0)
    (found,) = await jobs.unfinished()
    assert (found.next_ns, found.spans_read, found.spans_changed, found.version) == (60, 15, 4, 3)
    second = await jobs.begin(1, 4, 100, "ben")
    assert not await jobs.advance(first, 70, 1, 1)
    await jobs.finish(first)
    assert await jobs.unfinished() == [second]
    await jobs.finish(second, "no")
    assert await jobs.unfinished() == []
    ended = await jobs.find(1)
    assert ended is not None
    assert (ended.problem, ended.spans_read) == ("no", 0)
