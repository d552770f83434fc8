"""Bodies of frames → blocks, documents and errors."""

import math
from array import array

import numpy as np
import pytest

from runlake.errors import LimitExceeded, MalformedBody
from runlake.protocols.native.appending.append_batch import Batch, parse_batch, upsert_of
from runlake.settings import LimitSettings
from runlake.wire import (
    ConsoleRecord,
    EndRecord,
    RichEntry,
    RichRecord,
    RowEncoder,
    RunRecord,
    ShapeRecord,
    SummaryRecord,
    encode_columns,
    encode_frame,
    encode_record,
)

TIME_US = 1_700_000_000_250_000
SHAPE = encode_record(ShapeRecord(0, "history", ("loss", "acc")))
SPARSE = encode_record(ShapeRecord(1, "history", ("loss",)))


def parsed(*frames: bytes, **limits: int) -> Batch:
    return parse_batch(b"".join(frames), LimitSettings(**limits))


def points(batch: Batch, metric: str, source: str = "history") -> list[tuple[int, int, float]]:
    """(line, step, value) of a metric."""
    block = batch.blocks[source].points
    of = block.metric_index == block.metrics.index(metric)
    return list(zip(block.line[of].tolist(), block.step[of].tolist(), block.value[of].tolist(), strict=True))


def test_rows_of_several_shapes_become_points_in_their_order() -> None:
    both, loss = RowEncoder(0, 2), RowEncoder(1, 1)
    rows = [
        both.encode(5, 10, TIME_US, (0.5, 1.0)),
        loss.encode(6, 10, TIME_US + 1, (0.25,)),
        both.encode(7, 4, TIME_US + 2, (math.inf, 2)),
    ]
    batch = parsed(SHAPE, SPARSE, *rows)
    block = batch.blocks["history"]
    assert (block.first_line, block.lines, block.last_step) == (5, 3, 10)
    assert points(batch, "loss") == [(5, 10, 0.5), (6, 10, 0.25), (7, 4, math.inf)]
    assert points(batch, "acc") == [(5, 10, 1.0), (7, 4, 2.0)]
    assert [line for line, _, _ in points(batch, "_timestamp")] == [5, 6, 7]
    assert points(batch, "_timestamp")[0][2] == TIME_US / 1e6
    assert batch.summary == {"loss": math.inf, "acc": 2, "_step": 10, "_timestamp": (TIME_US + 2) / 1e6}


def test_columns_are_rows_too() -> None:
    steps, times = array("q", [0, 1, 2]).tobytes(), array("q", [TIME_US] * 3).tobytes()
    values = [array("d", column).tobytes() for column in ([1, 2, 3], [4, 5, 6])]
    batch = parsed(SHAPE, encode_columns(0, 7, 3, (steps, times, *values)))
    assert points(batch, "acc") == [(7, 0, 4.0), (8, 1, 5.0), (9, 2, 6.0)]
    assert batch.summary["loss"] == 3


def test_system_rows_are_a_stream_of_their_own() -> None:
    gpu = encode_record(ShapeRecord(9, "system", ("gpu.0.temp",)))
    batch = parsed(
        SHAPE, gpu, RowEncoder(0, 2).encode(3, 3, TIME_US, (1, 2)), RowEncoder(9, 1).encode(0, 0, TIME_US, (61,))
    )
    assert points(batch, "gpu.0.temp", "system") == [(0, 0, 61.0)]
    assert "gpu.0.temp" not in batch.summary


def test_rows_that_are_in_are_left_out() -> None:
    row = RowEncoder(0, 2)
    batch = parsed(SHAPE, *(row.encode(line, line, TIME_US, (line, line)) for line in range(4)))
    fresh = batch.blocks["history"].rows_from(3)
    assert (fresh.first_line, fresh.lines, np.unique(fresh.points.line).tolist()) == (3, 1, [3])
    assert batch.blocks["history"].rows_from(9).lines == 0


