"""Frames of spans that nobody should send: refused with a reason, or harmless."""

import json

import orjson
import pytest

from runlake.errors import InvalidInput, LimitExceeded, MalformedBody
from runlake.protocols.native.appending.append_batch import parse_batch
from runlake.settings import LimitSettings
from runlake.wire import (
    Kind,
    RichEntry,
    RichRecord,
    ScoreRecord,
    SpanEndRecord,
    SpanRecord,
    encode_file,
    encode_frame,
    encode_record,
)

IDS = {"trace_id": "ab", "span_id": "c", "name": "n", "start_ns": 5}


def frame(document: object) -> bytes:
    return encode_frame(Kind.SPAN, json.dumps(document).encode())


@pytest.mark.parametrize(
    "body",
    [
        frame({**IDS, "span_id": "../x"}),
        frame({**IDS, "trace_id": ""}),
        frame({**IDS, "parent_id": "A B"}),
        frame({**IDS, "name": ""}),
        frame({**IDS, "start_ns": "soon"}),
        frame({**IDS, "attributes": [1]}),
        frame({**IDS, "inputs": float("nan")}),
        frame([1]),
        encode_frame(Kind.SPAN, b"[" * 100_000),
        frame({**IDS, "inputs": json.loads("[" * 250 + "]" * 250)}),
        encode_record(ScoreRecord("", "c", "good", True, 0)),
    ],
)
def test_what_is_no_span_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBody):
        parse_batch(body, LimitSettings())


def test_a_score_that_cannot_be_is_refused_before_anything_is_stored() -> None:
    for name, value in (("f(x)", 1), ("n" * 65, 1), ("wandb.x", 1), ("good", ""), ("good", 2**63)):
        with pytest.raises(InvalidInput):
            parse_batch(frame(IDS) + encode_record(ScoreRecord("a", "c", name, value, 0)), LimitSettings())


def test_a_name_has_a_limit() -> None:
    with pytest.raises(LimitExceeded):
        parse_batch(frame({**IDS, "name": "n" * 2000}), LimitSettings())


@pytest.mark.parametrize("kind", [Kind.SPAN, Kind.RUN, Kind.SUMMARY])
def test_millions_of_lists_are_refused_before_they_are_made(kind: Kind) -> None:
    half = encode_frame(kind, b'{"inputs":[' + b"[]," * 1_100_000 + b"1]}")
    with pytest.raises(LimitExceeded, match="lists and objects"):
        parse_batch(half + half, LimitSettings())
    lists_in_a_text = RichEntry("m", "list", "[" + "[]," * 2_100_000 + "1]")
    with pytest.raises(LimitExceeded, match="lists and objects"):
        parse_batch(encode_record(RichRecord(0, 0, 0, (lists_in_a_text,))), LimitSettings())


def test_scores_of_one_request_have_a_limit() -> None:
    score = encode_record(ScoreRecord("s", "c", "good", True, 0))
    with pytest.raises(LimitExceeded, match="spans, ends and scores"):
        parse_batch(score * 100_001, LimitSettings())


def test_brackets_of_files_are_no_lists() -> None:
    assert parse_batch(encode_file("a.bin", b"[" * 2_100_000), LimitSettings()).files


def test_more_tokens_than_can_be_written_are_written_as_the_most_that_can() -> None:
    end = encode_record(SpanEndRecord("c", 9, model="m", usage={"input": 2**64 - 1, "output": 2**64 - 1}))
    (ended,) = parse_batch(end, LimitSettings()).spans.ends()
    orjson.dumps(ended.attributes)


def test_times_and_numbers_without_sense_are_harmless() -> None:
    odd = frame(
        {**IDS, "start_ns": -(2**62), "inputs": 2**70, "otel": {"kind": "client", "resource": 7, "scope": None}}
    )
    end = encode_record(SpanEndRecord("c", -5, events=({"name": 3, "time_ns": -1, "attributes": 9},)))
    (span,) = parse_batch(odd + end, LimitSettings()).spans.whole("ada", "")
    assert (span.start_ns, span.end_ns, span.otel_kind, span.resource) == (0, 1, 0, {})
    assert [(event.name, event.time_ns) for event in span.events] == [("3", 0)]
    orjson.dumps(span)


def test_halves_are_told_apart() -> None:
    begun = [encode_record(SpanRecord("ab", each, "n", 5)) for each in ("both", "open")]
    ended = [encode_record(SpanEndRecord(each, 9)) for each in ("both", "earlier")]
    batch = parse_batch(b"".join(begun + ended), LimitSettings()).spans
    assert [span.span_id for span in batch.whole("ada", "r")] == ["both"]
    assert [span.span_id for span in batch.open("ada", "r")] == ["open"]
    assert [end.span_id for end in batch.ends()] == ["earlier"]
