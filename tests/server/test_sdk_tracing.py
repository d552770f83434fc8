"""`runlake.trace` against a server: spans are there once, live while they are open, however the program ends."""

from pathlib import Path
from typing import Any

import httpx

from tests.server.process import ServerProcess
from tests.server.test_sdk import run_program, sync

API = "/api/v1/projects/admin/sdk"

KILLED = """
import os, runlake, signal
@runlake.trace(kind="tool")
def look_up(word):
    if word == "no": raise KeyError(word)
    return {"found": word}
run = runlake.init(run_id="traced", mode="offline", console=False, system_every_s=None)
run.log({"loss": 1}, step=4)
with runlake.session("chat-1", user="ada"), runlake.trace("agent", kind="agent", inputs={"q": "ü"}) as span:
    look_up("yes")
    try: look_up("no")
    except KeyError: pass
    span.outputs = "done"
span.score("correct", True)
span.annotate("well done")
with runlake.trace("late"):
    run.finish()
run = runlake.init(run_id="second", mode="offline", console=False, system_every_s=None)
with runlake.trace("endless", inputs={"n": 1}):
    os.kill(os.getpid(), signal.SIGKILL)
"""

WITHOUT_RUN = """
import runlake
@runlake.trace
def serve(x): return x + 1
rows = [{"x": 1, "expected": 2}, {"x": 2, "expected": 0}]
dataset = runlake.Dataset(rows, "sums").push(["gold"])  # the first that is heard of the project
serve(1)
exact = runlake.scorer(name="exact")(lambda output, expected: output == expected)
assert runlake.Dataset.get("sums:gold").rows == rows and dataset.push().version == 0
runlake.Prompt("ask", "Add {x}").push(["production"])
runlake.Prompt("ask", [{"role": "user", "content": "{x}"}]).push()
old, new = runlake.prompt("ask@production"), runlake.prompt("ask")
assert (old.version, old.render(x=1), new.version) == (0, "Add 1", 1), (old, new)
try: runlake.prompt("ask@nobody")
except runlake.errors.NotFound: pass
runlake.evaluate(serve, dataset, [exact], progress=False, name="first pass")
"""

RESUMED = """
import os, runlake, signal
calls = []
def model(x):
    if x == 3 and "DIES" in os.environ: os.kill(os.getpid(), signal.SIGKILL)
    calls.append(x)
    return 1 / x
scorers = {"small": lambda output: output < 0.4}
rows = [{"x": x} for x in range(5)]
result = runlake.evaluate(model, rows, scorers, concurrency=1, progress=False, name="nightly", resume=True)
print(calls, [trial.output for trial in result.trials], result["small"], result.trials[0].error)
"""


def spans_of(client: httpx.Client, project: str = "sdk") -> list[dict[str, Any]]:
    path = f"/api/v1/projects/admin/{project}/spans/search"
    spans: list[dict[str, Any]] = client.post(path, json={"roots_only": False}).raise_for_status().json()["spans"]
    return spans


def test_a_killed_program_leaves_its_spans_once_and_the_open_one_open(server: ServerProcess, tmp_path: Path) -> None:
    run_program(server, tmp_path, KILLED)
    for _ in range(2):
        assert [outcome["problem"] for outcome in sync(server, tmp_path)] in ([None] * 3, [])
    with server.client() as client:
        spans = spans_of(client)
        assert sorted(span["name"] for span in spans) == ["agent", "endless", "late", "look_up", "look_up"]
        by_name = {span["name"]: span for span in spans}
        agent, endless = by_name["agent"], by_name["endless"]
        assert (endless["is_open"], endless["run"]) == (True, "second")
        assert (by_name["late"]["is_open"], by_name["late"]["run"]) == (False, "traced")
        assert not agent["is_open"]
        assert (agent["session_id"], agent["user_id"], agent["run"], agent["run_step"]) == (
            "chat-1",
            "ada",
            "traced",
            4,
        )
        assert (agent["kind"], agent["input_preview"], agent["output_preview"]) == ("agent", '{"q":"ü"}', "done")
        failed = next(span for span in spans if span["status"] == "error")
        assert (failed["parent_id"], failed["error_type"]) == (agent["span_id"], "KeyError")
        said = client.get(f"{API}/traces/{agent['trace_id']}/judgements").raise_for_status().json()["judgements"]
        assert [(each["name"], each["value"], each["span_id"]) for each in said] == [
            ("correct", True, agent["span_id"]),
            ("comment", "well done", agent["span_id"]),
        ]


def test_without_a_run_the_environment_names_the_project(server: ServerProcess, tmp_path: Path) -> None:
    done = run_program(server, tmp_path, WITHOUT_RUN, RUNLAKE_PROJECT="served")
    assert (done.returncode, done.stderr) == (0, "")
    with server.client() as client:
        first = spans_of(client, "served")[-1]
        assert (first["name"], first["run"], first["is_open"]) == ("serve", "", False)
        found = client.get("/api/v1/projects/admin/served/evaluations").raise_for_status().json()["evaluations"][0]
        assert (found["name"], found["evaluation"], found["model"]) == ("first pass", "sums", "serve")
        assert (found["status"], found["created_by"]) == ("finished", "admin")
        assert found["summary"]["exact"]["true_fraction"] == 0.5
        path = f"/api/v1/projects/admin/served/evaluations/{found['call_id']}"
        trials = client.get(path).raise_for_status().json()["trials"]
        assert sorted((trial["row"]["x"], trial["output"], trial["scores"]["exact"]) for trial in trials) == [
            (1, 2, True),
            (2, 3, False),
        ]
    assert not list((tmp_path / "journals").iterdir())


def test_an_evaluation_that_was_killed_goes_on_where_it_was(server: ServerProcess, tmp_path: Path) -> None:
    run_program(server, tmp_path, RESUMED, DIES="1", RUNLAKE_PROJECT="resumed")
    done = run_program(server, tmp_path, RESUMED, RUNLAKE_PROJECT="resumed")
    assert done.stdout == f"[3, 4] [None, 1.0, 0.5, {1 / 3}, 0.25] 0.5 ZeroDivisionError: division by zero\n", (
        done.stderr
    )
    assert "3 trials are there, 2 are run" in done.stderr
    evaluations = "/api/v1/projects/admin/resumed/evaluations"
    with server.client() as client:
        [found] = client.get(evaluations).raise_for_status().json()["evaluations"]
        assert (found["name"], found["status"], found["summary"]["small"]["count"]) == ("nightly", "finished", 4)
        page = client.get(f"{evaluations}/{found['call_id']}", params={"skip": 1}).raise_for_status().json()
        assert [trial["row"]["x"] for trial in page["trials"]] == [1, 2, 3, 4]
    again = run_program(server, tmp_path, RESUMED, RUNLAKE_PROJECT="resumed")
    assert again.stdout.startswith("[0, 1, 2, 3, 4]")  # the newest pass has come to its end
