"""History lines become points and rich values; nothing is lost on the way."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import LimitExceeded, MalformedBody
from runlake.ingest import HistoryBlock
from runlake.protocols.wandb.file_stream.rows import decode_rows
from runlake.settings import LimitSettings

RECEIVED_MS = 1_700_000_000_000


def decode(*lines: str, first_line: int = 0, next_step: int | None = 0, **limits: int) -> HistoryBlock:
    return decode_rows(
        first_line, lines, next_step, received_ms=RECEIVED_MS, limits=LimitSettings().model_copy(update=limits)
    )


def points_of(block: HistoryBlock) -> dict[tuple[int, str], float]:
    points = block.points
    return {
        (int(line), points.metrics[index]): float(value)
        for line, index, value in zip(points.line, points.metric_index, points.value, strict=True)
    }


def test_numbers_become_points_with_step_line_and_time() -> None:
    block = decode('{"loss":0.5,"epoch":2,"_step":7,"_timestamp":1700000001.25,"_runtime":3.5}', first_line=4)
    assert points_of(block) == {
        (4, "loss"): 0.5,
        (4, "epoch"): 2,
        (4, "_timestamp"): 1700000001.25,
        (4, "_runtime"): 3.5,
    }
    assert set(block.points.step) == {7}
    assert set(block.points.time_ms) == {1_700_000_001_250}
    assert (block.first_line, block.lines, block.last_step) == (4, 1, 7)


def test_non_finite_numbers_are_kept() -> None:
    points = points_of(decode('{"a":NaN,"b":Infinity,"c":-Infinity,"_step":0}'))
    assert math.isnan(points[0, "a"])
    assert (points[0, "b"], points[0, "c"]) == (math.inf, -math.inf)


def test_nested_objects_are_flattened_and_remember_their_path() -> None:
    block = decode('{"val":{"acc":0.9,"deep":{"x":1}},"literal.dot":2,"_step":0}')
    assert {(0, "val.acc"), (0, "val.deep.x"), (0, "literal.dot")} <= points_of(block).keys()
    paths = {key.metric: key.path for key in block.series}
    assert paths["val.deep.x"] == ("val", "deep", "x")
    assert paths["literal.dot"] == ()


def test_media_text_and_lists_are_rich_values_verbatim() -> None:
    block = decode('{"img":{"_type":"image-file","path":"p"},"note":"hé","list":[1,NaN],"none":null,"_step":3}')
    found = {value.metric: (value.kind, json.loads(value.value_json)) for value in block.rich if value.metric != "list"}
    assert found == {
        "img": ("image-file", {"_type": "image-file", "path": "p"}),
        "note": ("string", "hé"),
        "none": ("null", None),
    }
    kept = next(value for value in block.rich if value.metric == "list")
    assert kept.value_json == "[1, NaN]"
    assert {value.step for value in block.rich} == {3}


def test_booleans_and_large_integers_keep_their_exact_value_beside_the_point() -> None:
    block = decode('{"flag":true,"big":9007199254740993,"_step":0}')
    assert points_of(block)[0, "flag"] == 1
    assert {value.metric: value.value_json for value in block.rich} == {"flag": "true", "big": "9007199254740993"}


def test_rows_without_a_step_are_numbered_on() -> None:
    block = decode('{"a":1}', '{"a":2,"_step":10}', '{"a":3}', next_step=5)
    assert list(block.points.step) == [5, 5, 10, 10, 11, 11]


def test_system_rows_have_their_line_number_as_step() -> None:
    block = decode('{"system.cpu":1,"_timestamp":1.7e9}', first_line=12, next_step=None)
    assert set(block.points.step) == {12}


def test_a_row_without_a_time_gets_the_time_of_receipt_and_a_row_point() -> None:
    block = decode('{"a":"only text","_step":0}')
    assert points_of(block) == {(0, "_timestamp"): RECEIVED_MS / 1000}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "not a JSON object"),
        ("{", "not JSON"),
        ('{"_step":"7"}', "_step"),
        ('{"_step":1.5}', "_step"),
        ('{"_step":9223372036854775808}', "_step"),
        ('{"_step":true}', "_step"),
        ('{"_step":0,"_timestamp":"now"}', "_timestamp"),
        ("[" * 100_000, "not JSON"),
    ],
)
def test_what_cannot_be_a_row_is_refused_with_a_reason(line: str, reason: str) -> None:
    with pytest.raises(MalformedBody, match=reason):
        decode('{"a":1,"_step":0}', line)


def test_limits_hold() -> None:
    with pytest.raises(LimitExceeded, match="keys"):
        decode(json.dumps({str(index): 1 for index in range(20)}), row_keys=10)
    with pytest.raises(LimitExceeded, match="bytes long"):
        decode(json.dumps({"x" * 100: 1, "_step": 0}), metric_name_bytes=50)


def test_too_deep_nesting_is_kept_as_an_object() -> None:
    deep = '{"a":' * 10 + "1" + "}" * 10
    block = decode(f'{{"top":{deep},"_step":0}}', json_depth=4)
    assert [value.kind for value in block.rich] == ["object"]
    assert json.loads(block.rich[0].value_json)


KEYS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="."), min_size=1, max_size=8)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.integers(0, 9)),
)
ROWS = st.dictionaries(KEYS.filter(lambda key: not key.startswith("_")), LEAVES, max_size=6)


@given(st.lists(ROWS, max_size=5))
def test_every_value_of_every_row_is_a_point_or_a_rich_value(rows: list[dict[str, object]]) -> None:
    block = decode(*(json.dumps({**row, "_step": index}) for index, row in enumerate(rows)))
    stored = set(points_of(block)) | {(value.line, value.metric) for value in block.rich}
    assert stored == {(line, key) for line, row in enumerate(rows) for key in [*row, "_timestamp"]}
    assert len(block.points) == len(block.points.step) == len(block.points.line) == len(block.points.metric_index)
