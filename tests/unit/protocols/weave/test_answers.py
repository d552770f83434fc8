"""Calls and feedback as clients read them."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.products.feedback import FeedbackItem
from runlake.products.traces import RawSpan, StoredSpan
from runlake.protocols.weave.feedback_endpoints import feedback_row, sent_row
from runlake.protocols.weave.feedback_rules import checked_payload
from runlake.protocols.weave.feedback_wire import FeedbackCreate
from runlake.protocols.weave.stored_calls import call_of_stored, with_derived


def test_what_clients_put_beside_the_computed_summary_is_kept() -> None:
    at = {"started_at": "2030-01-01T00:00:00Z", "ended_at": "2030-01-01T00:00:01Z"}
    summary = {"weave": {"views": {"report": "…"}, "status": "made up"}}
    call: dict[str, Any] = {**at, "exception": None, "display_name": None, "op_name": "f", "summary": summary}
    assert with_derived(call)["summary"]["weave"] == {
        "views": {"report": "…"},
        "status": "success",
        "latency_ms": 1000,
        "trace_name": "f",
    }
    assert with_derived({**call, "summary": {"weave": 5}})["summary"]["weave"]["status"] == "success"


def test_feedback_has_members_of_scorers_only_when_they_were_given() -> None:
    item = FeedbackItem("f1", 1, "weave:///e/p/call/c", "custom", datetime(2030, 1, 1, tzinfo=UTC), "ann", {"x": 1}, {})
    assert not [name for name in sent_row(feedback_row("e/p", item)) if name.startswith(("scorer_", "span_"))]
    row = feedback_row("e/p", item) | {"scorer_tags": ["good"]}
    assert sent_row(row)["scorer_tags"] == ["good"]
    assert sent_row(row)["queue_id"] is None


def test_an_annotation_names_a_version_of_its_column() -> None:
    ref = "weave:///e/p/object/column"
    given = FeedbackCreate("e/p", "weave:///e/p/call/c", "wandb.annotation.column", {"value": 1}, annotation_ref=ref)
    with pytest.raises(InvalidInput, match="names no version"):
        checked_payload(given)
    given.annotation_ref = f"{ref}:abc"
    assert checked_payload(given) == {"value": 1}


def test_a_span_of_another_client_is_a_call_with_its_model_and_tokens() -> None:
    sent = {"wandb.attributes": {"team": "a"}, "wandb.thread_id": "t", "wandb.turn_id": "s", "x": 1}
    raw = asdict(RawSpan("t", "s", "", "chat", 0, 1000, attributes=sent))
    tokens = {"input_tokens": 5, "output_tokens": 2, "cache_read_tokens": 3, "cache_write_tokens": 0}
    call = call_of_stored("e/p", StoredSpan("t", "s", raw, '{"q": 1}', '"a"', "gpt", tokens))
    used = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7, "cache_read_input_tokens": 3}
    assert (call["summary"], call["thread_id"], call["turn_id"]) == ({"usage": {"gpt": used}}, "t", "s")
    assert {"model": "gpt", "team": "a", "x": 1, "otel_span": raw}.items() <= call["attributes"].items()
    plain = call_of_stored("e/p", StoredSpan("t", "s", raw, "", ""))
    assert (plain["summary"], "model" in plain["attributes"]) == ({}, False)