def test_what_was_put_into_the_summary_holds_until_the_metric_is_logged_again() -> None:
    row = RowEncoder(1, 1)
    by_hand = encode_record(SummaryRecord(1, {"loss": 9, "best": 0.1}))
    before, after = row.encode(0, 0, TIME_US, (1,)), row.encode(1, 1, TIME_US, (2,))
    assert parsed(SPARSE, before, by_hand).summary["loss"] == 9
    assert parsed(SPARSE, before, by_hand).summary["best"] == 0.1
    assert parsed(SPARSE, by_hand, row.encode(2, 1, TIME_US, (2,))).summary["loss"] == 2
    assert parsed(SPARSE, before, after).summary["loss"] == 2


def test_rich_values_console_and_the_end() -> None:
    rich = RichRecord(0, 4, TIME_US, (RichEntry("note", "string", '"warm"'),))
    batch = parsed(
        SPARSE,
        encode_record(rich),
        RowEncoder(1, 1).encode(0, 4, TIME_US, (1,)),
        encode_record(ConsoleRecord(3, "error", TIME_US, ("one", "two"))),
        encode_record(EndRecord(exit_code=3)),
    )
    assert [(value.metric, value.step, value.value_json) for value in batch.blocks["history"].rich] == [
        ("note", 4, '"warm"')
    ]
    assert batch.summary["note"] == "warm"
    assert [(line.line, line.level, line.text) for line in batch.console] == [(3, "error", "one"), (4, "error", "two")]
    assert batch.end is not None
    assert batch.end.exit_code == 3


def test_later_words_about_the_run_are_laid_over_earlier_ones() -> None:
    first = RunRecord(display_name="a", config={"lr": 1}, environment={"host": "box", "program": "train.py"})
    batch = parsed(
        encode_record(first), encode_record(RunRecord(notes="n", config={"lr": 2}, environment={"host": "box"}))
    )
    assert batch.run is not None
    wanted = upsert_of(batch.run, "r1", "w")
    assert (wanted.display_name, wanted.notes, wanted.host) == ("a", "n", "box")
    assert wanted.config_json == '{"lr": {"value": 2}, "_wandb": {"value": {"e": {"w": {"host": "box"}}}}}'


@pytest.mark.parametrize(
    "frames",
    [
        [b"\x00"],
        [SHAPE[:-1]],
        [RowEncoder(0, 2).encode(0, 0, 0, (1, 2))],
        [SHAPE, RowEncoder(0, 1).encode(0, 0, 0, (1,))],
        [SHAPE, encode_columns(0, 0, 2, (b"\0" * 8,))],
        [SHAPE, encode_columns(0, 2**32 - 1, 2, (b"\0" * 64,))],
        [encode_frame(4, b"\0" * 3)],
        [encode_frame(3, b"")],
        [encode_frame(99, b"")],
        [encode_frame(6, b"\xc1")],
        [encode_frame(6, b'{"tags":3}')],
        [encode_frame(6, b"[" * 100_000)],
        [encode_record(ShapeRecord(0, "elsewhere", ("loss",)))],
        [encode_record(ShapeRecord(0, "history", ("loss", "loss")))],
        [encode_record(ShapeRecord(0, "history", ("_timestamp",)))],
        [encode_record(ShapeRecord(0, "history", ("",)))],
        [SPARSE, encode_record(RichRecord(0, 0, 0, (RichEntry("a", "string", "{"),)))],
        [encode_record(RichRecord(-1, 0, 0, ()))],
    ],
)
def test_what_cannot_be_is_refused(frames: list[bytes]) -> None:
    with pytest.raises(MalformedBody):
        parsed(*frames)


def test_sizes_are_bounded() -> None:
    with pytest.raises(LimitExceeded):
        parsed(SHAPE, row_keys=1)
    with pytest.raises(LimitExceeded):
        parsed(encode_record(ShapeRecord(0, "history", ("n" * 17,))), metric_name_bytes=16)
    with pytest.raises(LimitExceeded):
        parsed(encode_record(ConsoleRecord(2**32 - 1, "", 0, ("a",))))
