"""Frames: what is whole is read, what is cut or changed anywhere is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.wire import (
    HEADER_BYTES,
    FrameDamaged,
    Kind,
    RowEncoder,
    decode_file,
    encode_file,
    encode_frame,
    find_frame,
    read_frame,
    read_frames,
)

payloads = st.lists(st.tuples(st.integers(0, 0xFFFF), st.binary(max_size=60)), max_size=20)


@given(payloads)
def test_frames_are_read_as_they_were_written(frames: list[tuple[int, bytes]]) -> None:
    buffer = memoryview(b"".join(encode_frame(kind, payload) for kind, payload in frames))
    assert [(kind, bytes(buffer[start:end])) for kind, start, end in read_frames(buffer)] == frames


def test_a_frame_that_is_cut_or_flipped_at_any_byte_is_damaged() -> None:
    whole = RowEncoder(3, 2).encode(1, 5, 1_700_000_000_000_000, (0.5, float("nan")))
    assert read_frame(memoryview(whole), 0).kind == Kind.ROW
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 0x10
        for damaged in (whole[:at], bytes(flipped)):
            with pytest.raises(FrameDamaged):
                read_frame(memoryview(damaged), 0)


def test_the_next_whole_frame_is_found_behind_damage() -> None:
    good = encode_frame(7, b"\xf1R\xf1R")
    damaged = encode_frame(7, b"lost")[:-1] + b"\xf1R"
    assert find_frame(damaged + good, 0) == len(damaged)
    assert find_frame(damaged, 0) is None


def test_a_file_is_a_name_and_bytes() -> None:
    whole = memoryview(encode_file("media/ä.png", b"\x00\xff"))[HEADER_BYTES:]
    name, content = decode_file(whole)
    assert (name, bytes(content)) == ("media/ä.png", b"\x00\xff")
    for cut in (whole[:0], whole[:1], whole[:5], b"\x01\x00\xff"):
        with pytest.raises(ValueError, match=r"name|decode"):
            decode_file(memoryview(cut))
