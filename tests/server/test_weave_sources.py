"""Where the rows of data sets came from, as Weave's clients link them."""

from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.weave_requests import ask, call, complete

PROJECT = "admin/row-sources"


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Any:
    with server.client(timeout=60) as http:
        complete(http, PROJECT, [call(PROJECT, name) for name in "ab"])
        yield http


def link(client: httpx.Client, dataset: str, *sources: dict[str, str], status: int = 200) -> Any:
    rows = [{"row_digest": "row", "sources": list(sources)}]
    body = {"project_id": PROJECT, "dataset_object_id": dataset, "dataset_digest": "v0", "links": rows}
    return ask(client, "/dataset_sources/link", {**body, "include_created_status": True}, status)


def listed(client: httpx.Client, dataset: str, **query: Any) -> list[dict[str, Any]]:
    body = {"project_id": PROJECT, "dataset_object_id": dataset, **query}
    found: list[dict[str, Any]] = ask(client, "/dataset_sources/query", body)["links"]
    return found


def source(kind: str, source_id: str, trace_id: str = "") -> dict[str, str]:
    return {"source_kind": kind, "source_id": source_id, "source_trace_id": trace_id}


def test_a_row_is_linked_to_what_it_came_from(client: httpx.Client) -> None:
    kinds = [source("call", "a"), source("span", "b", "trace-b"), source("conversation", "talk")]
    made = link(client, "rows", *kinds)["entries"]
    assert [entry["created"] for entry in made] == [True] * 3
    assert [entry["created"] for entry in link(client, "rows", *kinds)["entries"]] == [False] * 3
    found = listed(client, "rows")
    assert [(row["source_kind"], row["source_trace_id"]) for row in found] == [
        ("call", "trace-a"),
        ("conversation", ""),
        ("span", "trace-b"),
    ]
    assert found[0]["source_display_name"].startswith("weave:///")
    (member,) = ask(
        client, "/dataset_sources/source_datasets_query", {"project_id": PROJECT, "sources": [kinds[1], kinds[0]]}
    )["memberships"][1:]
    assert (member["dataset_object_id"], member["row_digests"], member["source_id"]) == ("rows", ["row"], "b")
    gone = {"project_id": PROJECT, "link_ids": [made[0]["link_id"]]}
    assert ask(client, "/dataset_sources/link_delete", gone)["entries"][0]["deleted"] is True
    assert len(listed(client, "rows")) == 2
    assert len(listed(client, "rows", include_deleted=True)) == 3


@pytest.mark.parametrize(
    "bad",
    [
        source("call", "nothing"),
        source("span", "b", "another-trace"),
        source("conversation", "talk", "trace-a"),
    ],
)
def test_what_is_not_there_is_linked_to_nothing(client: httpx.Client, bad: dict[str, str]) -> None:
    link(client, "none", source("call", "a"), bad, status=400)
    assert listed(client, "none") == []


def test_too_many_links_are_refused(client: httpx.Client) -> None:
    link(client, "none", *[source("conversation", str(number)) for number in range(1001)], status=413)
    assert listed(client, "none") == []
