"""`import runlake` against a server: what a program logs is there, once, however the program ends."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import httpx
import pytest

from tests.server.process import ServerProcess, free_port

API = "/api/v1/projects/admin/sdk"


def environment(server: ServerProcess, folder: Path, **more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RUNLAKE_")}
    client = {
        "RUNLAKE_URL": server.url,
        "RUNLAKE_API_KEY": server.api_key,
        "RUNLAKE_JOURNALS": str(folder / "journals"),
    }
    return inherited | client | {"RUNLAKE_PROJECT": "sdk", "HOME": str(folder)} | more


def run_program(server: ServerProcess, folder: Path, program: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment(server, folder, **more),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def sync(server: ServerProcess, folder: Path, *options: str) -> list[dict[str, Any]]:
    command = [str(Path(sys.executable).parent / "runlake"), "sync", "--json", *options]
    done = subprocess.run(
        command, env=environment(server, folder), capture_output=True, text=True, timeout=60, check=False
    )
    outcomes: list[dict[str, Any]] = json.loads(done.stdout)["journals"]
    return outcomes


def read_run(client: httpx.Client, run_id: str) -> dict[str, Any]:
    run: dict[str, Any] = client.get(f"{API}/runs/{run_id}").raise_for_status().json()["run"]
    return run


def steps_of(client: httpx.Client, run_id: str, metric: str = "loss") -> list[int]:
    body = {"runs": [run_id], "metrics": [metric], "buckets": 1000}
    series = client.post(f"{API}/points", json=body).raise_for_status().json()["series"]
    return [int(step) for step in series[0]["x"]] if series else []


def journals(folder: Path) -> list[Path]:
    return list((folder / "journals").iterdir()) if (folder / "journals").is_dir() else []


def test_a_run_looks_like_any_other(server: ServerProcess, tmp_path: Path) -> None:
    program = """
import runlake, subprocess, time
subprocess.run("git init -q && git -c user.name=n -c user.email=e commit -q --allow-empty -m m", shell=True, check=True)
started = {"name": "first", "run_id": "whole", "config": {"lr": 0.1, "model": {"depth": 3}}, "tags": ["a"]}
with runlake.init(**started, system_every_s=0.05) as run:
    print("hello")
    time.sleep(1.5)  # for git and the machine
    for step in range(10):
        run.log({"loss": 1 / (step + 1), "deep": {"acc": step}})
    run.log({"note": "warm", "loss": 9}, step=4)
    run.log_batch({"batch": [1, 2, 3]}, step=[7, 8, 9])
    run.config.lr = 0.2
    run.summary["best"] = 0.5
"""
    done = run_program(server, tmp_path, program)
    assert done.returncode == 0, done.stderr
    assert "14 of 14 rows sent" in done.stderr
    assert journals(tmp_path) == []
    with server.client() as client:
        run = read_run(client, "whole")
        assert (run["state"], run["display_name"], run["tags"]) == ("finished", "first", ["a"])
        assert run["config"] == {"lr": 0.2, "model": {"depth": 3}}
        assert {"loss": 9, "deep.acc": 9, "note": "warm", "batch": 3, "best": 0.5}.items() <= run["summary"].items()
        assert sorted(steps_of(client, "whole")) == [0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9]
        assert steps_of(client, "whole", "batch") == [7, 8, 9]
        assert len(run["git"]["commit"]) == 40
        query = {"runs": ["whole"], "metrics": ["system.cpu"], "source": "system", "x": {"kind": "time"}}
        [load] = client.post(f"{API}/points", json=query).raise_for_status().json()["series"]
        assert load["points"] > 0
        lines = client.get(f"{API}/runs/whole/logs").json()["lines"]
        assert "hello" in [line["text"] for line in lines]


def test_what_was_logged_offline_is_sent_by_sync(server: ServerProcess, tmp_path: Path) -> None:
    program = """
import runlake
run = runlake.init(run_id="offline")
for step in range(100):
    run.log({"loss": step})
run.finish(3)
"""
    done = run_program(server, tmp_path, program, RUNLAKE_MODE="offline")
    assert "100 rows" in done.stderr
    assert len(journals(tmp_path)) == 1
    [outcome] = sync(server, tmp_path)
    assert (outcome["run_id"], outcome["rows_sent"], outcome["problem"]) == ("offline", 100, None)
    assert journals(tmp_path) == []
    assert sync(server, tmp_path) == []
    with server.client() as client:
        assert steps_of(client, "offline") == list(range(100))
        assert read_run(client, "offline")["state"] == "failed"


def test_a_killed_program_loses_nothing_that_log_returned_from(server: ServerProcess, tmp_path: Path) -> None:
    program = """
