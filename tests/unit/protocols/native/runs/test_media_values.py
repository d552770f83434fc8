"""Logged media values as the browser gets them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.protocols.native.runs.media_values import parse_media_value, with_urls


def url_of(name: str, sha256: str) -> str:
    return f"url:{name}:{sha256}"


def shown(value: Any, metric: str = "k", step: int = 3) -> Any:
    return with_urls(value, metric, step, url_of)


def test_a_path_gets_an_address_also_inside() -> None:
    value = {
        "_type": "image-file",
        "path": "media/images/a.png",
        "sha256": "ab",
        "masks": {"m": {"_type": "mask", "path": "media/images/mask/b.png"}},
        "captions": ["x", 1, None],
    }
    assert shown(value) == {
        **value,
        "url": "url:media/images/a.png:ab",
        "masks": {"m": {"_type": "mask", "path": "media/images/mask/b.png", "url": "url:media/images/mask/b.png:"}},
    }


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", 7, None, "", ["a"]])
def test_what_is_no_file_name_gets_none(path: object) -> None:
    assert "url" not in shown({"path": path})


def test_lists_get_one_address_for_each_file() -> None:
    assert shown({"_type": "images/separated", "filenames": ["a", "/b"]})["urls"] == ["url:a:", None]
    objects = shown({"_type": "object3D", "filenames": ["x.obj"], "objects": [{"path": "media/object3D/x.obj"}]})
    assert objects["urls"] == ["url:media/object3D/x.obj:"]
    assert objects["objects"][0]["url"] == "url:media/object3D/x.obj:"


def test_old_lists_have_names_made_of_key_and_step() -> None:
    value = {"_type": "images/separated", "count": 2, "format": "jpg"}
    assert shown(value)["urls"] == ["url:media/images/k_3_0.jpg:", "url:media/images/k_3_1.jpg:"]


@pytest.mark.parametrize("count", [-1, 10**12, "2", None])
def test_a_hostile_count_makes_no_names(count: object) -> None:
    assert "urls" not in shown({"_type": "images/separated", "count": count})


def test_numbers_beyond_json_become_words() -> None:
    value = parse_media_value("[NaN, Infinity, -Infinity, 1e999, -1e999, 1.5, 123456789012345678901234567890]")
    assert value == ["NaN", "Infinity", "-Infinity", "Infinity", "-Infinity", 1.5, 123456789012345678901234567890]
    json.dumps(value, allow_nan=False)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["path", "sha256", "filenames", "count", "_type", "format", "x"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)


@given(values)
def test_any_value_survives_and_keeps_what_it_had(value: Any) -> None:
    parsed = parse_media_value(json.dumps(value))
    result = with_urls(parsed, "k", 0, url_of)
    json.dumps(result, allow_nan=False)
    if isinstance(parsed, dict):
        assert parsed.keys() <= result.keys()
