import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id


def test_an_id_is_padded_base64_of_kind_and_value() -> None:
    assert encode_id("Run", 12) == "UnVuOjEy"
    assert base64.b64decode(encode_id("Artifact", 43)) == b"Artifact:43"


@given(st.integers(0, 2**53))
def test_numbers_come_back(number: int) -> None:
    assert decode_number(encode_id("Run", number), "Run") == number
    assert decode_number(encode_id("Project", number), "ProjectInternalId", "Project") == number


@pytest.mark.parametrize(
    "foreign",
    [
        "",
        "12",
        "Run:12",
        "UnVuOjEy=",
        "☃",
        base64.b64encode(b"Project:12").decode(),
        base64.b64encode(b"Run:").decode(),
        base64.b64encode(b"Run:-1").decode(),
        base64.b64encode(b"Run:1.0").decode(),
        base64.b64encode("Run:\N{SUPERSCRIPT TWO}".encode()).decode(),
        base64.b64encode(b"Run:" + b"9" * 30).decode(),
        base64.b64encode(b"\xff\xfe").decode(),
        "A" * 100_000,
    ],
)
def test_foreign_and_malformed_ids_are_refused(foreign: str) -> None:
    with pytest.raises(InvalidInput):
        decode_number(foreign, "Run")


@given(st.text())
def test_no_text_breaks_decoding(text: str) -> None:
    try:
        number = decode_number(text, "Run")
    except InvalidInput:
        return
    assert number >= 0