import os, runlake, signal
run = runlake.init(run_id="killed")
for step in range(500):
    run.log({"loss": step})
os.kill(os.getpid(), signal.SIGKILL)
"""
    assert run_program(server, tmp_path, program).returncode == -signal.SIGKILL
    sync(server, tmp_path)
    with server.client() as client:
        assert steps_of(client, "killed") == list(range(500))
        assert read_run(client, "killed")["state"] == "crashed"


def test_what_is_left_of_a_deleted_run_is_discarded_when_asked(server: ServerProcess, tmp_path: Path) -> None:
    program = 'import os, runlake; run = runlake.init(run_id="deleted"); run.log({"loss": 1}); os._exit(0)'
    run_program(server, tmp_path, program, RUNLAKE_MODE="offline")
    [folder] = journals(tmp_path)
    [frames] = folder.glob("*.frames")
    (folder / "sent").write_text(f"1 {frames.stat().st_size}")  # the server had it, and has it no more
    for options in ((), ("--discard", "another")):
        [outcome] = sync(server, tmp_path, *options)
        assert "runlake sync --discard deleted" in outcome["problem"]
        assert journals(tmp_path) == [folder]
    [outcome] = sync(server, tmp_path, "--discard", "deleted")
    assert outcome["discarded_bytes"] > 0
    assert outcome["problem"] is None
    assert journals(tmp_path) == []


def test_the_next_init_on_the_machine_sends_what_was_left(server: ServerProcess, tmp_path: Path) -> None:
    left = 'import runlake; run = runlake.init(run_id="left"); run.log({"loss": 1}); run.finish()'
    run_program(server, tmp_path, left, RUNLAKE_MODE="offline")
    following = """
import os, runlake, time
with runlake.init(run_id="following") as run:
    deadline = time.monotonic() + 30
    while len(os.listdir(os.environ["RUNLAKE_JOURNALS"])) > 1 and time.monotonic() < deadline:
        time.sleep(0.05)
"""
    run_program(server, tmp_path, following)
    assert journals(tmp_path) == []
    with server.client() as client:
        assert steps_of(client, "left") == [0]


def test_what_was_left_for_another_server_is_not_sent_here(server: ServerProcess, tmp_path: Path) -> None:
    elsewhere = f"http://127.0.0.1:{free_port()}"
    left = f"""
import os, runlake
run = runlake.init(run_id="elsewhere", url={elsewhere!r})
run.log({{"loss": 1}})
os._exit(0)
"""
    run_program(server, tmp_path, left)
    here = 'import runlake, time; run = runlake.init(run_id="here"); run.log({"loss": 1}); time.sleep(0.5)'
    run_program(server, tmp_path, here)
    [outcome] = sync(server, tmp_path)
    assert "cannot reach" in outcome["problem"]
    with server.client() as client:
        assert client.get(f"{API}/runs/elsewhere").status_code == 404
        assert steps_of(client, "here") == [0]


def test_finish_hands_over_what_it_cannot_wait_for(tmp_path: Path) -> None:
    with ServerProcess(tmp_path / "data", port=free_port()) as server:
        server.stop()
        program = """
import multiprocessing, runlake
run = runlake.init(run_id="handed")
run.log({"loss": 1})
worker = multiprocessing.get_context("fork").Process(target=run.log, args=({"loss": 2},))
worker.start()
worker.join()  # it leaves to this process what it cannot send
run.finish(timeout_s=0.1)
"""
        done = run_program(server, tmp_path, program)
        assert "a process of its own sends the rest" in done.stderr, done.stderr
        assert len(journals(tmp_path)) == 2
        server.start()
        deadline = time.monotonic() + 60
        while journals(tmp_path):
            assert time.monotonic() < deadline, "the uploader did not get through"
            time.sleep(0.1)
        with server.client() as client:
            assert read_run(client, "handed")["state"] == "finished"
            assert steps_of(client, "handed") == [0, 1]


def test_sigterm_sends_what_can_be_sent(server: ServerProcess, tmp_path: Path) -> None:
    program = """
