"""Weave's trace server over HTTP: what clients that are old, broken, hostile or of other people get."""

import json
from typing import Any

import httpx
import pytest

from runlake.products.objects import file_digest, internal_id, value_digest
from tests.server.process import ServerProcess
from tests.server.requests import user_client
from tests.server.weave_requests import START, ask, call, complete, stream, upload


@pytest.fixture
def project(server: ServerProcess, request: pytest.FixtureRequest) -> str:
    return f"admin/{request.node.originalname.replace('_', '-')[:60]}"


@pytest.fixture
def client(server: ServerProcess) -> Any:
    with server.client(timeout=60) as http:
        yield http


def start(project: str, call_id: str) -> dict[str, Any]:
    made = call(project, call_id)
    return {
        name: made[name] for name in ("project_id", "id", "trace_id", "op_name", "started_at", "attributes", "inputs")
    }


def end(project: str, call_id: str) -> dict[str, Any]:
    return {"project_id": project, "id": call_id, "ended_at": START.isoformat(), "output": {"n": 1}, "summary": {}}


def test_a_call_comes_in_halves_through_every_door(client: httpx.Client, project: str) -> None:
    ask(client, f"/v2/{project}/call/start", {"start": start(project, "a")})
    ask(client, "/call/start", {"start": start(project, "b")})
    batch = [
        {"mode": "end", "req": {"end": end(project, "c")}},
        {"mode": "start", "req": {"start": start(project, "c")}},
    ]
    assert ask(client, "/call/upsert_batch", {"batch": batch})["res"] == [{}, {"id": "c", "trace_id": "trace-c"}]
    calls = {found["id"]: found for found in stream(client, project)}
    assert {name: found["summary"]["weave"]["status"] for name, found in calls.items()} == {
        "a": "running",
        "b": "running",
        "c": "success",
    }
    ask(client, "/call/end", {"end": end(project, "b")})
    ask(client, f"/v2/{project}/call/end", {"end": end(project, "a")})
    assert [found["output"] for found in stream(client, project)] == [{"n": 1}] * 3
    assert (
        ask(client, "/call/read", {"project_id": project, "id": "a"})["call"]["ended_at"]
        == "2030-01-01T00:00:00.000000Z"
    )
    assert ask(client, "/call/read", {"project_id": project, "id": "x"}) == {"call": None}


def test_columns_limits_and_counts(client: httpx.Client, project: str) -> None:
    complete(client, project, [call(project, f"c{n}", at_s=n, inputs={"n": n}, output="x") for n in range(7)])
    assert [found["id"] for found in stream(client, project, limit=2, offset=5)] == ["c5", "c6"]
    narrow = stream(client, project, columns=["output"], limit=1)[0]
    assert narrow.keys() == {"id", "project_id", "op_name", "trace_id", "started_at", "attributes", "inputs", "output"}
    assert narrow["inputs"] == {}
    query = {"$expr": {"$gte": [{"$getField": "inputs.n"}, {"$literal": 3}]}}
    assert ask(client, "/calls/query_stats", {"project_id": project, "query": query}) == {"count": 4}
    assert ask(client, "/calls/query_stats", {"project_id": project, "limit": 3}) == {"count": 3}
    for names, count in ((["work"], 7), ([f"weave:///{project}/op/work:*"], 7), (["wor"], 0), ([], 7)):
        assert len(stream(client, project, filter={"op_names": names})) == count
    assert stream(client, project, filter={"thread_ids": []}) == []
    by_output = [{"field": "inputs.n", "direction": "desc"}]
    assert [found["id"] for found in stream(client, project, sort_by=by_output, limit=2)] == ["c6", "c5"]


def test_references_are_looked_through(client: httpx.Client, project: str) -> None:
    value = {"name": "big", "size": 7, "list": [{"k": "v"}]}
    digest = ask(client, "/obj/create", {"obj": {"project_id": project, "object_id": "m", "val": value}})["digest"]
    ref = f"weave:///{project}/object/m:{digest}"
    calls = [call(project, "a", inputs={"model": ref}), call(project, "b", inputs={"model": "none"})]
    complete(client, project, [*calls, call(project, "inline", inputs={"model": {"size": 7}})])
    query = {"$expr": {"$eq": [{"$getField": "inputs.model.size"}, {"$literal": 7}]}}
    (found,) = stream(client, project, query=query, expand_columns=["inputs.model"])
    assert found["inputs"]["model"] == {**value, "_ref": ref}
    assert [one["id"] for one in stream(client, project, query=query)] == ["inline"]
    raw = {"return_expanded_column_values": False, "expand_columns": ["inputs.model"]}
    assert [one["inputs"]["model"] for one in stream(client, project, query=query, **raw)] == [ref]
    assert [one["id"] for one in stream(client, project, filter={"input_refs": [ref]})] == ["a"]
    refs = [ref, f"{ref}/key/list/index/0/key/k", f"{ref}/key/nothing", f"weave:///{project}/object/m:latest"]
    assert ask(client, "/refs/read_batch", {"refs": refs})["vals"] == [value, "v", None, value]
    gone = ask(client, "/refs/read_batch", {"refs": [ref, f"weave:///{project}/object/m:{'0' * 43}"]}, 404)
    assert gone["missing_object_digests"] == ["0" * 43]


