"""How runs begin, end, go on, branch and stop."""

import time

import pytest

from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import OLDEST, WandbClient


@pytest.mark.parametrize(
    ("how", "exit_code", "state", "run_code"), [("raises", 1, "failed", 1), ("code", 0, "failed", 3)]
)
def test_exit_codes(
    client: WandbClient, native: NativeApi, how: str, exit_code: int, state: str, run_code: int
) -> None:
    client.run("exit_code", how, code=exit_code)
    run = native.run(f"exit-{how}")
    assert (run["state"], run["exit_code"]) == (state, run_code)


def test_resume(client: WandbClient, native: NativeApi) -> None:
    found = client.run("resume", "known").result
    assert "error" in client.run("resume", "unknown").result["must unknown"]
    assert found["allow new"] == {"resumed": False, "lr": 1, "old": None, "tags": ["t"]}
    assert found["allow again"] == {"resumed": True, "lr": 1, "old": "allow new", "tags": ["t"]}
    lr = 1 if client.version == OLDEST else 2  # which config wins is the client's choice
    assert found["must"] == {"resumed": True, "lr": lr, "old": "allow again", "tags": ["t"]}
    assert "error" in found["never"]
    assert found["never new"]["resumed"] is False
    attempts = [(step, 1 + step // 3) for step in range(9)]
    assert native.points("resume", "attempt") == attempts
    run = native.run("resume")
    assert (run["tags"], run["config"]["lr"], run["summary"]["old"]) == (["t"], 2, "must")
    read = client.run("read_run", "resume").result
    assert [(row["_step"], row["attempt"]) for row in read["scan"]] == attempts
    assert "resume-none" not in native.run_ids()


def test_resume_auto(client: WandbClient, native: NativeApi) -> None:
    crashed = client.run("resume_auto", "1", code=1).result
    resumed = client.run("resume_auto", "2").result
    assert resumed == crashed
    assert native.points(crashed["id"], "attempt") == [(0, 1), (1, 1), (2, 1), (3, 2), (4, 2), (5, 2)]
    assert native.run(crashed["id"])["state"] == "finished"


def test_offline_and_sync(client: WandbClient, native: NativeApi) -> None:
    folder = client.run("offline", "offline").result["folder"]
    assert "offline" not in native.run_ids()
    client.cli("sync", folder)
    assert native.points("offline", "loss") == [(step, 1 / (step + 1)) for step in range(50)]
    run = native.run("offline")
    assert (run["state"], run["config"]["lr"], run["summary"]["final"]) == ("finished", 3, 7)
    assert native.file_bytes("offline", "offline-note.txt") == b"note"


def test_disabled(client: WandbClient, native: NativeApi) -> None:
    client.run("disabled")
    assert "disabled" not in native.run_ids()


def test_fork_and_rewind(client: WandbClient, native: NativeApi) -> None:
    if client.version == OLDEST:
        pytest.skip("wandb 0.19.0 cannot send its own fork_from setting")
    client.run("branches")
    kept = [(step, 1.0) for step in range(7)]
    assert native.points("parent", "loss") == [*kept, (7, 3.0), (8, 3.0)]
    assert native.points("child", "loss") == [*kept[:5], (5, 2.0), (6, 2.0), (7, 2.0)]
    assert native.run("child")["config"]["lr"] == 5
    summary = native.run("child")["summary"]
    assert {name: summary[name] for name in ("warm_up", "loss", "mark")} == {"warm_up": "long", "loss": 2.0, "mark": 7}
    child = client.run("read_run", "child").result
    assert [(row["_step"], row["loss"]) for row in child["scan"]] == native.points("child", "loss")
    assert child["last_step"] == 7


def test_shared_mode(client: WandbClient, native: NativeApi) -> None:
    if not client.is_newest:
        pytest.skip("the oldest version has no public shared mode")
    primary = client.start("shared", "one", "primary")
    client.run("shared", "two", "worker")
    (client.folder / "workers-done").touch()
    _, errors = primary.communicate(timeout=60)
    assert primary.returncode == 0, errors
    run = native.run("shared")
    assert run["state"] == "finished"
    assert sorted(value for _, value in native.points("shared", "of_one")) == [0, 1, 2, 3, 4]
    assert sorted(value for _, value in native.points("shared", "of_two")) == [0, 1, 2, 3, 4]
    assert run["config"] == {"one": 1, "two": 1}
    read = client.run("read_run", "shared").result
    assert len(read["scan"]) == 10, (
        "writers count their steps for themselves: rows that share one are rows of their own"
    )
    assert {line["label"] for line in read["console"]} == {"one", "two"}
    assert {name: read["summary"][name] for name in ("of_one", "of_two")} == {"of_one": 4, "of_two": 4}


@pytest.mark.timeout(240)
def test_stop_reaches_the_client(client: WandbClient, native: NativeApi) -> None:
    process = client.start("stopped")
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("READY"):
            break
    native.stop("stopped")
    output, errors = process.communicate(timeout=100)
    assert "STOPPED" in output, errors
    deadline = time.monotonic() + 10
    while native.run("stopped")["state"] == "running" and time.monotonic() < deadline:
        time.sleep(0.1)
    assert native.run("stopped")["state"] == "killed"


def test_login(client: WandbClient) -> None:
    """`wandb login` asks the server who the key belongs to; new versions keep no key that nobody has."""
    netrc = client.folder / "home" / "netrc"
    client.cli("login", "--relogin", "--verify", client.key)
    assert client.key in netrc.read_text()
    if client.is_newest:
        client.cli("login", "--relogin", "--verify", "f" * 40, code=1)
        assert "f" * 40 not in netrc.read_text()