import os, runlake, signal
run = runlake.init(run_id="preempted")
run.log({"loss": 1})
os.kill(os.getpid(), signal.SIGTERM)
"""
    assert run_program(server, tmp_path, program).returncode == -signal.SIGTERM
    assert journals(tmp_path) == []
    with server.client() as client:
        assert read_run(client, "preempted")["exit_code"] == 143


def test_an_error_of_the_program_fails_the_run(server: ServerProcess, tmp_path: Path) -> None:
    done = run_program(server, tmp_path, 'import runlake\nrunlake.init(run_id="failing")\n1 / 0')
    assert done.returncode == 1
    with server.client() as client:
        assert read_run(client, "failing")["state"] == "failed"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
def test_children_and_ranks_log_into_one_run(server: ServerProcess, tmp_path: Path) -> None:
    program = """
import multiprocessing, os, runlake
run = runlake.init(run_id="family", config={"lr": 1})
run.log({"loss": 0})
run.config.lr = 2
fork, spawn = map(multiprocessing.get_context, ("fork", "spawn"))
workers = [fork.Process(target=lambda: run.log({"loss": 4}, step=300)), spawn.Process(target=run.log, args=({"loss": 5},))]
for worker in workers:  # which do not finish the run
    worker.start()
    worker.join()
child = os.fork()
if child == 0:
    run.log({"loss": 1}, step=100)
    run.finish()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
run.log({"loss": 2})
"""
    done = run_program(server, tmp_path, program, RANK="0")
    assert done.returncode == 0, done.stderr
    rank = 'import runlake; run = runlake.init(run_id="family"); run.log({"loss": 3}, step=200)'
    run_program(server, tmp_path, rank, RANK="1")
    assert journals(tmp_path) == []
    with server.client() as client:
        assert sorted(steps_of(client, "family")) == [0, 1, 1, 100, 200, 300]
        found = read_run(client, "family")
        assert (found["state"], found["config"]) == ("finished", {"lr": 2})  # what was changed stays


def test_files_too_large_for_a_frame_are_sent_beside_the_journal(server: ServerProcess, tmp_path: Path) -> None:
    program = """
import os, pathlib, runlake, signal
run = runlake.init(run_id=os.environ["RUN"])
pathlib.Path("clip.mp4").write_bytes(bytes(range(256)) * 32_768 + b"1")
run.log({"clip": runlake.Video("clip.mp4"), "loss": 1, "note": runlake.Text("seen")})
run.log({"clip": runlake.Video("clip.mp4")})
os.remove("clip.mp4")
if os.environ["RUN"] == "clip-killed":
    os.kill(os.getpid(), signal.SIGKILL)
run.finish()
"""
    run_program(server, tmp_path, program, RUN="clip-killed", RUNLAKE_MODE="offline")
    [outcome] = sync(server, tmp_path)
    assert (outcome["problem"], outcome["rows_sent"], outcome["files_sent"]) == (None, 2, 1)
    done = run_program(server, tmp_path, program, RUN="clip-online")
    assert "2 of 2 rows and 1 of 1 files sent" in done.stderr, done.stderr
    assert journals(tmp_path) == []
    with server.client() as client:
        for run_id in ("clip-killed", "clip-online"):
            values = client.get(f"{API}/runs/{run_id}/media/clip").raise_for_status().json()["values"]
            assert len(values) == 2
            content = client.get(values[0]["value"]["url"]).raise_for_status().content
            assert content == bytes(range(256)) * 32_768 + b"1"


@pytest.mark.parametrize("page", ["python-media", "python-artifacts"])
def test_what_the_guide_shows_works(server: ServerProcess, tmp_path: Path, page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / "guide" / f"{page}.md").read_text()
    program = "".join(re.findall(r"^```python\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    done = run_program(server, tmp_path, program)
    assert done.returncode == 0, done.stderr
    assert journals(tmp_path) == [], done.stderr


def test_artifacts_go_from_one_run_to_another(server: ServerProcess, tmp_path: Path) -> None:
    """Logged offline by a process that is killed; then used, changed, logged again and linked online."""
    first = """
import os, pathlib, runlake, signal
pathlib.Path("data/deep").mkdir(parents=True)
pathlib.Path("data/same.bin").write_bytes(b"s" * 100_000)
pathlib.Path("data/deep/a.txt").write_text("one")
run = runlake.init(run_id="maker")
made = runlake.Artifact("pieces", metadata={"rows": 2}).add_dir("data").add_reference("s3://bucket/x", digest="e1")
run.log_artifact(made, aliases=["raw"], tags=["t"])
pathlib.Path("data/deep/a.txt").write_text("changed afterwards")
os.kill(os.getpid(), signal.SIGKILL)
"""
    second = """