def test_digests_that_differ_are_final(client: httpx.Client, project: str) -> None:
    assert upload(client, project, b"hello", expected_digest=file_digest(b"hello")) == {"digest": file_digest(b"hello")}
    answer = client.post(
        "/file/create", data={"project_id": project, "expected_digest": "x"}, files={"file": ("f", b"hello")}
    )
    assert (answer.status_code, answer.headers["x-should-retry"]) == (409, "false")
    content = client.post("/file/content", json={"project_id": project, "digest": file_digest(b"hello")})
    assert (content.content, content.headers["content-type"]) == (b"hello", "application/octet-stream")
    obj = {"project_id": project, "object_id": "o", "val": 1, "expected_digest": value_digest(1.0)}
    ask(client, "/obj/create", {"obj": obj}, 409)
    ask(client, "/obj/delete", {"project_id": project, "object_id": "o"}, 404)


def test_a_deleted_version_says_when(client: httpx.Client, project: str) -> None:
    digest = ask(client, "/obj/create", {"obj": {"project_id": project, "object_id": "o", "val": 1}})["digest"]
    ask(client, "/obj/delete", {"project_id": project, "object_id": "o", "digests": [digest]})
    read = {"project_id": project, "object_id": "o", "digest": digest}
    assert "deleted_at" in ask(client, "/obj/read", read, 404)
    assert "deleted_at" not in ask(client, "/obj/read", read | {"digest": "0" * 43}, 404)


BAD_CALLS = [
    {"id": "UPPER"},
    {"id": ""},
    {"id": "x" * 200},
    {"trace_id": "../.."},
    {"started_at": "yesterday"},
    {"inputs": []},
    {"op_name": "x" * 600},
    {"display_name": "x" * 2000},
    {"ended_at": None},
]


@pytest.mark.parametrize("wrong", BAD_CALLS, ids=str)
def test_one_bad_call_is_told_from_a_bad_batch(client: httpx.Client, project: str, wrong: dict[str, Any]) -> None:
    """422: the client then cuts the batch in halves and loses only the bad call."""
    assert "reason" in complete(client, project, [call(project, "good"), call(project, "bad") | wrong], status=422)


def test_hostile_bodies_are_refused(client: httpx.Client, project: str) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    for path in ("/calls/stream_query", "/obj/create", f"/v2/{project}/calls/complete", "/refs/read_batch"):
        for body in (b"", b"{", b"[]", b"null", b'"\xff"', f'{{"project_id": {deep}}}'.encode()):
            answer = client.post(path, content=body)
            assert answer.status_code in (400, 413, 422), f"{path} {body[:40]!r}: {answer.status_code}"
    nested = json.loads("[" * 400 + "]" * 400)
    complete(client, project, [call(project, "deep", output=nested)], status=413)
    complete(client, project, [call(project, "huge", output=2**200)])
    assert stream(client, project)[0]["output"] == pytest.approx(2**200)
    obj = f'{{"obj": {{"project_id": "{project}", "object_id": "deep", "val": {deep}}}}}'
    assert client.post("/obj/create", content=obj.encode()).status_code in (400, 413)
    for form in ({"data": {"project_id": project}}, {"files": {"file": ("f", b"x")}}):
        assert client.post("/file/create", **form).status_code == 400  # type: ignore[arg-type]
    for refs in (["x"], ["weave:///a"], ["weave:///a/b/object/c:d/attr"], [f"weave:///{project}/call/x"]):
        ask(client, "/refs/read_batch", {"refs": refs}, 400)
    of_call = ask(client, "/refs/read_batch", {"refs": [f"weave:///{project}/call/x"]}, 400)
    assert of_call["reason"].startswith("Call refs not supported")
    ask(client, "/refs/read_batch", {"refs": ["x"] * 1001}, 413)
    long = ask(client, "/calls/stream_query", {"project_id": project, "filter": {"call_ids": ["x"] * 1001}}, 400)
    assert long["reason"].endswith("than max length (1000). Actual length: 1001")
    ask(client, "/calls/delete", {"project_id": project, "call_ids": ["x"] * 1001}, 413)
    for name in ("x", "/", "a/", "/b", "a/b/c\0"):
        ask(client, "/calls/stream_query", {"project_id": name}, 404 if name == "a/b/c\0" else 400)


