"""Requests that many server tests make, in the clients' own protocols."""

import json
from collections.abc import Sequence
from typing import Any

import httpx

from tests.server.process import ServerProcess

UPSERT_BUCKET = """
mutation UpsertBucket($name: String, $project: String, $entity: String, $config: JSONString) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity, config: $config}) {
    bucket { id name displayName project { name entity { name } } } inserted
  }
}
"""


def graphql(client: httpx.Client, query: str, **variables: Any) -> dict[str, Any]:
    """The data of a GraphQL answer; fails on errors."""
    answer = client.post("/graphql", json={"query": query, "variables": variables})
    body: dict[str, Any] = answer.json()
    assert answer.status_code == 200, body
    assert not body.get("errors"), body
    data: dict[str, Any] = body["data"]
    return data


def create_run(
    client: httpx.Client, project: str, run_id: str, *, entity: str = "admin", config: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Create a run as a starting client does; returns the bucket."""
    wrapped = json.dumps({key: {"value": value} for key, value in (config or {}).items()})
    data = graphql(client, UPSERT_BUCKET, name=run_id, project=project, entity=entity, config=wrapped)
    bucket: dict[str, Any] = data["upsertBucket"]["bucket"]
    return bucket


def stream_path(project: str, run_id: str, entity: str = "admin") -> str:
    return f"/files/{entity}/{project}/{run_id}/file_stream"


def history_post(first: int, lines: list[str]) -> dict[str, Any]:
    """The body that appends history lines, the first of them being number `first`."""
    return {"files": {"wandb-history.jsonl": {"offset": first, "content": lines}}}


def post_rows(
    client: httpx.Client, project: str, run_id: str, first_line: int, rows: Sequence[dict[str, Any] | str], **more: Any
) -> dict[str, Any]:
    """Post history rows; `more` are further members of the body, such as complete and exitcode."""
    content = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    body = {**history_post(first_line, content), **more}
    answer = client.post(stream_path(project, run_id), json=body)
    assert answer.status_code == 200, answer.text
    parsed: dict[str, Any] = answer.json()
    return parsed


def user_client(server: ServerProcess, username: str) -> httpx.Client:
    """A client with the key of an ordinary user, who is created if need be."""
    key = f"{username}-key-012345678901234567890123456789"
    with server.client() as admin:
        answer = admin.post("/api/v1/admin/users", json={"username": username, "api_key": key})
        assert answer.is_success, answer.text
    return httpx.Client(base_url=server.url, auth=("api", key), trust_env=False)


def trace_that_used(client: httpx.Client, project: str, ref: str, *, number: int, began_ns: int) -> None:
    """A trace of one span, in a project of the admin, that names a version of an artifact."""
    span = {
        "traceId": f"{number:032x}",
        "spanId": f"{number:016x}",
        "name": "ask",
        "startTimeUnixNano": str(began_ns),
        "endTimeUnixNano": str(began_ns),
        "attributes": [{"key": "runlake.artifact", "value": {"stringValue": ref}}],
    }
    body = {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}
    answer = client.post("/v1/traces", json=body, headers={"x-runlake-project": f"admin/{project}"})
    assert (answer.status_code, answer.json()) == (200, {})