import pathlib, runlake
with runlake.init(run_id="user") as run:
    used = run.use_artifact("pieces:raw")
    assert (used.version, used.metadata, used.references()) == ("v0", {"rows": 2}, {"x": "s3://bucket/x"}), used
    folder = used.download("got")
    assert (folder / "deep/a.txt").read_text() == "one"
    (folder / "same.bin").write_bytes(b"torn")
    assert used.path("same.bin", "got").stat().st_size == 100_000
    (folder / "deep/a.txt").write_text("two")
    again = runlake.Artifact("pieces").add_dir("got").link("~/portfolio/".replace("~", used.entity) + "best", ["top"])
    run.log_artifact(again)
"""
    run_program(server, tmp_path, first, RUNLAKE_MODE="offline")
    [outcome] = sync(server, tmp_path)
    assert outcome["problem"] is None
    with server.client() as client:
        client.post("/api/v1/projects", json={"entity": "admin", "name": "portfolio"}).raise_for_status()
        done = run_program(server, tmp_path, second, RUNLAKE_CACHE=str(tmp_path / "cache"))
        assert done.returncode == 0, done.stderr
        assert journals(tmp_path) == [], done.stderr
        versions = client.get(f"{API}/artifacts/pieces/versions").json()["versions"]
        assert [(row["version"], row["run"]["run_id"]) for row in versions] == [("v1", "user"), ("v0", "maker")]
        assert set(versions[1]["aliases"]) == {"raw"}
        inputs = client.get(f"{API}/runs/user/artifacts").json()["inputs"]
        assert [row["version"] for row in inputs] == ["v0"]
        linked = client.get("/api/v1/projects/admin/portfolio/artifacts/best/versions/top").json()["version"]
        assert linked["source"]["version"] == "v1"
        assert len(list((tmp_path / "cache" / "blobs").glob("*/*"))) == 2


def test_a_run_records_more_than_rows(server: ServerProcess, tmp_path: Path) -> None:
    program = """
import pathlib, runlake
with runlake.init(run_id="recorded", name="before", tags=["a"]) as run:
    run.define_metric("loss", step_metric="epoch", summary=["min", "mean", "best"], goal="min")
    run.define_metric("quiet/*", summary="none")
    for step, loss in enumerate((3, 1, float("nan"), 2)):
        run.log({"loss": loss, "epoch": step, "quiet/x": 1, "plain": loss})
    run.config.lr = 1  # does not take the definitions away
    run.name, run.tags, run.notes = "after", (*run.tags, "b"), "said"
    run.alert("Loss is low", "look", "WARN")
    pathlib.Path("notes.txt").write_text("first")
    assert run.save("notes.txt") == ["notes.txt"]
    pathlib.Path("notes.txt").write_text("second")
    pathlib.Path("program.py").write_text("pass")
    run.log_code(include=["program.py"])
"""
    done = run_program(server, tmp_path, program)
    assert done.returncode == 0, done.stderr
    assert journals(tmp_path) == [], done.stderr
    with server.client() as client:
        run = read_run(client, "recorded")
        assert (run["display_name"], run["tags"], run["notes"]) == ("after", ["a", "b"], "said")
        assert run["summary"]["loss"] == {"min": 1, "mean": 2, "best": 1}
        assert (run["summary"]["plain"], "quiet/x" in run["summary"]) == (2, False)
        listed = client.get(f"{API}/metrics", params={"runs": "recorded"}).json()["metrics"]
        assert {row["name"]: row["step_metric"] for row in listed if row["step_metric"]} == {"loss": "epoch"}
        [alert] = client.get(f"{API}/runs/recorded/alerts").json()["alerts"]
        assert (alert["title"], alert["severity"]) == ("Loss is low", "WARN")
        assert client.get(f"{API}/runs/recorded/files/notes.txt").text == "second"
        outputs = client.get(f"{API}/runs/recorded/artifacts").json()["outputs"]
        assert [(row["type"], row["file_count"]) for row in outputs] == [("code", 1)]


def test_what_comes_late_changes_nothing_that_is_newer(server: ServerProcess, tmp_path: Path) -> None:
    program = """
