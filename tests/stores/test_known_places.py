"""The store is not asked for traces that it cannot have, and is asked for all that it may have."""

from pathlib import Path

from runlake.products.traces.known_places import KnownPlaces
from runlake.storage.columnar import ChdbColumnar
from tests.prepared import copy_tables

INSERT = "INSERT INTO spans (project_id, hour, trace_hash, span_id) VALUES (1, 7, 100, 'a'), (1, 8, 200, 'b')"


async def test_an_hour_that_is_asked_for_often_is_read_and_its_new_traces_are_not_looked_for(tmp_path: Path) -> None:
    copy_tables(tmp_path)
    columnar = await ChdbColumnar.open(tmp_path, readers=1)
    await columnar.execute(INSERT)
    known, asked = KnownPlaces(columnar), [(1, 7, 2**64 - 1), (1, 7, 100), (1, 8, 100)]
    assert await known.among(asked) == [(1, 7, 100), (1, 7, 2**64 - 1), (1, 8, 100)]
    for _ in range(8):
        await known.among(asked[:2])
    assert await known.among(asked) == [(1, 7, 100), (1, 8, 100)]
    known.mark([(1, 7, 2**64 - 1)])
    assert await known.among(asked) == [(1, 7, 100), (1, 7, 2**64 - 1), (1, 8, 100)]
    await columnar.close()
