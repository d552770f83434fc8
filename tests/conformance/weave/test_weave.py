"""What users of Weave do, with the real package: every answer comes back through the client itself."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from tests.conformance.conftest import USER
from tests.conformance.weave.weave_client import OLDEST, WeaveClient

Results = Mapping[str, Any]


def test_calls_are_traced_and_found(results: Results) -> None:
    assert results["calls"] == {
        "calls": 7,
        "roots": ["outer", "outer", "outer", "fails"],
        "outer": [[{"x": number}, {"y": 2 * number + 1}] for number in range(3)],
        "above": ["fails", "inner", "outer"],
        "newest": ["fails", "inner"],
        "children": [[{"x": 1}, 2]],
        "parent": True,
        "failed": [True, "error"],
        "status": "success",
        "env": "prod",
        "shown": "nine",
        "left": 7,
        "code": 42,
    }


def test_objects_are_published_and_read(results: Results) -> None:
    assert results["objects"] == {
        "first": [1, [1, 2.5, None, True, "é"], True],
        "latest": 2,
        "v0": 1,
        "same": True,
        "rows": [250, "row 249", 50.0],
        "row": "row 3",
        "grown": [251, "row 249", 3],
        "from_calls": [[1, 2, 3, True]],
        "prompt": "hello you",
        "model": 42,
        "picture": [255, 0, 0],
        "missing": True,
        "deleted": True,
    }


def test_evaluations_run_and_are_read(results: Results, weave: WeaveClient) -> None:
    found = results["evaluations"]
    fraction = found["column"]
    assert fraction in (1 / 2, 1 / 3)  # versions differ in whether failed rows count
    assert found == {
        "summary": {"correct": {"true_count": 1, "true_fraction": fraction}},
        "stored": {"true_count": 1, "true_fraction": fraction},
        "names": [
            *["Adds.predict"] * 3,
            "Evaluation.evaluate",
            *["Evaluation.predict_and_score"] * 3,
            "Evaluation.summarize",
            *["exact"] * 2,
        ],
        "errors": ["error"],
        "scores": ["wandb.runnable.exact"],
        "board": [["adds", 1]],
        "column": fraction,
        "logged": {"ok": {"true_count": 1, "true_fraction": 0.5}, "output": {"extra": 1}},
    }


def test_feedback_costs_threads_and_media(results: Results) -> None:
    reaction = {
        "emoji": "👍🏽",
        "alias": ":thumbs_up_medium_skin_tone:",
        "detoned": "👍",
        "detoned_alias": ":thumbs_up:",
    }
    assert results["feedback"] == {
        "rows": [["quality", {"score": 0.5}], ["wandb.note.1", {"note": "nice"}], ["wandb.reaction.1", reaction]],
        "noted": [True],
        "left": ["wandb.note.1", "wandb.reaction.1"],
        "in_summary": 2,
        "liked": [True],
        "costs": [["gpt-x", 0.001, 0.01]],
        "priced": pytest.approx(0.04),
        "purged": 0,
        "thread": ["talk", [True, True]],
        "content": "%PDF-1.4 x",
    }


def test_calls_inside_of_a_run_name_it(results: Results, weave: WeaveClient) -> None:
    assert results["in_run"] == (True if weave.version == OLDEST else "no wandb here")


def test_the_calls_are_traces_of_the_project(results: Results, weave: WeaveClient, http: httpx.Client) -> None:
    """What the pages of traces ask for: names, kinds, tokens counted once, errors."""
    project = f"/api/v1/projects/{USER}/weave-feedback-{weave.mark}"
    query = {"roots_only": True, "filter": {"field": "name", "op": "eq", "value": "agent"}}
    roots = http.post(f"{project}/spans/search", json=query).json()["spans"]
    assert [root["trace"]["input_tokens"] for root in roots] == [3, 3, 3]
    assert {root["session_id"] for root in roots} == {"talk", ""}
    spans = http.get(f"{project}/traces/{roots[-1]['trace_id']}").json()["spans"]
    assert [(span["name"], span["kind"], span.get("model")) for span in spans][1:] == [("request", "llm", "gpt-x")]
    assert spans[1]["output_preview"] == "echo hi"
    of_calls = f"/api/v1/projects/{USER}/weave-calls-{weave.mark}"
    failed = http.post(f"{of_calls}/spans/search", json={"filter": {"field": "status", "op": "eq", "value": "error"}})
    (span,) = failed.json()["spans"]
    assert (span["name"], span["error_type"], span["error_message"]) == ("fails", "ValueError", "no 7")
