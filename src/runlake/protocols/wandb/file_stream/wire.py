"""Bytes ↔ the file stream's own types.

Source: the wandb client 0.28.2, `core/internal/filestream`, and requests captured from it. A post's body is
`{"files": {name: {"offset": n, "content": [line, …]}}, "uploaded": […], "preempting": true, "complete": true,
"exitcode": n}`, every member optional; `{}` is the heartbeat.
"""

from typing import Annotated

import msgspec

from runlake.errors import MalformedBody

HISTORY_FILE = "wandb-history.jsonl"
EVENTS_FILE = "wandb-events.jsonl"
SUMMARY_FILE = "wandb-summary.json"
CONSOLE_FILE = "output.log"

_MAX_LINE = 2**32 - 1

Offset = Annotated[int, msgspec.Meta(ge=0, le=_MAX_LINE)]


class Chunk(msgspec.Struct, frozen=True):
    """Consecutive lines of one file: line k of `content` has index `offset + k`."""

    offset: Offset = 0
    content: list[str] = []


class FileStreamPost(msgspec.Struct, frozen=True):
    """One post to the file stream."""

    files: dict[str, Chunk] | None = None
    uploaded: list[str] | None = None
    preempting: bool | None = None
    complete: bool | None = None
    exitcode: int | None = None

    def chunk(self, name: str) -> Chunk | None:
        """The lines for one file; None when the post has none."""
        chunk = (self.files or {}).get(name)
        return chunk if chunk is not None and chunk.content else None


_decoder = msgspec.json.Decoder(FileStreamPost)


def parse_post(body: bytes) -> FileStreamPost:
    """Parse a post's body. Raises MalformedBody with the place of the mistake."""
    try:
        post = _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedBody(f"the body is not a file-stream post: {error}") from error
    for name, chunk in (post.files or {}).items():
        if chunk.offset + len(chunk.content) > _MAX_LINE:
            raise MalformedBody(f"{name}: line {chunk.offset + len(chunk.content)} is beyond the last one, {_MAX_LINE}")
    return post


def encode_answer(*, stopped: bool, exit_code: int | None) -> bytes:
    """The answer to an accepted post; `stopped` asks the client to end the run."""
    return msgspec.json.encode({"exitcode": exit_code, "limits": {}, "stopped": stopped})
