"""Requests in the words of Weave's clients, for several tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

START = datetime(2030, 1, 1, tzinfo=UTC)


def ask(client: httpx.Client, path: str, body: Any, status: int = 200) -> Any:
    """The JSON answer to a request that must be answered with this status."""
    answer = client.post(f"/traces{path}", json=body)
    assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text}"
    return answer.json()


def call(project: str, call_id: str, *, at_s: float = 0, **changes: Any) -> dict[str, Any]:
    """A complete call of one second."""
    made: dict[str, Any] = {
        "project_id": project,
        "id": call_id,
        "trace_id": f"trace-{call_id}",
        "op_name": f"weave:///{project}/op/work:abc",
        "started_at": (START + timedelta(seconds=at_s)).isoformat(),
        "ended_at": (START + timedelta(seconds=at_s + 1)).isoformat(),
        "attributes": {},
        "inputs": {},
        "output": None,
        "summary": {},
    }
    return made | changes


def complete(client: httpx.Client, project: str, calls: list[dict[str, Any]], status: int = 200) -> Any:
    """Store complete calls."""
    return ask(client, f"/v2/{project}/calls/complete", {"batch": calls}, status)


def stream(client: httpx.Client, project: str, **query: Any) -> list[dict[str, Any]]:
    """The calls that a query gives."""
    answer = client.post("/traces/calls/stream_query", json={"project_id": project, **query})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/jsonl")
    return [_parsed(line) for line in answer.text.split("\n") if line]


def _parsed(line: str) -> dict[str, Any]:
    parsed: dict[str, Any] = httpx.Response(200, text=line).json()
    return parsed


def upload(client: httpx.Client, project: str, content: bytes, status: int = 200, **fields: str) -> Any:
    """Store a file."""
    answer = client.post("/traces/file/create", data={"project_id": project, **fields}, files={"file": ("f", content)})
    assert answer.status_code == status, answer.text
    return answer.json()


def weave_facts(client: httpx.Client, entity: str, project: str, mark: str) -> dict[str, Any]:
    """One of everything in a project; what there is holds the mark."""
    name = f"{entity}/{project}"
    value = {"text": f"{mark} of {project}"}
    published = ask(
        client, "/obj/create", {"obj": {"project_id": name, "object_id": f"thing-of-{project}", "val": value}}
    )
    table = ask(client, "/table/create", {"table": {"project_id": name, "rows": [{"row": value}]}})
    complete(client, name, [call(name, f"call-of-{project}", inputs=value)])
    feedback = {
        "project_id": name,
        "weave_ref": f"weave:///{name}/call/call-of-{project}",
        "feedback_type": "seen",
        "payload": value,
    }
    talk = {"source_kind": "conversation", "source_id": f"talk-of-{project}", "source_trace_id": ""}
    link = {"row_digest": table["row_digests"][0], "sources": [talk], "link_metadata": value}
    rows = {"project_id": name, "dataset_object_id": f"thing-of-{project}", "dataset_digest": "", "links": [link]}
    return {
        **_typed_facts(client, name, mark),
        "row_link": ask(client, "/dataset_sources/link", rows)["entries"][0]["link_id"],
        **_queue_facts(client, name, f"call-of-{project}", mark),
        "object": f"thing-of-{project}",
        "object_digest": published["digest"],
        "table_digest": table["digest"],
        "row_digest": table["row_digests"][0],
        "file_digest": upload(client, name, f"{mark} of {project}".encode())["digest"],
        "call": f"call-of-{project}",
        "trace_of_call": f"trace-call-of-{project}",
        "feedback": ask(client, "/feedback/create", feedback)["id"],
    }


def _queue_facts(client: httpx.Client, name: str, call_id: str, mark: str) -> dict[str, Any]:
    queue = ask(client, "/annotation_queues", {"project_id": name, "name": f"queue {mark}", "scorer_refs": []})["id"]
    items = {"project_id": name, "call_ids": [call_id], "display_fields": [mark]}
    ask(client, f"/annotation_queues/{queue}/items", items)
    (item,) = ask(client, f"/annotation_queues/{queue}/items/query", {"project_id": name})["items"]
    return {"annotation_queue": queue, "queue_item": item["id"]}


def _typed_facts(client: httpx.Client, name: str, mark: str) -> dict[str, Any]:
    v2, own = f"/v2/{name}", name.replace("/", "-").lower()
    text = f"{mark} of {own}"  # equal contents would have equal digests, also in another project
    bodies: dict[str, dict[str, Any]] = {
        "ops": {"name": f"typed-op-of-{own}", "source_code": text},
        "models": {"name": f"typed-model-of-{own}", "source_code": text},
        "datasets": {"name": f"typed-rows-of-{own}", "rows": [{"text": text}]},
        "scorers": {"name": f"typed-scorer-of-{own}", "op_source_code": text},
        "evaluations": {"name": f"typed-evaluation-of-{own}", "dataset": mark},
    }
    made = {kind: ask(client, f"{v2}/{kind}", body) for kind, body in bodies.items()}
    facts = {f"typed_{kind}": answer["object_id"] for kind, answer in made.items()}
    facts |= {f"typed_{kind}_digest": answer["digest"] for kind, answer in made.items()}
    run = ask(client, f"{v2}/evaluation_runs", {"evaluation": mark, "model": mark})["evaluation_run_id"]
    prediction = {"model": mark, "inputs": {}, "output": mark, "evaluation_run_id": run}
    prediction_id = ask(client, f"{v2}/predictions", prediction)["prediction_id"]
    score = {"prediction_id": prediction_id, "scorer": made["scorers"]["scorer"], "value": 1}
    score_id = ask(client, f"{v2}/scores", score)["score_id"]
    return facts | {"evaluation_run": run, "prediction": prediction_id, "score": score_id}


def weave_state(client: httpx.Client, entity: str, project: str) -> str:
    """All that a reader can see of what Weave's clients stored in a project."""
    body = {"project_id": f"{entity}/{project}"}
    paths = ("/objs/query", "/calls/stream_query", "/feedback/query", "/cost/query", "/annotation_queues/query")
    answers = [client.post(f"/traces{path}", json=body) for path in paths]
    assert all(answer.is_success for answer in answers)
    tags = client.get(f"/traces/tags?project_id={entity}%2F{project}")
    return "\n".join(answer.text for answer in (*answers, tags))
