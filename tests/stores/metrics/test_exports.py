"""Parquet files of finished runs say exactly what the rows say."""

import json
import math
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from runlake.errors import NotFound, PermissionDenied
from runlake.model import BranchPart, Run, RunState
from runlake.model.streams import segment_of_writer
from runlake.products.metrics import ExportPart, HistoryExports, export_reading
from runlake.storage.blobs import LocalBlobs
from tests.stores.metrics.conftest import MOMENT, Bench, make_run


class Clock:
    now: datetime = MOMENT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def exports(bench: Bench, tmp_path: Path, clock: Clock) -> AsyncIterator[HistoryExports]:
    blobs = LocalBlobs(tmp_path / "blobs")
    yield HistoryExports(bench.columnar, blobs, b"k" * 32, clock)
    await blobs.close()


def finished(**changes: Any) -> Run:
    return make_run(state=RunState.FINISHED, **changes)


def line(step: int, **values: Any) -> str:
    return json.dumps({"_step": step, "_timestamp": 1000.5 + step, **values})


async def read(exports: HistoryExports, run: Run, part: ExportPart) -> pa.Table:
    file = await exports.get(run, part.name)
    stream = await exports.read(file, 0, file.size_bytes - 1)
    return parquet.read_table(pa.BufferReader(b"".join([chunk async for chunk in stream])))


async def test_a_file_has_a_row_for_each_row_and_a_column_for_each_metric(
    bench: Bench, exports: HistoryExports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_reading, "_POINTS_AT_ONCE", 100)  # many row groups
    values = [math.nan, math.inf, -math.inf, 0.1, 2**53, *range(200)]
    steps = [step * 3 for step in range(len(values))]
    lines = [line(s, loss=v, **{"a/b": -s}) for s, v in zip(steps, values, strict=True)]
    await bench.log(finished(), [lines[0].replace("{", '{"_wandb": true, ', 1), *lines[1:]])
    parts = await exports.parts(finished())
    assert parts is not None
    table = await read(exports, finished(), parts[0])
    assert table.column_names == ["_step", "_timestamp", "a/b", "loss"]
    assert table["_step"].to_pylist() == steps  # and the mark that clients put into the first row is left out
    assert table["a/b"].to_pylist() == [-step for step in steps]
    assert str(table["loss"].to_pylist()) == str([float(value) for value in values])
    assert table.schema.types == [pa.int64(), pa.float64(), pa.int64(), pa.float64()]


async def test_an_attempt_more_is_a_file_more_and_the_first_stays_as_it_is(
    bench: Bench, exports: HistoryExports
) -> None:
    await bench.log(finished(), [line(step, loss=step) for step in range(5)])
    first = await exports.parts(finished())
    assert first is not None
    await bench.log(finished(segment=1), [line(step, loss=step) for step in range(5, 8)], first_line=5)
    parts = await exports.parts(finished(segment=1))
    assert parts is not None
    assert parts[0] == first[0]
    assert [(await read(exports, finished(segment=1), part))["_step"].to_pylist() for part in parts] == [
        [0, 1, 2, 3, 4],
        [5, 6, 7],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [{"loss": 1}, {"acc": 1}],
        [{"loss": 1}, {"loss": 1, "acc": 1}],
        [{"loss": {"deep": 1}}, {"loss": {"deep": 2}}],
        [{"loss": 1, "note": "text"}, {"loss": 1, "note": "text"}],
        [{"loss": 1, "img": {"_type": "image-file", "path": "x"}}],
    ],
)
async def test_rows_that_a_table_cannot_say_are_not_exported(
    bench: Bench, exports: HistoryExports, rows: list[dict[str, Any]]
) -> None:
    await bench.log(finished(), [line(step, **row) for step, row in enumerate(rows)])
    assert await exports.parts(finished()) is None


async def test_runs_that_may_change_are_not_exported(bench: Bench, exports: HistoryExports) -> None:
    await bench.log(finished(), [line(0, loss=1)])
    for state in (RunState.RUNNING, RunState.CRASHED, RunState.PREEMPTED, RunState.PENDING):
        assert await exports.parts(make_run(state=state)) is None
    assert await exports.parts(finished(branch=(BranchPart(1, 0, None, 3),))) is None
    assert await exports.parts(finished())
    assert await exports.parts(finished(run_number=2)) == []  # no rows, no files
    await bench.log(finished(), [json.dumps({"loss": 1})], writer="other")
    assert segment_of_writer("other", finished()) > 0
    assert await exports.parts(finished()) is None


async def test_a_file_of_another_state_of_the_run_is_not_found(bench: Bench, exports: HistoryExports) -> None:
    await bench.log(finished(), [line(0, loss=1)])
    for name in ("0-2-2.parquet", "1-1-2.parquet", "../x"):
        with pytest.raises(NotFound):
            await exports.get(finished(), name)


async def test_addresses_are_signed_and_expire(bench: Bench, exports: HistoryExports, clock: Clock) -> None:
    await bench.log(finished(), [line(0, loss=1)])
    (part,) = await exports.parts(finished()) or []
    address = urlsplit(exports.sign(part))
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.path == f"/storage/history/1/{part.name}"
    exports.check_signature(address.path, **query)
    with pytest.raises(PermissionDenied):
        exports.check_signature("/storage/history/2/0-2-2.parquet", **query)
    clock.now += timedelta(days=1, hours=1, seconds=1)
    with pytest.raises(PermissionDenied, match="expired"):
        exports.check_signature(address.path, **query)


async def test_old_files_are_removed_and_written_again(bench: Bench, exports: HistoryExports, clock: Clock) -> None:
    await bench.log(finished(), [line(0, loss=1)])
    (part,) = await exports.parts(finished()) or []
    await exports.get(finished(), part.name)
    clock.now = datetime.now(MOMENT.tzinfo)
    assert await exports.remove_old() == 0
    clock.now += timedelta(days=8)
    assert await exports.remove_old() == 1
    assert (await read(exports, finished(), part))["loss"].to_pylist() == [1]
