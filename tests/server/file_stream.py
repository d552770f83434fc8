"""The wandb protocol by hand: creating runs and posting rows, without the real client's 15-second rhythm."""

from typing import Any

import httpx

_UPSERT = """mutation UpsertBucket($name: String, $project: String, $entity: String) {
  upsertBucket(input: {name: $name, modelName: $project, entityName: $entity}) { bucket { id name } inserted }
}"""


def graphql(client: httpx.Client, query: str, **variables: object) -> dict[str, Any]:
    """Ask the GraphQL endpoint; raises AssertionError when it reports errors."""
    answer = client.post("/graphql", json={"query": query, "variables": variables})
    assert answer.status_code == 200, f"{answer.status_code} {answer.text[:500]}"
    message = answer.json()
    assert not message.get("errors"), message["errors"]
    data: dict[str, Any] = message["data"]
    return data


def create_run(client: httpx.Client, project: str, run_id: str) -> None:
    graphql(client, _UPSERT, name=run_id, project=project, entity="admin")


def stream_path(project: str, run_id: str) -> str:
    return f"/files/admin/{project}/{run_id}/file_stream"


def history_post(first: int, lines: list[str]) -> dict[str, Any]:
    return {"files": {"wandb-history.jsonl": {"offset": first, "content": lines}}}
