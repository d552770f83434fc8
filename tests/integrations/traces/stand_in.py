"""A local stand-in for the APIs of OpenAI (chat completions with tools, images and streams) and Anthropic. It says the same
every time.

Source: the OpenAI API reference, "Chat completions" and its streaming events, as of 2026.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.integrations.traces import anthropic_messages

MODEL = "gpt-4o-2024-08-06"
ANSWER = "It is raining in Kiel."
USAGE = {
    "prompt_tokens": 21,
    "completion_tokens": 8,
    "total_tokens": 29,
    "prompt_tokens_details": {"cached_tokens": 5},
    "completion_tokens_details": {"reasoning_tokens": 3},
}
CALL = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Kiel"}'}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path.endswith("/v1/messages"):
            self._say_as_anthropic(bool(asked.get("stream")))
        elif asked.get("stream"):
            self._send("text/event-stream", b"".join(_events()))
        else:
            self._send("application/json", json.dumps(_completion(asked)).encode())

    def _say_as_anthropic(self, streams: bool) -> None:
        if streams:
            events = (f"event: {each['type']}\n".encode() + _event(each) for each in anthropic_messages.events(ANSWER))
            self._send("text/event-stream", b"".join(events))
        else:
            self._send("application/json", json.dumps(anthropic_messages.message(ANSWER)).encode())

    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _completion(asked: dict[str, Any]) -> dict[str, Any]:
    calls = bool(asked.get("tools")) and not any(message["role"] == "tool" for message in asked["messages"])
    said = (
        {"role": "assistant", "content": None, "tool_calls": [CALL]}
        if calls
        else {"role": "assistant", "content": ANSWER}
    )
    choice = {"index": 0, "message": said, "finish_reason": "tool_calls" if calls else "stop"}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": MODEL,
        "choices": [choice],
        "usage": USAGE,
    }


def _events() -> Iterator[bytes]:
    chunk: dict[str, Any] = {"id": "chatcmpl-2", "object": "chat.completion.chunk", "created": 1, "model": MODEL}
    for word in ANSWER.split(" "):
        delta = {"index": 0, "delta": {"role": "assistant", "content": f"{word} "}, "finish_reason": None}
        yield _event({**chunk, "choices": [delta]})
    yield _event({**chunk, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
    yield _event({**chunk, "choices": [], "usage": USAGE})
    yield b"data: [DONE]\n\n"


def _event(document: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(document).encode() + b"\n\n"


@contextmanager
def stand_in() -> Iterator[str]:
    """Serve as long as the block lasts; gives the address for OPENAI_BASE_URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
