"""What to ask of each endpoint of Weave's trace server; see `walk_cases`. All of them are served below two prefixes."""

from typing import Any

from tests.server.walk_case import Case, Guard

_PROJECT = {"project_id": "{entity}/{project}"}
_CALL = {**_PROJECT, "op_name": "walked", "started_at": "2030-01-01T00:00:00Z", "attributes": {}, "inputs": {}}
_ENDED = {"ended_at": "2030-01-01T00:00:01Z", "summary": {}}
_END = {**_PROJECT, "id": "walked-call", **_ENDED}
_OBJECT = {**_PROJECT, "object_id": "{object}", "digest": "{object_digest}"}
_VERSION = {"object_id": "{object}", "digest": "{object_digest}"}
_TABLE = {**_PROJECT, "digest": "{table_digest}"}
_REF = "weave:///{entity}/{project}/object/{object}:{object_digest}"
_FEEDBACK = {
    **_PROJECT,
    "weave_ref": "weave:///{entity}/{project}/call/walked",
    "feedback_type": "walked",
    "payload": {},
}
_COST = {"walked": {"prompt_token_cost": 1.0, "completion_token_cost": 1.0}}
_V2 = "/v2/{entity}/{project}"


def _by_id(name: str) -> dict[str, Any]:
    return {"$expr": {"$eq": [{"$getField": "id"}, {"$literal": name}]}}


def _reads(path: str, body: dict[str, Any]) -> dict[str, Case]:
    return {f"POST {path}": Case(body, writes=False)}


_CASES: dict[str, Case] = {
    "GET /server_info": Case(guard=Guard.OPEN),
    "POST /service/projects_info": Case(guard=Guard.CALLER, writes=False),
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
    **_reads("/table/query", _TABLE),
    **_reads("/table/query_stats", _TABLE),
    **_reads("/table/query_stats_batch", {**_PROJECT, "digests": ["{table_digest}"]}),
    **dict.fromkeys(("POST /file/create", "POST /files/create"), Case(works=False)),  # a form: see test_weave
    **_reads("/file/content", {**_PROJECT, "digest": "{file_digest}"}),
    **_reads("/files/content", {**_PROJECT, "digest": "{file_digest}"}),
    **_reads("/files/query_stats", _PROJECT),
    **_reads("/files/stats", _PROJECT),
    **_reads("/project/stats", _PROJECT),
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
