"""Media and files: the values, and the bytes they point at."""

import json

import pytest

from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import Outcome, WandbClient

KINDS = {
    "image": "image-file",
    "images": "images/separated",
    "boxed": "image-file",
    "table": "table-file",
    "histogram": "histogram",
    "array": "histogram",
    "html": "html-file",
    "audio": "audio-file",
    "video": "video-file",
    "plotly": "plotly-file",
    "object": "object3D-file",
    "cloud": "object3D-file",
    "molecule": "molecule-file",
    "chart_table": "table-file",
}


@pytest.fixture(scope="module")
def logged(client: WandbClient) -> Outcome:
    return client.run("media")


def test_a_table_needs_no_artifacts_to_be_logged(logged: Outcome, native: NativeApi) -> None:
    assert native.run("media")["state"] == "finished"
    assert native.points("media", "loss") == [(0, 1), (1, 0)]


def test_every_kind_is_known(logged: Outcome, native: NativeApi) -> None:
    found = {key: item["kind"] for key, item in native.media("media").items()}
    assert {key: found.get(key) for key in KINDS} == KINDS


@pytest.mark.parametrize("key", sorted(KINDS))
def test_the_files_of_each_value_are_there(logged: Outcome, native: NativeApi, key: str) -> None:
    values = native._get(f"runs/media/media/{key}")["values"]
    assert [value["step"] for value in values] == ([2] if key == "chart_table" else [0, 1])
    files = native.files("media")
    for value in values:
        paths = [value["value"]["path"]] if "path" in value["value"] else value["value"].get("filenames", [])
        for path in paths:
            assert files[path]["size_bytes"] == len(native.file_bytes("media", path))


def test_a_table_comes_back(logged: Outcome, native: NativeApi) -> None:
    value = native._get("runs/media/media/table")["values"][0]["value"]
    table = json.loads(native.file_bytes("media", value["path"]))
    assert table == {"columns": ["a", "b"], "data": [[1, "x"], [2, "y"]]}


def test_saved_files_keep_their_names(logged: Outcome, native: NativeApi) -> None:
    assert native.file_bytes("media", "saved/my file ü%.txt".replace("%", "%25")) == b"saved text"
    assert native.files("media")["saved/empty.bin"]["size_bytes"] == 0
