"""What a stand-in for Anthropic's API says: the same message every time, whole or as a stream.

Source: the Anthropic API reference, "Messages" and its streaming events, as of 2026.
"""

from collections.abc import Iterator
from typing import Any

MODEL = "claude-sonnet-4-5-20250929"
USAGE = {"input_tokens": 21, "output_tokens": 8, "cache_read_input_tokens": 5, "cache_creation_input_tokens": 0}


def message(answer: str) -> dict[str, Any]:
    """The answer to a request that does not stream."""
    return _message([{"type": "text", "text": answer}], "end_turn")


def events(answer: str) -> Iterator[dict[str, Any]]:
    """The events of one that does."""
    yield {"type": "message_start", "message": _message([], None)}
    yield {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    for word in answer.split(" "):
        yield {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": f"{word} "}}
    yield {"type": "content_block_stop", "index": 0}
    yield {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": USAGE}
    yield {"type": "message_stop"}


def _message(content: list[dict[str, Any]], stop_reason: str | None) -> dict[str, Any]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": MODEL,
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": USAGE,
    }