import os, runlake
for run_id in ("late", "removed"):
    run = runlake.init(run_id=run_id, name=os.environ["CALLED"], config={"lr": 1, os.environ["CALLED"]: True})
    run.log({"loss": 1, os.environ["CALLED"]: 1})
    run.finish()
"""
    run_program(server, tmp_path, program, CALLED="older", RUNLAKE_MODE="offline")
    kept = {journal.name.partition(".")[0]: journal for journal in journals(tmp_path)}
    (tmp_path / "aside").mkdir()
    for journal in kept.values():
        journal.rename(tmp_path / "aside" / journal.name)
    newer = program.replace('"lr": 1', '"lr": 2').replace('"loss": 1', '"loss": 2')
    run_program(server, tmp_path, newer, CALLED="newer")
    for journal in kept.values():
        (tmp_path / "aside" / journal.name).rename(journal)
    with server.client() as client:
        client.delete(f"{API}/runs/removed").raise_for_status()
        problems = {outcome["run_id"]: outcome["problem"] for outcome in sync(server, tmp_path)}
        assert problems["late"] is None
        assert "was deleted" in problems["removed"]
        assert client.get(f"{API}/runs/removed").status_code == 404
        run = read_run(client, "late")
        assert (run["state"], run["display_name"]) == ("finished", "newer")
        assert run["config"] == {"lr": 2, "newer": True, "older": True}
        assert {"loss": 2, "newer": 1, "older": 1}.items() <= run["summary"].items()
        assert run["line_counts"]["history"] == 2


def test_runs_are_forked_and_rewound_once(server: ServerProcess, tmp_path: Path) -> None:
    online = """
import runlake
from runlake.errors import Conflict, NotFound
with runlake.init(run_id="trunk", config={"lr": 1, "depth": 3}) as run:
    run.log_batch({"loss": range(10)})
for wrong in (
    {"fork_from": ("none", 1)},
    {"fork_from": ("trunk", 10)},
    {"run_id": "none", "rewind_to": 1},
    {"run_id": "trunk", "fork_from": ("trunk", 3)},
):
    try:
        runlake.init(**wrong)
    except (Conflict, NotFound) as error:
        print(error)
with runlake.init(run_id="twig", fork_from=("trunk", 4), config={"lr": 2}) as run:
    run.log({"loss": 100})
with runlake.init(run_id="trunk", rewind_to=6) as run:
    run.log({"loss": 200})
"""
    done = run_program(server, tmp_path, online)
    assert done.returncode == 0, done.stderr
    assert journals(tmp_path) == []
    problems = ("'none': it is not", "at step 10: its last step is 9", "rewind run 'none'", "no fork of 'trunk'")
    for told, problem in zip(done.stdout.splitlines(), problems, strict=True):
        assert problem in told
    offline = """
import runlake
for begun in ({"run_id": "leaf", "fork_from": ("twig", 5)}, {"run_id": "trunk", "rewind_to": 5}):
    with runlake.init(**begun) as run:
        run.log({"acc": 1})
"""
    run_program(server, tmp_path, offline, RUNLAKE_MODE="offline")
    shutil.copytree(tmp_path / "journals", tmp_path / "again")
    with server.client() as client:
        assert steps_of(client, "trunk") == [*range(7), 7]
        for _ in range(2):  # the answers to the first time may be lost
            assert [outcome["problem"] for outcome in sync(server, tmp_path)] == [None, None]
            for run_id in ("trunk", "twig", "leaf"):
                assert steps_of(client, run_id) == [0, 1, 2, 3, 4, 5]
            assert [steps_of(client, run_id, "acc") for run_id in ("trunk", "leaf")] == [[6], [6]]
            shutil.copytree(tmp_path / "again", tmp_path / "journals", dirs_exist_ok=True)
        twig, leaf, trunk = (read_run(client, run_id) for run_id in ("twig", "leaf", "trunk"))
        assert twig["branch"] == {
            "parent": {"run_id": "trunk", "display_name": ANY},
            "fork_step": 4,
            "rewound_to": None,
        }
        assert (twig["config"], twig["summary"]["loss"]) == ({"lr": 2, "depth": 3}, 100)
        assert (leaf["branch"]["parent"]["run_id"], leaf["branch"]["fork_step"]) == ("twig", 5)
        assert {"loss": 100, "acc": 1}.items() <= leaf["summary"].items()
        assert (trunk["branch"]["rewound_to"], trunk["state"]) == (5, "finished")
        assert {"loss": 5, "acc": 1}.items() <= trunk["summary"].items()
