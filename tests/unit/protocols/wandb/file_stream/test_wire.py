"""File-stream bodies are parsed strictly, and console lines in both forms."""

import pytest

from runlake.errors import MalformedBody
from runlake.protocols.wandb.file_stream.console import parse_lines
from runlake.protocols.wandb.file_stream.wire import HISTORY_FILE, parse_post


def test_a_heartbeat_is_an_empty_post() -> None:
    post = parse_post(b"{}")
    assert post.chunk(HISTORY_FILE) is None
    assert not post.complete


def test_unknown_members_are_ignored() -> None:
    post = parse_post(
        b'{"files":{"wandb-history.jsonl":{"offset":3,"content":["{}"],"new":1}},"later":true,"exitcode":null}'
    )
    chunk = post.chunk(HISTORY_FILE)
    assert chunk is not None
    assert (chunk.offset, chunk.content) == (3, ["{}"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        b'{"files":[]}',
        b'{"files":{"a":{"offset":-1,"content":[]}}}',
        b'{"files":{"a":{"offset":4294967296,"content":["x"]}}}',
        b'{"files":{"a":{"offset":4294967295,"content":["x","y"]}}}',
        b'{"files":{"a":{"offset":0,"content":"x"}}}',
        b'{"files":{"a":{"offset":"0","content":[]}}}',
        b'{"complete":"yes"}',
        b"[" * 100_000,
        b'{"files":{"a":{"offset":0,"content":["\xff"]}}}',
    ],
)
def test_what_is_not_a_post_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBody):
        parse_post(body)


def test_structured_console_lines() -> None:
    line = '{"level":"error","ts":"2026-11-23T21:07:21.965894","label":"worker-0","content":"oops"}'
    (parsed,) = parse_lines(7, [line])
    assert (parsed.line, parsed.level, parsed.label, parsed.text) == (7, "error", "worker-0", "oops")
    assert parsed.time_us == 1_795_468_041_965_894


def test_plain_console_lines() -> None:
    lines = [
        "ERROR 2026-11-23T21:07:21.5 [w] oops",
        "2026-11-23T21:07:21.5 fine [not a label]",
        "no time at all",
        "{half",
        "ERROR 2026-11-23T21:07:21.5 two\n\n",  # as 0.19.0 sends it when it sends an offline run
    ]
    parsed = parse_lines(0, lines)
    assert [(item.level, item.label, item.text) for item in parsed] == [
        ("error", "w", "oops"),
        ("", "", "fine [not a label]"),
        ("", "", "no time at all"),
        ("", "", "{half"),
        ("error", "", "two\n"),
    ]
    assert parsed[2].time_us == 0
