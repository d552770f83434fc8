"""What to ask of each endpoint of Weave's trace server; see `walk_cases`. All of them are served below two prefixes."""

from typing import Any

from runlake.protocols.weave.unserved import UNSERVED
from tests.server.walk_case import Case, Guard

_PROJECT = {"project_id": "{entity}/{project}"}
_CALL = {**_PROJECT, "op_name": "walked", "started_at": "2030-01-01T00:00:00Z", "attributes": {}, "inputs": {}}
_ENDED = {"ended_at": "2030-01-01T00:00:01Z", "summary": {}}
_END = {**_PROJECT, "id": "walked-call", **_ENDED}
_OBJECT = {**_PROJECT, "object_id": "{object}", "digest": "{object_digest}"}
_VERSION = {"object_id": "{object}", "digest": "{object_digest}"}
_TABLE = {**_PROJECT, "digest": "{table_digest}"}
_ROWS = {**_PROJECT, "dataset_object_id": "{object}", "dataset_digest": "walked"}
_SOURCE = {"source_kind": "conversation", "source_id": "talk-of-{project}", "source_trace_id": ""}
_REF = "weave:///{entity}/{project}/object/{object}:{object_digest}"
_FEEDBACK = {
    **_PROJECT,
    "weave_ref": "weave:///{entity}/{project}/call/walked",
    "feedback_type": "walked",
    "payload": {},
}
_COST = {"walked": {"prompt_token_cost": 1.0, "completion_token_cost": 1.0}}
_V2 = "/v2/{entity}/{project}"
_QUEUE = {"queue_id": "{annotation_queue}"}
_IN_PROJECT = "project_id={entity}%2F{project}"
_TIMES = {**_PROJECT, "start": "2030-01-01T00:00:00Z", "end": "2030-01-02T00:00:00Z"}
_TYPED: dict[str, dict[str, Any]] = {
    "ops": {"name": "walked"},
    "models": {"name": "walked-model", "source_code": "walked"},
    "datasets": {"name": "walked-rows", "rows": [{"walked": 1}]},
    "scorers": {"name": "walked-scorer", "op_source_code": "walked"},
    "evaluations": {"name": "walked-evaluation", "dataset": _REF},
}


def _by_id(name: str) -> dict[str, Any]:
    return {"$expr": {"$eq": [{"$getField": "id"}, {"$literal": name}]}}


def _reads(path: str, body: dict[str, Any]) -> dict[str, Case]:
    return {f"POST {path}": Case(body, writes=False)}


def _typed() -> dict[str, Case]:
    """The endpoints of typed objects, and of the calls that the server makes for evaluations."""
    cases: dict[str, Case] = {}
    for kind, body in _TYPED.items():
        name = {"object_id": "{" + f"typed_{kind}" + "}", "digest": "{" + f"typed_{kind}_digest" + "}"}
        every, one = f"{_V2}/{kind}", f"{_V2}/{kind}/{{object_id}}"
        cases |= {f"POST {every}": Case(body), f"GET {every}": Case()}
        cases |= {f"GET {one}/versions/{{digest}}": Case(path=name), f"DELETE {one}": Case(path=name)}
    return cases


