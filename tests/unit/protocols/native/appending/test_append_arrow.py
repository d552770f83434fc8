"""Arrow streams of points: stored as rows of frames are, and refused whole when something of them is wrong."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from runlake.errors import LimitExceeded, MalformedBody
from runlake.protocols.native.appending.append_arrow import parse_arrow
from runlake.protocols.native.appending.append_batch import Batch, parse_batch
from runlake.settings import LimitSettings
from runlake.wire import RowEncoder, ShapeRecord, encode_record

TIME_US = 1_700_000_000_250_000
COLUMNS = {
    "metric": pa.array(["acc", "loss", "loss", "acc"]).dictionary_encode(),
    "line": pa.array([1, 0, 1, 0], pa.uint32()),
    "step": pa.array([11, 10, 11, 10]),
    "time": pa.array([TIME_US + 1, TIME_US, TIME_US + 1, TIME_US], pa.timestamp("us", "UTC")),
    "value": pa.array([0.75, 2.0, 1.5, float("nan")]),
}


def stream(columns: dict[str, Any] = COLUMNS, *, compression: str | None = None, rows_each: int = 3) -> bytes:
    """The columns as a stream of several batches, with a dictionary that grows."""
    table = pa.table(columns)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as writer:
        writer.write_table(table, max_chunksize=rows_each)
    return bytes(sink.getvalue())


def parse(body: bytes, first_line: int | None = None, **limits: int) -> Batch:
    return parse_arrow(body, LimitSettings(**limits), source="history", first_line=first_line)


def points(batch: Batch) -> list[tuple[Any, ...]]:
    """The points of a batch, NaN as a word."""
    block = batch.blocks["history"].points
    columns = (block.metric_index, block.line, block.step, block.time_ms, block.value)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return sorted((block.metrics[index], *rest, repr(value)) for index, *rest, value in rows)


def test_points_are_stored_as_rows_of_frames_are() -> None:
    row = RowEncoder(0, 2)
    frames = [encode_record(ShapeRecord(0, "history", ("loss", "acc")))]
    frames += [row.encode(0, 10, TIME_US, (2, float("nan"))), row.encode(1, 11, TIME_US + 1, (1.5, 0.75))]
    from_frames, from_arrow = parse_batch(b"".join(frames), LimitSettings()), parse(stream())
    assert points(from_arrow) == points(from_frames)
    assert repr(from_arrow.summary) == repr({name: from_frames.summary[name] for name in from_arrow.summary})
    assert from_arrow.summary.keys() == from_frames.summary.keys()
    block, other = from_arrow.blocks["history"], from_frames.blocks["history"]
    assert (block.first_line, block.lines, block.last_step) == (other.first_line, other.lines, other.last_step)


def test_points_of_a_metric_come_in_their_order_whatever_the_streams() -> None:
    line = np.random.default_rng(3).permutation(500)
    columns = {
        "metric": ["m"] * 500,
        "line": line.astype(np.int16),
        "step": line.astype(np.int32),
        "time": np.full(500, TIME_US),
        "value": line.astype(np.float32),
    }
    block = parse(stream(columns, rows_each=7)).blocks["history"].points
    assert block.value[block.metric_index == 1].tolist() == list(range(500))


def test_points_without_lines_are_rows_of_their_own() -> None:
    without = {name: column for name, column in COLUMNS.items() if name != "line"}
    assert sorted(parse(stream(without), first_line=40).blocks["history"].points.line.tolist()) == sorted(
        2 * [40, 41, 42, 43]
    )
    with pytest.raises(MalformedBody, match="first_line"):
        parse(stream(without))


def test_a_stream_without_points_begins_a_run() -> None:
    batch = parse(stream({name: column[:0] for name, column in COLUMNS.items()}))
    assert batch.run is not None
    assert not batch.blocks


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"metric": pa.array([1, 2, 3, 4])}, "has names"),
        ({"metric": pa.array(["a", None, "b", "c"])}, "has nulls"),
        ({"metric": pa.array(["a", "b", "c", "_step"])}, "no metric may be called"),
        ({"metric": pa.array(["a", "b", "c", ""])}, "no metric may be called"),
        (
            {"metric": pa.DictionaryArray.from_arrays(pa.array([0, 1, 0, 1], pa.int8()), pa.array(["a", "a"]))},
            "twice",
        ),
        ({"metric": pa.array(["loss"] * 4)}, "twice"),
        ({"line": pa.array([-1, 0, 1, 2])}, "lines are numbers"),
        ({"line": pa.array([0, 1, 2, 2**32])}, "lines are numbers"),
        ({"step": pa.array([0, 1, 2, 2**64 - 1], pa.uint64())}, "'step'"),
        ({"step": pa.array([0.5, 1, 2, 3])}, "cannot hold double"),
        ({"value": pa.array(["1", "2", "3", "4"])}, "cannot hold string"),
        ({"value": pa.array([1, 2, None, 4])}, "has nulls"),
        ({"time": pa.array([1, 2, 3, 4], pa.duration("s"))}, "cannot hold duration"),
    ],
)
def test_wrong_columns_are_refused(changed: dict[str, pa.Array], what: str) -> None:
    with pytest.raises(MalformedBody, match=what):
        parse(stream(COLUMNS | changed))


@pytest.mark.parametrize("name", ["metric", "step", "time", "value"])
def test_a_missing_column_is_named(name: str) -> None:
    with pytest.raises(MalformedBody, match=f"needs one column '{name}'"):
        parse(stream({each: column for each, column in COLUMNS.items() if each != name}))


@pytest.mark.parametrize("compression", ["zstd", "lz4"])
def test_packed_buffers_are_refused_before_they_are_unpacked(compression: str) -> None:
    with pytest.raises(MalformedBody, match="Content-Encoding"):
        parse(stream(compression=compression))


def test_too_much_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="2 metrics"):
        parse(stream(), row_keys=1)
    with pytest.raises(LimitExceeded, match="bytes long"):
        parse(stream(COLUMNS | {"metric": pa.array(["a" * 17, "b", "c", "d"])}), metric_name_bytes=16)
    with pytest.raises(LimitExceeded, match="several requests"):
        parse(stream(COLUMNS | {f"more_{number}": [0] * 4 for number in range(5_000)}))
    many = 10_001
    with pytest.raises(LimitExceeded, match="several requests"):
        parse(stream({"metric": ["m"] * many}, rows_each=1))
    with pytest.raises(LimitExceeded, match="send several"):
        parse(stream({"empty": pa.nulls(2_000_001)}, rows_each=2_000_001))


def test_a_damaged_stream_is_refused_or_read_but_nothing_else() -> None:
    whole = stream()
    for cut in range(0, len(whole), 8):
        try_reading(whole[:cut])
    rng = np.random.default_rng(5)
    for _ in range(2_000):
        damaged = bytearray(whole)
        for at in rng.integers(0, len(whole), 3):
            damaged[at] = rng.integers(0, 256)
        try_reading(bytes(damaged))


def try_reading(body: bytes) -> None:
    try:
        parse(body)
    except (MalformedBody, LimitExceeded):
        return
