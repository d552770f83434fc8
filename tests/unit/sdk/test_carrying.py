"""Runs that are pickled into other processes."""

import pickle
from pathlib import Path

import pytest

import runlake
from runlake.sdk.live_runs import live_runs


def test_a_pickled_run_is_itself_here_and_a_further_process_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNLAKE_JOURNALS", str(tmp_path))
    run = runlake.init("p", run_id="r", mode="offline", api_key="the-key", console=False, system_every_s=None)
    run.log({"loss": 1}, step=6)
    content = pickle.dumps(run)
    assert b"the-key" not in content
    assert pickle.loads(content) is run
    run.finish()
    elsewhere = pickle.loads(content)  # as in a process that does not have it
    assert (elsewhere is run, elsewhere.run_id, elsewhere.rank, len(list(tmp_path.iterdir()))) == (False, "r", 0, 1)
    assert pickle.loads(content) is elsewhere
    elsewhere.log({"loss": 2})
    assert pickle.loads(content) is elsewhere
    assert (elsewhere.step, elsewhere.rank) == (7, 1)  # only rank 0 ends the run
    elsewhere.finish()
    written = {path.name.removeprefix("r.rank0-") for path in tmp_path.iterdir()}
    first, further = sorted(written, key=len)
    assert further.startswith(f"{first}-")
    silent = pickle.loads(content)
    assert silent not in (run, elsewhere)
    silent.finish()
    assert (len(list(tmp_path.iterdir())), live_runs()) == (2, [])
