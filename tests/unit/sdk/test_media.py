"""Media: what is stored of what was given."""

import io
import json
import wave
from pathlib import Path
from typing import Any

import av
import matplotlib.figure
import numpy as np
import pandas as pd
import PIL.Image
import plotly.graph_objects as go
import pytest

import runlake
from runlake.errors import UsageError
from runlake.sdk.values import flatten


def content_of(media: Any) -> bytes:
    content = media.files()[-1].content
    return content if isinstance(content, bytes) else Path(content).read_bytes()


def pixels_of(image: runlake.Image) -> Any:
    return np.asarray(PIL.Image.open(io.BytesIO(content_of(image)))).tolist()


def test_arrays_become_pictures() -> None:
    assert pixels_of(runlake.Image(np.array([[0, 255], [7, 8]]))) == [[0, 255], [7, 8]]
    assert pixels_of(runlake.Image(np.array([[0.0, 1.0, 0.5, 9, np.nan]]))) == [[0, 255, 128, 255, 0]]
    image = runlake.Image(np.zeros((2, 3, 4), "uint8"), caption="none")
    assert (image.width, image.height, image.record()["caption"]) == (3, 2, "none")
    assert pixels_of(runlake.Image(np.array([[[True]]]))) == [[255]]


def test_a_picture_file_is_kept_as_it_is(tmp_path: Path) -> None:
    PIL.Image.new("RGB", (4, 2)).save(tmp_path / "a.jpg")
    image = runlake.Image(tmp_path / "a.jpg")
    assert content_of(image) == (tmp_path / "a.jpg").read_bytes()
    assert image.record()["path"].endswith(".jpg")


@pytest.mark.parametrize(
    "picture", [np.zeros((2, 2, 2)), np.zeros((0, 2)), np.array([[256]]), np.array([["a"]]), "no/such.png", None]
)
def test_what_is_no_picture_is_refused(picture: Any) -> None:
    assert runlake.Image(picture).problem


def test_a_list_of_pictures_is_one_value_and_each_file_comes_once() -> None:
    black, white = runlake.Image(np.zeros((2, 2))), runlake.Image(np.ones((2, 2)), caption="white")
    flat = flatten({"images": [black, white, black]})
    [entry] = flat.rich
    value = json.loads(entry.json)
    assert (entry.kind, value["count"], value["captions"]) == ("images/separated", 3, [None, "white", None])
    assert [file.name for file in flat.files] == list(dict.fromkeys(value["filenames"]))
    with pytest.raises(UsageError, match="list of Histogram"):
        flatten({"many": [runlake.Histogram([1])] * 2})


def test_what_cannot_be_made_ends_no_training() -> None:
    bad, good = runlake.Image(np.zeros((2, 2, 2))), runlake.Image(np.zeros((2, 2)))
    flat = flatten({"bad": bad, "some": [good, bad], "loss": 1.0})
    assert (flat.numbers, [entry.metric for entry in flat.rich]) == ({"loss": 1.0}, ["some"])
    assert json.loads(flat.rich[0].json)["count"] == 1
    assert [problem.partition(":")[0] for problem in flat.problems] == ["'bad' is left out", "'some' is left out"]
    assert "shape is (2, 2, 2)" in repr(bad)
    table = runlake.Table([[1, bad], [2, good]], columns=["a", "b"])
    assert [row[1] is None for row in json.loads(content_of(table))["data"]] == [True, False]
    with pytest.raises(TypeError, match="unexpected"):
        runlake.Image(np.zeros((2, 2)), captoin="x")  # type: ignore[call-arg]


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
    assert json.loads(content_of(table)) == {"columns": ["a", "b"], "data": [[1, "x"]]}
    assert (table.record()["ncols"], table.record()["nrows"]) == (2, 1)


def test_cells_are_what_json_has() -> None:
    table = runlake.Table([[np.float32(0.5), float("nan")], [None, [float("-inf")]]], columns=["a", "b"])
    assert json.loads(content_of(table))["data"] == [[0.5, "NaN"], [None, ["-Infinity"]]]


def test_tables_that_cannot_be_are_refused() -> None:
    for rows, columns in (([[1]], ["a", "b"]), ([[1]], None), (["ab"], ["a", "b"])):
        assert runlake.Table(rows, columns).problem


def test_histograms() -> None:
    histogram = runlake.Histogram(np.array([[0.0, 1.0], [1.0, np.inf]]), bins=2)
    assert histogram.record() == {"_type": "histogram", "values": [1, 2], "bins": [0.0, 0.5, 1.0]}
    for values, bins in (([], 3), ([np.nan], 3), ([1], 0), ([1], 513), (["a"], 3), ([1], [3, 2])):
        assert runlake.Histogram(values, bins=bins).problem


def test_cells_may_be_media() -> None:
    table = runlake.Table([[1, runlake.Image(np.zeros((2, 2)))], [2, PIL.Image.new("L", (2, 2))]], columns=["a", "b"])
    picture, _ = table.files()
    cells = [row[1] for row in json.loads(content_of(table))["data"]]
    assert [(cell["_type"], cell["path"]) for cell in cells] == [("image-file", picture.name)] * 2