def test_quotes_and_percents_are_only_values(client: httpx.Client, project: str) -> None:
    odd = "it's {a:String} \\ % \t \n \" ;--"
    complete(client, project, [call(project, "a", op_name=odd, thread_id=odd, inputs={odd: odd})])
    assert [found["inputs"] for found in stream(client, project, filter={"op_names": [odd]})] == [{odd: odd}]
    assert [found["thread_id"] for found in stream(client, project, filter={"thread_ids": [odd]})] == [odd]
    assert stream(client, project, filter={"op_names": ["' OR 1=1 --"]}) == []


FEEDBACK = [
    {"feedback_type": "wandb.reaction.1", "payload": {"emoji": "no"}},
    {"feedback_type": "wandb.note.1", "payload": {"note": ""}},
    {"feedback_type": "wandb.note.1", "payload": {"note": "x" * 2000}},
    {"feedback_type": "wandb.unknown", "payload": {}},
    {"feedback_type": "wandb.runnable.s", "payload": {"output": 1}},
    {"feedback_type": "wandb.annotation.a", "payload": {"value": 1}, "annotation_ref": "weave:///admin/p/object/b:c"},
    {"feedback_type": "mine", "payload": {}, "call_ref": "weave:///admin/p/call/c"},
    {"feedback_type": "mine", "payload": {}, "weave_ref": "somebody/else/call/c"},
    {"feedback_type": "mine", "payload": {"long": "x" * (1 << 20)}},
    {"feedback_type": "mine", "payload": {}, "queue_id": "00000000-0000-0000-0000-000000000000"},
    {"feedback_type": "wandb.annotation.a", "payload": {"value": 1}, "annotation_ref": "weave:///admin/p/object/a:c"},
    {"feedback_type": "", "payload": {}},
]


@pytest.mark.parametrize("given", FEEDBACK, ids=lambda given: f"{given['feedback_type']}-{len(str(given))}")
def test_feedback_that_cannot_be(client: httpx.Client, project: str, given: dict[str, Any]) -> None:
    body = {"project_id": project, "weave_ref": f"weave:///{project}/call/c", **given}
    assert "reason" in ask(client, "/feedback/create", body, 400)


def test_a_purge_names_what_goes(client: httpx.Client, project: str) -> None:
    body = {"project_id": project, "weave_ref": f"weave:///{project}/call/c", "feedback_type": "mine", "payload": {}}
    made = [ask(client, "/feedback/create", body)["id"] for _ in range(2)]
    everything = {"$expr": {"$eq": [{"$literal": 1}, {"$literal": 1}]}}
    one = {"$eq": [{"$getField": "id"}, {"$literal": made[0]}]}
    sly = {"$expr": {"$and": [one, everything["$expr"]]}}
    for query in (everything, sly, {}):
        ask(client, "/feedback/purge", {"project_id": project, "query": query}, 400)
    ask(client, "/feedback/purge", {"project_id": project, "query": {"$expr": {"$or": [one]}}})
    found = ask(client, "/feedback/query", {"project_id": project, "fields": ["id", "payload.nothing"]})
    assert found == {"result": [{"id": made[1], "payload.nothing": None}], "total_count": 1}


def test_foreign_projects_stay_closed(server: ServerProcess, client: httpx.Client, project: str) -> None:
    secret = {"n": "secret"}
    digest = ask(client, "/obj/create", {"obj": {"project_id": project, "object_id": "m", "val": secret}})["digest"]
    ref = f"weave:///{project}/object/m:{digest}"
    with user_client(server, "weave-stranger") as stranger:
        own = "weave-stranger/own"
        complete(stranger, own, [call(own, "a", inputs={"model": ref})])
        ask(stranger, "/refs/read_batch", {"refs": [ref]}, 404)
        (found,) = stream(stranger, own, expand_columns=["inputs.model"])
        assert found["inputs"] == {"model": ref}
        file = upload(client, project, b"secret")["digest"]
        ask(stranger, "/file/content", {"project_id": own, "digest": file}, 404)
        ask(stranger, "/file/content", {"project_id": project, "digest": file}, 404)
        # the project of the path counts, whatever the calls say
        complete(stranger, own, [call(project, "sly")])
        assert [found["project_id"] for found in stream(stranger, own)] == [own, own]
        mixed = [{"req": {"end": end(own, "x")}}, {"req": {"end": end(project, "x")}}]
        ask(stranger, "/call/upsert_batch", {"batch": mixed}, 422)
    assert stream(client, project) == []