_CASES: dict[str, Case] = {
    **_typed(),
    f"POST {_V2}/evaluation_runs": Case({"evaluation": _REF, "model": _REF}),
    f"GET {_V2}/evaluation_runs": Case(),
    f"DELETE {_V2}/evaluation_runs": Case(query="evaluation_run_ids={evaluation_run}"),
    f"GET {_V2}/evaluation_runs/{{evaluation_run_id}}": Case(path={"evaluation_run_id": "{evaluation_run}"}),
    f"POST {_V2}/evaluation_runs/{{evaluation_run_id}}/finish": Case(
        {}, path={"evaluation_run_id": "{evaluation_run}"}
    ),
    f"POST {_V2}/predictions": Case({"model": _REF, "inputs": {}, "output": "walked"}),
    f"GET {_V2}/predictions": Case(),
    f"DELETE {_V2}/predictions": Case(query="prediction_ids={prediction}"),
    f"GET {_V2}/predictions/{{prediction_id}}": Case(path={"prediction_id": "{prediction}"}),
    f"POST {_V2}/predictions/{{prediction_id}}/finish": Case({}, path={"prediction_id": "{prediction}"}),
    f"POST {_V2}/scores": Case({"prediction_id": "{prediction}", "scorer": _REF, "value": 1}),
    f"GET {_V2}/scores": Case(),
    f"DELETE {_V2}/scores": Case(query="score_ids={score}"),
    f"GET {_V2}/scores/{{score_id}}": Case(path={"score_id": "{score}"}),
    **_reads(f"{_V2}/eval_results/query", {"evaluation_call_ids": ["{evaluation_run}"], "include_summary": True}),
    "POST /annotation_queues": Case({**_PROJECT, "name": "walked", "scorer_refs": []}),
    **_reads("/annotation_queues/query", _PROJECT),
    **_reads("/annotation_queues/stats", {**_PROJECT, "queue_ids": ["{annotation_queue}"]}),
    "GET /annotation_queues/{queue_id}": Case(path=_QUEUE, query=_IN_PROJECT),
    "PUT /annotation_queues/{queue_id}": Case({**_PROJECT, "description": "walked"}, path=_QUEUE),
    "DELETE /annotation_queues/{queue_id}": Case(path=_QUEUE, query=_IN_PROJECT),
    "POST /annotation_queues/{queue_id}/items": Case(
        {**_PROJECT, "call_ids": ["{call}"], "display_fields": ["walked"]}, path=_QUEUE
    ),
    "POST /annotation_queues/{queue_id}/items/query": Case(_PROJECT, path=_QUEUE, writes=False),
    "POST /annotation_queues/{queue_id}/items/{item_id}/progress": Case(
        {**_PROJECT, "annotation_state": "in_progress"}, path={**_QUEUE, "item_id": "{queue_item}"}
    ),
    **_reads("/calls/stats", {**_TIMES, "call_metrics": [{"metric": "call_count"}]}),
    **_reads("/feedback/stats", {**_TIMES, "metrics": [{"json_path": "walked", "aggregations": ["count"]}]}),
    **_reads("/feedback/payload_schema", _TIMES),
    **_reads("/feedback/aggregate", {**_PROJECT, "after_ms": 0, "before_ms": 1}),
    "GET /server_info": Case(guard=Guard.OPEN),
    "POST /service/projects_info": Case({"project_ids": ["{entity}/{project}"]}, guard=Guard.CALLER, writes=False),
    f"POST {_V2}/calls/complete": Case({"batch": [{**_CALL, **_ENDED, "id": "walked", "trace_id": "walked"}]}),
    f"POST {_V2}/call/start": Case({"start": {**_CALL, "id": "walked-v2", "trace_id": "walked"}}),
    f"POST {_V2}/call/end": Case({"end": _END}),
    "POST /call/start": Case({"start": {**_CALL, "id": "walked-call", "trace_id": "walked"}}),
    "POST /call/end": Case({"end": _END}),
    "POST /call/upsert_batch": Case({"batch": [{"mode": "end", "req": {"end": _END}}]}),
    "POST /call/update": Case({**_PROJECT, "call_id": "{call}", "display_name": "walked"}),
    "POST /calls/delete": Case({**_PROJECT, "call_ids": ["{call}"]}),
    **_reads("/calls/stream_query", _PROJECT),
    **_reads("/calls/query_stats", _PROJECT),
    **_reads("/call/read", {**_PROJECT, "id": "{call}"}),
    **_reads("/threads/stream_query", _PROJECT),
    **_reads("/calls/usage", {**_PROJECT, "call_ids": ["{call}"]}),
    **_reads("/trace/usage", _PROJECT),
    "POST /obj/create": Case({"obj": {**_PROJECT, "object_id": "walked", "val": {"walked": 1}}}),
    **_reads("/obj/read", _OBJECT),
    "POST /obj/delete": Case({**_PROJECT, "object_id": "{object}", "digests": ["{object_digest}"]}),
    **_reads("/objs/query", _PROJECT),
    "PUT /objs/{object_id}/versions/{digest}/tags": Case({**_PROJECT, "tags": ["walked"]}, path=_VERSION),
    "POST /objs/{object_id}/versions/{digest}/tags/remove": Case({**_PROJECT, "tags": ["walked"]}, path=_VERSION),
    "PUT /objs/{object_id}/aliases": Case(
        {**_PROJECT, "aliases": ["walked"], "digest": "{object_digest}"}, path={"object_id": "{object}"}
    ),
    "POST /objs/{object_id}/aliases/remove": Case({**_PROJECT, "aliases": ["walked"]}, path={"object_id": "{object}"}),
    "GET /tags": Case(query="project_id={entity}%2F{project}"),
    "GET /aliases": Case(query="project_id={entity}%2F{project}"),
    "POST /table/create": Case({"table": {**_PROJECT, "rows": [{"walked": 1}]}}),
    "POST /table/create_from_digests": Case({**_PROJECT, "row_digests": ["{row_digest}"]}),
    "POST /table/update": Case(
        {**_PROJECT, "base_digest": "{table_digest}", "updates": [{"append": {"row": {"walked": 2}}}]}
    ),
    "POST /dataset_sources/link": Case(
        {
            **_ROWS,
            "links": [{"row_digest": "{row_digest}", "sources": [{"source_kind": "call", "source_id": "{call}"}]}],
        }
    ),
    "POST /dataset_sources/link_delete": Case({**_PROJECT, "link_ids": ["{row_link}"]}),
    **_reads("/dataset_sources/query", _ROWS),
    **_reads("/dataset_sources/source_datasets_query", {**_PROJECT, "sources": [_SOURCE]}),
    **_reads("/table/query", _TABLE),
    **_reads("/table/query_stats", _TABLE),
    **_reads("/table/query_stats_batch", {**_PROJECT, "digests": ["{table_digest}"]}),
    **dict.fromkeys(("POST /file/create", "POST /files/create"), Case(works=False)),  # a form: see test_weave
    **_reads("/file/content", {**_PROJECT, "digest": "{file_digest}"}),
    **_reads("/files/content", {**_PROJECT, "digest": "{file_digest}"}),
    **_reads("/files/query_stats", _PROJECT),
    **_reads("/files/stats", _PROJECT),
    **_reads("/project/stats", _PROJECT),
    **_reads("/agents/query", _PROJECT),
    **_reads("/agents/agent-versions/query", {**_PROJECT, "agent_name": "walked"}),
    **_reads("/agents/spans/query", _PROJECT),
    **_reads("/agents/spans/custom-attrs/schema", _PROJECT),
    **_reads("/project/ttl_settings/read", _PROJECT),
    **_reads("/project/ingest_sampling_settings/read", _PROJECT),
    "GET /project/sensitive_data_settings": Case(query=_IN_PROJECT),
    **_reads("/evaluations/status", {**_PROJECT, "call_id": "{evaluation_run}"}),
    **{f"POST {path}": Case(guard=Guard.CALLER, writes=False, works=False) for path in UNSERVED},
    f"PUT {_V2}/runtimes/{{runtime_name}}": Case(
        path={"runtime_name": "walked"}, guard=Guard.CALLER, writes=False, works=False
    ),
    **_reads("/refs/read_batch", {"refs": [_REF]}),
    "POST /feedback/create": Case(_FEEDBACK),
    "POST /feedback/batch/create": Case({"batch": [_FEEDBACK]}),
    "POST /feedback/replace": Case({**_FEEDBACK, "feedback_id": "{feedback}"}),
    "POST /feedback/purge": Case({**_PROJECT, "query": _by_id("{feedback}")}),
    **_reads("/feedback/query", _PROJECT),
    "POST /cost/create": Case({**_PROJECT, "costs": _COST}),
    "POST /cost/purge": Case({**_PROJECT, "query": _by_id("walked")}),
    **_reads("/cost/query", _PROJECT),
}

TWINS: dict[str, Case] = {label.replace(" /", " /traces/", 1): case for label, case in _CASES.items()}
"""The same endpoints below the other prefix: one function answers both, so that they are walked once."""

WEAVE = _CASES | TWINS
