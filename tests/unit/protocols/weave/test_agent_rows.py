"""Spans of agents and their sums as clients read them."""

import json
from dataclasses import asdict
from typing import Any

from runlake.products.traces import RawSpan, StoredSpan
from runlake.protocols.weave.agent_rows import agent_row, totals

TOKENS = {"input_tokens": 10, "output_tokens": 2, "cache_read_tokens": 4, "cache_write_tokens": 0}


def stored(span_id: str, at_s: int = 0, status: Any = "ok", **attributes: Any) -> StoredSpan:
    names = {name.replace("__", "."): value for name, value in attributes.items()}
    start_ns = (1_900_000_000 + at_s) * 10**9
    raw = RawSpan("t", span_id, "", "step", start_ns, start_ns + 1_500_000_000, names, 3, status)
    return StoredSpan("t", span_id, asdict(raw), "", "", "gpt", TOKENS)


def test_weaves_own_words_count_first() -> None:
    row = agent_row(
        "e/p", stored("s", gen_ai__agent__name="old", weave__agent__name="new", team="x", n=3), details=False
    )
    assert (row["agent_name"], row["span_kind"], row["status_code"], row["duration_ms"]) == (
        "new",
        "CLIENT",
        "OK",
        1500,
    )
    assert (row["custom_attrs_string"], row["custom_attrs_int"]) == ({"team": "x"}, {"n": 3})
    assert (row["input_tokens"], row["cache_read_input_tokens"], row["input_messages"]) == (10, 4, [])


def test_messages_are_texts() -> None:
    messages = [
        {"role": "user", "parts": [{"type": "text", "content": "a"}, {"type": "text", "content": "b"}]},
        {"role": "assistant", "parts": [{"type": "tool_call", "name": "f"}], "finish_reason": "stop"},
        {"role": "user", "content": "plain"},
        "nothing",
    ]
    given = {"gen_ai__input__messages": json.dumps(messages), "gen_ai__output__messages": "{no json"}
    row = agent_row("e/p", stored("s", **given), details=True)
    assert [message["content"] for message in row["input_messages"]] == [
        "a\nb",
        '[{"type":"tool_call","name":"f"}]',
        "plain",
    ]
    assert (row["input_messages"][1]["finish_reason"], row["output_messages"]) == ("stop", [])


def test_agents_are_summed_up_the_last_seen_first() -> None:
    invoked = {"gen_ai__operation__name": "invoke_agent"}
    spans = [
        stored("a", gen_ai__agent__name="one", gen_ai__agent__version="1", **invoked),
        stored("b", 5, "error", gen_ai__agent__name="one", gen_ai__agent__version="2"),
        stored("c", 9, gen_ai__agent__name="two", **invoked),
    ]
    rows = [agent_row("e/p", span, details=False) for span in spans]
    two, one = totals("e/p", rows, ("agent_name",))
    assert (two["agent_name"], two["span_count"]) == ("two", 1)
    assert (one["span_count"], one["invocation_count"], one["error_count"], one["total_input_tokens"]) == (2, 1, 1, 20)
    assert one["first_seen"] < one["last_seen"] < two["last_seen"]
    versions = totals("e/p", rows[:2], ("agent_name", "agent_version"))
    assert [row["agent_version"] for row in versions] == ["2", "1"]