def test_a_project_is_empty_until_it_is_written_to(server: ServerProcess, client: httpx.Client, project: str) -> None:
    assert stream(client, project) == []
    assert ask(client, "/objs/query", {"project_id": project}) == {"objs": []}
    settings = {"project_id": project}
    assert ask(client, "/project/ingest_sampling_settings/read", settings) == {"dry_run": False, "sample_rate": 1.0}
    assert ask(client, "/project/ttl_settings/read", settings) == {"retention_days": None}
    assert client.get("/traces/project/sensitive_data_settings", params=settings).json() == {"policy": "off"}
    ids = ask(client, "/service/projects_info", {"project_ids": [project, "nobody/nothing"]})
    assert ids == [{"external_project_id": project, "internal_project_id": internal_id(project)}]
    with user_client(server, "weave-stranger") as stranger:
        ask(stranger, "/objs/query", {"project_id": project}, 404)
        assert ask(stranger, "/service/projects_info", {"project_ids": [project]}) == []
    assert project not in client.get("/api/v1/projects").text
    refused = ask(client, "/completions/create", {}, 404)
    assert (refused["error_type"], "/completions/create" in refused["reason"]) == ("NotFoundError", True)


def test_threads_are_sums_over_their_turns(client: httpx.Client, project: str) -> None:
    turns = [
        call(
            project,
            f"t{n}",
            at_s=n,
            thread_id=thread,
            turn_id=f"t{n}",
            ended_at=f"2030-01-01T00:00:{n + 2 * n + 1:02}Z",
        )
        for n, thread in enumerate(["one", "one", "two"])
    ]
    inner = call(project, "inner", at_s=9, thread_id="one", turn_id="t1", parent_id="t1")
    complete(client, project, [*turns, inner, call(project, "plain")])
    answer = client.post("/threads/stream_query", json={"project_id": project})
    two, one = (json.loads(line) for line in answer.text.splitlines())
    assert (two["thread_id"], two["turn_count"], two["first_turn_id"]) == ("two", 1, "t2")
    assert (one["turn_count"], one["first_turn_id"], one["last_turn_id"]) == (2, "t0", "t1")
    assert (one["p50_turn_duration_ms"], one["last_updated"]) == (2000.0, "2030-01-01T00:00:04.000000Z")
    query = {"project_id": project, "filter": {"thread_ids": ["one"]}, "sort_by": [{"field": "x", "direction": "asc"}]}
    ask(client, "/threads/stream_query", query, 400)


def test_usage_is_not_counted_twice(client: httpx.Client, project: str) -> None:
    usage = {"gpt": {"input_tokens": 3, "completion_tokens": 4}}
    leaf = {"trace_id": "t", "parent_id": "root", "summary": {"usage": usage}}
    summed = {"usage": {"gpt": {"prompt_tokens": 6}}, "status_counts": {"success": 4, "error": 0}}
    top = call(project, "top", at_s=0, trace_id="t", summary=summed)
    root = call(project, "root", at_s=1, trace_id="t", parent_id="top")
    complete(client, project, [top, root, call(project, "a", at_s=2, **leaf), call(project, "b", at_s=3, **leaf)])
    ask(
        client,
        "/cost/create",
        {"project_id": project, "costs": {"gpt": {"prompt_token_cost": 1, "completion_token_cost": 2}}},
    )
    body = {"project_id": project, "call_ids": ["top", "root", "nothing"], "include_costs": True}
    found = ask(client, "/calls/usage", body)["call_usage"]
    assert found.keys() == {"top", "root"}
    assert found["top"]["gpt"]["total_tokens"] == 6
    assert found["root"]["gpt"]["total_tokens"] == 14
    assert found["root"]["gpt"]["completion_tokens_total_cost"] == 16
    of_all = ask(client, "/trace/usage", {"project_id": project, "filter": {"trace_ids": ["t"]}})["call_usage"]
    assert {name: used["gpt"]["prompt_tokens"] for name, used in of_all.items()} == {
        "top": 6,
        "root": 6,
        "a": 3,
        "b": 3,
    }
