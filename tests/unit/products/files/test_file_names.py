"""Which names a file of a run may have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.files import check_file_name, mimetype_of
from runlake.products.files.names import MAX_NAME_BYTES

any_text = st.text(st.characters(codec=None, categories=None))


@pytest.mark.parametrize(
    "name",
    [
        "output.log",
        "media/images/a b_0_1f.png",
        "naïve/日本語/🧪.txt",
        "100% #1?&=+.txt",
        "a//b",
        "...",
        "..a/b..",
        "C:\\x",
        " ",
        "x" * MAX_NAME_BYTES,
    ],
)
def test_names_that_clients_send_are_taken_verbatim(name: str) -> None:
    assert check_file_name(name) == name


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("", "0 bytes"),
        ("x" * (MAX_NAME_BYTES + 1), "1025 bytes"),
        ("é" * 600, "1200 bytes"),
        ("/etc/passwd", "absolute"),
        ("a/", "folder"),
        ("..", "'..'"),
        ("../a", "'..'"),
        ("a/../../b", "'..'"),
        ("a/./b", "'.'"),
        ("a\0b", "control"),
        ("a\nb", "control"),
        ("a\x7fb", "control"),
        ("a\x9fb", "control"),
        ("a\ud800b", "surrogate"),
    ],
)
def test_other_names_are_refused_with_the_reason(name: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        check_file_name(name)


@given(any_text)
def test_a_name_is_taken_unchanged_or_refused(name: str) -> None:
    try:
        taken = check_file_name(name)
    except InvalidInput as error:
        error.message.encode()  # the reason can be sent to the client whatever the name is
        return
    assert taken == name
    assert 1 <= len(name.encode()) <= MAX_NAME_BYTES
    assert not {".", ".."} & set(name.split("/"))
    assert "\0" not in name


@pytest.mark.parametrize(
    ("name", "mimetype"),
    [
        ("a/b.PNG", "image/png"),
        ("x.table.json", "application/json"),
        ("x.html", "text/html"),
        ("x.svg", "image/svg+xml"),
        ("x.js", "text/plain"),
        ("x.mjs", "text/plain"),
        ("x.css", "text/plain"),
        ("output.log", "text/plain"),
        ("config.yaml", "application/yaml"),
        ("x.webp", "image/webp"),
        ("model.glb", "model/gltf-binary"),
        ("noending", "application/octet-stream"),
        ("a.b/noending", "application/octet-stream"),
        ("x.unheardof", "application/octet-stream"),
    ],
)
def test_the_type_comes_from_the_ending(name: str, mimetype: str) -> None:
    assert mimetype_of(name) == mimetype
