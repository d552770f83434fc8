"""Objects and evaluations as the pages read them: what Weave's clients published and traced."""

import json
from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.weave_requests import ask, call, complete

PROJECT = "admin/objects-native"
AT = f"/api/v1/projects/{PROJECT}"
ROWS = [{"q": "a"}, {"q": "b"}, {"q": "c"}]


def publish(client: httpx.Client, name: str, value: dict[str, Any]) -> str:
    digest: str = ask(client, "/obj/create", {"obj": {"project_id": PROJECT, "object_id": name, "val": value}})[
        "digest"
    ]
    return digest


def of_class(name: str, base: str, **members: Any) -> dict[str, Any]:
    return {"_type": name, "_class_name": name, "_bases": [base, "Object", "BaseModel"], **members}


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Any:
    with server.client(timeout=60) as http:
        yield http


def test_objects_are_listed_by_kind_and_read_with_rows_and_code(client: httpx.Client) -> None:
    for text in ("one", "two"):
        publish(client, "greeting", of_class("StringPrompt", "Prompt", content=text))
    table = ask(client, "/table/create", {"table": {"project_id": PROJECT, "rows": ROWS}})["digest"]
    rows = f"weave:///{PROJECT}/table/{table}"
    publish(
        client,
        "questions",
        {"_type": "Dataset", "_class_name": "Dataset", "_bases": ["Object", "BaseModel"], "rows": rows},
    )
    publish(client, "settings", {"a": 1})
    deep = {"a": json.loads("[" * 300 + "]" * 300)}
    assert client.post(f"{AT}/objects", json={"name": "settings", "value": deep}).status_code == 400
    form = {"file": ("obj.py", b"def answer(): ..."), "project_id": (None, PROJECT)}
    source = client.post("/traces/file/create", files=form).json()["digest"]
    op = {"_type": "CustomWeaveType", "weave_type": {"type": "Op"}, "files": {"obj.py": source}}
    publish(client, "answer", op)

    def listed(**query: Any) -> list[tuple[str, str, int]]:
        found = client.get(f"{AT}/objects", params=query).json()["objects"]
        return [(row["name"], row["kind"], row["version"]) for row in found]

    assert listed() == [("greeting", "prompt", 1), ("questions", "dataset", 0), ("settings", "object", 0)]
    assert listed(kind="object") == [("settings", "object", 0)]
    assert listed(kind="op") == [("answer", "op", 0)]
    assert client.get(f"{AT}/objects", params={"limit": 2}).json()["has_more"]
    versions = client.get(f"{AT}/objects/greeting/versions").json()["objects"]
    assert [(row["version"], row["aliases"]) for row in versions] == [(1, ["latest"]), (0, [])]
    assert client.get(f"{AT}/objects/greeting/versions/v0").json()["value"]["content"] == "one"
    assert client.get(f"{AT}/objects/greeting/versions/v7").status_code == 404
    detail = client.get(f"{AT}/objects/questions/versions/latest").json()
    assert (detail["table"], detail["row_count"], detail["code"]) == (table, 3, None)
    page = client.get(f"{AT}/object-tables/{table}/rows", params={"offset": 1, "limit": 1}).json()
    assert ([row["value"] for row in page["rows"]], page["total"]) == ([{"q": "b"}], 3)
    code = client.get(f"{AT}/objects/answer/versions/latest", params={"op": True}).json()["code"]
    assert code == "def answer(): ..."


def test_evaluations_are_listed_and_read_with_their_trials(client: httpx.Client) -> None:
    made = ask(client, "/table/create", {"table": {"project_id": PROJECT, "rows": ROWS}})
    examples = [f"weave:///{PROJECT}/object/questions:x/attr/rows/id/{digest}" for digest in made["row_digests"]]
    op = f"weave:///{PROJECT}/op/Evaluation"
    inputs = {"self": "weave:///e/p/object/check:1", "model": "weave:///e/p/object/m:1"}
    summary = {"exact": {"true_count": 2, "true_fraction": 0.5}}
    pass_ = call(PROJECT, "pass", op_name=f"{op}.evaluate:v", inputs=inputs, output=summary)
    trials = [
        call(
            PROJECT,
            f"trial-{number}",
            at_s=number + 1,
            op_name=f"{op}.predict_and_score:v",
            parent_id="pass",
            trace_id=pass_["trace_id"],
            inputs={"example": example},
            output={"output": number, "scores": {"exact": number == 0}, "model_latency": 0.5},
        )
        for number, example in enumerate([*examples, {"q": "inline"}])
    ]
    complete(client, PROJECT, [pass_, *trials])
    (listed,) = client.get(f"{AT}/evaluations").json()["evaluations"]
    assert (listed["call_id"], listed["status"], listed["model"]) == ("pass", "finished", inputs["model"])
    assert listed["summary"] == summary
    of = client.get(f"{AT}/evaluations", params={"of": [inputs["self"], "weave:///e/p/object/other:1"]}).json()
    assert of["evaluations"] == [listed]
    other = client.get(f"{AT}/evaluations", params={"of": "weave:///e/p/object/other:1"}).json()
    assert other["evaluations"] == []
    found = client.get(f"{AT}/evaluations/pass").json()
    assert [trial["row"] for trial in found["trials"]] == [*ROWS, {"q": "inline"}]
    assert [trial["scores"]["exact"] for trial in found["trials"]] == [True, False, False, False]
    assert (found["trials"][0]["latency_s"], found["is_cut"]) == (0.5, False)
    assert client.get(f"{AT}/evaluations/trial-0").status_code == 404
    assert client.get(f"{AT}/evaluations", params={"before": 1}).json() == {"evaluations": [], "has_more": False}
