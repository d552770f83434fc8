"""Pictures, tables and histograms: what is stored of what was given."""

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

import runlake
from runlake.errors import UsageError
from runlake.sdk.values import flatten


def pixels_of(image: runlake.Image) -> Any:
    [file] = image.files()
    return np.asarray(PIL.Image.open(io.BytesIO(file.content))).tolist()


def test_arrays_become_pictures() -> None:
    assert pixels_of(runlake.Image(np.array([[0, 255], [7, 8]]))) == [[0, 255], [7, 8]]
    assert pixels_of(runlake.Image(np.array([[0.0, 1.0, 0.5, 9, np.nan]]))) == [[0, 255, 128, 255, 0]]
    image = runlake.Image(np.zeros((2, 3, 4), "uint8"), caption="none")
    assert (image.width, image.height, image.record()["caption"]) == (3, 2, "none")
    assert pixels_of(runlake.Image(np.array([[[True]]]))) == [[255]]


def test_a_picture_file_is_kept_as_it_is(tmp_path: Path) -> None:
    PIL.Image.new("RGB", (4, 2)).save(tmp_path / "a.jpg")
    image = runlake.Image(tmp_path / "a.jpg")
    [file] = image.files()
    assert file.content == (tmp_path / "a.jpg").read_bytes()
    assert image.record()["path"] == file.name
    assert file.name.endswith(".jpg")


@pytest.mark.parametrize(
    "picture", [np.zeros((2, 2, 2)), np.zeros((0, 2)), np.array([[256]]), np.array([["a"]]), "no/such.png", None]
)
def test_what_is_no_picture_is_refused(picture: Any) -> None:
    with pytest.raises(UsageError):
        runlake.Image(picture)


def test_a_list_of_pictures_is_one_value_and_each_file_comes_once() -> None:
    black, white = runlake.Image(np.zeros((2, 2))), runlake.Image(np.ones((2, 2)), caption="white")
    flat = flatten({"images": [black, white, black]})
    [entry] = flat.rich
    value = json.loads(entry.json)
    assert (entry.kind, value["count"], value["captions"]) == ("images/separated", 3, [None, "white", None])
    assert [file.name for file in flat.files] == list(dict.fromkeys(value["filenames"]))
    with pytest.raises(UsageError, match="list of Histogram"):
        flatten({"many": [runlake.Histogram([1])] * 2})


class Frame:
    """Looks as a Polars frame does."""

    columns = ("a", "b")

    def rows(self) -> list[tuple[int, str]]:
        return [(1, "x")]


@pytest.mark.parametrize(
    "table",
    [
        runlake.Table([[1, "x"]], columns=["a", "b"]),
        runlake.Table([{"a": 1, "b": "x"}]),
        runlake.Table(Frame()),
    ],
)
def test_tables_of_all_sources(table: runlake.Table) -> None:
    [file] = table.files()
    assert json.loads(file.content) == {"columns": ["a", "b"], "data": [[1, "x"]]}
    assert (table.record()["ncols"], table.record()["nrows"]) == (2, 1)


def test_cells_are_what_json_has() -> None:
    [file] = runlake.Table([[np.float32(0.5), float("nan")], [None, [float("-inf")]]], columns=["a", "b"]).files()
    assert json.loads(file.content)["data"] == [[0.5, "NaN"], [None, ["-Infinity"]]]


def test_tables_that_cannot_be_are_refused() -> None:
    for rows, columns in (([[1]], ["a", "b"]), ([[1]], None), (["ab"], ["a", "b"]), ([["x" * 8_000_000]], ["a"])):
        with pytest.raises(UsageError):
            runlake.Table(rows, columns)


def test_histograms() -> None:
    histogram = runlake.Histogram(np.array([[0.0, 1.0], [1.0, np.inf]]), bins=2)
    assert histogram.record() == {"_type": "histogram", "values": [1, 2], "bins": [0.0, 0.5, 1.0]}
    for values, bins in (([], 3), ([np.nan], 3), ([1], 0), ([1], 513), (["a"], 3), ([1], [3, 2])):
        with pytest.raises(UsageError):
            runlake.Histogram(values, bins=bins)
