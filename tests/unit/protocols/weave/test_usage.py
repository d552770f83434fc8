"""Tokens of calls with all below them."""

from typing import Any

from runlake.protocols.weave.stored_calls import Call
from runlake.protocols.weave.usage_endpoints import usage_of


def call(call_id: str, parent_id: str | None, tokens: int | None, **summary: Any) -> Call:
    usage = {} if tokens is None else {"usage": {"gpt": {"prompt_tokens": tokens}}}
    return {
        "id": call_id,
        "parent_id": parent_id,
        "started_at": f"2030-01-01T00:00:0{call_id}Z",
        "summary": usage | summary,
    }


def prompt_tokens(*calls: Call) -> dict[str, float]:
    return {call_id: usage["gpt"]["prompt_tokens"] for call_id, usage in usage_of(calls).items() if usage}


def test_a_call_counts_what_is_below_it_unless_its_client_did() -> None:
    below = (call("2", "1", 2), call("3", "2", 3))
    assert prompt_tokens(call("1", None, 5), *below) == {"1": 10, "2": 5, "3": 3}
    assert prompt_tokens(call("1", None, 5, status_counts={"success": 3}), *below) == {"1": 5, "2": 5, "3": 3}
    assert prompt_tokens(call("1", None, None, status_counts={"success": 3}), *below) == {"1": 5, "2": 5, "3": 3}
    assert prompt_tokens(call("1", "of another trace", None)) == {}
