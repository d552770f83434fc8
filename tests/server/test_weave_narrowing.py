"""The store leaves calls out before a query decides: it never leaves out one that the query would have kept."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from runlake.protocols.weave.query import CallFields, compile_query
from tests.server.process import ServerProcess
from tests.server.weave_requests import START, call, complete, stream

PROJECT = "admin/weave-narrowing"
TEXTS = [
    "Hello",
    "hello wörld",
    'say "hi"',
    "back\\slash",
    "1",
    "1.0",
    "10000000000000000",
    "true",
    "ÄRGER",
    "",
    "日本語",
]
VALUES: list[Any] = [
    *TEXTS,
    1,
    1.0,
    1e16,
    True,
    None,
    {"a": "Hello"},
    ["x", "hello"],
    {"b": 'say "hi"'},
    "Hello at length, " * 1000,
]
STARTED = START.timestamp() + 5


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Any:
    calls = [
        call(PROJECT, f"n{number}", at_s=number, inputs={"v": value}, output=value, attributes={"v": value})
        for number, value in enumerate(VALUES)
    ]
    calls[0]["exception"] = "boom"
    calls[1]["ended_at"] = (START + timedelta(seconds=3)).isoformat()
    with server.client(timeout=60) as http:
        complete(http, PROJECT, calls)
        yield http


def _field(name: str) -> dict[str, str]:
    return {"$getField": name}


OPERATIONS: list[dict[str, Any]] = [
    *({"$eq": [_field(name), {"$literal": text}]} for name in ("inputs.v", "output", "attributes.v") for text in TEXTS),
    *(
        {"$contains": {"input": _field(name), "substr": {"$literal": text}, "case_insensitive": fold}}
        for name in ("inputs.v", "output", "inputs")
        for fold in (False, True)
        for text in ("Hello", "ello w", "ärg", '"a":', "e+16", "1", "hi", "\\", "本", "x")
    ),
    *({name: [_field("started_at"), {"$literal": STARTED}]} for name in ("$gt", "$gte", "$lt", "$lte")),
    {"$gte": [_field("started_at"), {"$literal": START.replace(second=7).isoformat()}]},
    {"$in": [_field("id"), [{"$literal": "n3"}, {"$literal": "nothing"}]]},
    {"$eq": [_field("op_name"), {"$literal": f"weave:///{PROJECT}/op/work:abc"}]},
    {"$eq": [_field("parent_id"), {"$literal": None}]},
    {"$not": [{"$eq": [_field("inputs.v"), {"$literal": "Hello"}]}]},
    {"$or": [{"$eq": [_field("inputs.v"), {"$literal": "Hello"}]}, {"$eq": [_field("id"), {"$literal": "n1"}]}]},
    {"$or": [{"$eq": [_field("trace_id"), {"$literal": "trace-n2"}]}, {"$eq": [_field("id"), {"$literal": "n1"}]}]},
    *({"$eq": [_field("summary.weave.status"), {"$literal": status}]} for status in ("error", "success")),
    *({name: [_field("summary.weave.latency_ms"), {"$literal": 1500}]} for name in ("$gt", "$gte", "$lt", "$lte")),
    {"$eq": [_field("summary.weave.latency_ms"), {"$literal": 1000}]},
]


def test_what_is_found_is_what_the_query_says(client: httpx.Client) -> None:
    everything = stream(client, PROJECT)
    assert len(everything) == len(VALUES)
    hits = 0
    for operation in OPERATIONS:
        query = {"$expr": {"$and": [operation, {"$eq": [{"$literal": 1}, {"$literal": 1}]}]}}
        matches = compile_query(query, CallFields())
        wanted = [found["id"] for found in everything if matches(found)]
        assert [found["id"] for found in stream(client, PROJECT, query=query)] == wanted, operation
        hits += bool(wanted)
    assert hits > len(OPERATIONS) / 2