def test_sound_becomes_a_wav() -> None:
    sound = runlake.Audio(np.array([[0.0, 1.0], [-1.0, 9.0]]), rate=8000, caption="beep")
    assert (sound.record()["_type"], sound.record()["duration_s"], sound.record()["caption"]) == (
        "audio-file",
        2 / 8000,
        "beep",
    )
    with wave.open(io.BytesIO(content_of(sound))) as read:
        assert (read.getnchannels(), read.getframerate()) == (2, 8000)
        assert np.frombuffer(read.readframes(9), "<i2").tolist() == [0, 32767, -32767, 32767]
    both = flatten({"sounds": [sound, sound]}).rich[0]
    assert (both.kind, json.loads(both.json)["count"]) == ("audio", 2)


@pytest.mark.parametrize(("sound", "rate"), [(np.zeros(3), None), (np.zeros((1, 2, 3)), 8000), (np.array([70000]), 1)])
def test_what_is_no_sound_is_refused(sound: Any, rate: int | None) -> None:
    assert runlake.Audio(sound, rate).problem


def test_frames_become_a_video() -> None:
    frames = np.random.default_rng(0).integers(0, 255, (5, 33, 48, 3), "uint8")
    video = runlake.Video(frames, fps=10)
    with av.open(io.BytesIO(content_of(video))) as read:
        shown = list(read.decode(video=0))
    assert (len(shown), shown[0].width, shown[0].height) == (5, 48, 32)
    moving = PIL.Image.open(io.BytesIO(content_of(runlake.Video(frames[..., :1], format="gif"))))
    assert getattr(moving, "n_frames", 0) == 5
    for wrong in ({"format": "avi"}, {"fps": 0}):
        assert runlake.Video(frames, **wrong).problem  # type: ignore[arg-type]


def test_figures_stay_what_they_are() -> None:
    drawn = matplotlib.figure.Figure(figsize=(2, 1))
    axes = drawn.add_subplot()
    axes.plot([1, 2])
    picture = runlake.Figure(axes, dpi=50, caption="line").record()
    assert (picture["_type"], picture["format"], picture["width"] > 50) == ("image-file", "png", True)
    alive = runlake.Figure(go.Figure(go.Scatter(x=[1, 2], y=[np.nan, 3])))
    assert alive.record()["path"].endswith(".plotly.json")
    assert json.loads(content_of(alive))["data"][0]["y"][0] is None
    assert "Matplotlib or Plotly" in str(runlake.Figure(3).problem)


def test_clouds_and_models(tmp_path: Path) -> None:
    cloud = runlake.Object3D(np.array([[1, 2, 3], [np.nan, 0, 0]]))
    assert json.loads(content_of(cloud)) == [[1, 2, 3]]
    scene = runlake.Object3D({"points": [[0, 0, 0]], "boxes": []})
    assert json.loads(content_of(scene)) == {"type": "lidar/beta", "points": [[0, 0, 0]], "boxes": []}
    (tmp_path / "a.GLB").write_bytes(b"glTF")
    assert runlake.Object3D(tmp_path / "a.GLB").record()["path"].endswith(".glb")
    for wrong in (np.zeros((3, 5)), {"dots": []}, tmp_path / "a.txt", "missing.obj"):
        assert runlake.Object3D(wrong).problem


def test_texts_and_pages(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<b>bold</b>")
    assert content_of(runlake.Html(tmp_path / "page.html")) == b"<b>bold</b>"
    text = runlake.Text("# Title", format="markdown", caption="note").record()
    assert text == {"_type": "text", "text": "# Title", "format": "markdown", "caption": "note"}
    for wrong in ({"format": "rtf"}, {"text": tmp_path / "none.txt"}, {"text": "x" * 1_000_001}):
        assert runlake.Text(**{"text": "x", **wrong}).problem


def test_log_knows_what_is_plainly_a_picture() -> None:
    values = {
        "figure": matplotlib.figure.Figure(),
        "plot": go.Figure(),
        "pictures": [PIL.Image.new("L", (2, 2))] * 2,
        "bytes": np.zeros((2, 2, 3), "uint8"),
        "frame": pd.DataFrame({"a": [1]}),
        "weights": np.zeros((2, 2, 3)),
    }
    flat = flatten(values)
    assert [entry.kind for entry in flat.rich] == [
        "image-file",
        "plotly-file",
        "images/separated",
        "image-file",
        "table-file",
        "list",
    ]
    assert flat.problems == []


def test_a_figure_that_cannot_be_drawn_does_not_end_training() -> None:
    broken = matplotlib.figure.Figure()
    broken.add_subplot().set_title("$\\no$")
    flat = flatten({"figure": broken, "loss": 1})
    assert (flat.numbers, flat.rich) == ({"loss": 1}, [])
    assert "'figure' is left out" in flat.problems[0]
