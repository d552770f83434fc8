"""Many ranks of one run log at once, some are killed: every row of each is there once, in the run and in the rank's own view."""

import os
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import runlake
from tests.crash.load import PROJECT
from tests.faults.attempt import Attempt, check_count
from tests.faults.leaving import PATIENCE_S, send_what_is_left
from tests.server.process import ServerProcess

RUN_ID = "ranks"


def many_ranks(folder: Path, ranks: int, rows: int, killed: int, chance: random.Random) -> dict[str, Any]:
    """Let each of `ranks` processes log at least `rows` rows, but `killed` of them, which get SIGKILL before that.

    Returns the figures. Raises AssertionError for a row that is lost, doubled or in another rank's view.
    """
    with ServerProcess(folder / "data") as server:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RUNLAKE_")}
        environment |= {"RUNLAKE_URL": server.url, "RUNLAKE_API_KEY": server.api_key, "RUNLAKE_PROJECT": PROJECT}
        environment |= {"RUNLAKE_JOURNALS": str(folder / "journals")}
        started = time.monotonic()
        attempts = [
            Attempt.start(RUN_ID, rank, folder / f"rank-{rank}", environment | {"RANK": str(rank)})
            for rank in range(ranks)
        ]
        _kill_some(attempts[1:], rows, killed, chance)  # the run ends with rank 0
        _wait(lambda: all(each.returned >= rows for each in attempts if each.lives))
        for attempt in attempts:
            attempt.ask_to_end()
        for attempt in attempts:
            attempt.process.wait(PATIENCE_S)
        logged_s = time.monotonic() - started
        send_what_is_left(folder / "journals", environment)
        stored = _check(server, attempts)
    return {
        "ranks": ranks,
        "killed": killed,
        "rows_stored": sum(stored),
        "rows_of_a_rank": [min(stored), max(stored)],
        "seconds_until_all_had_ended": round(logged_s, 1),
        "seconds_until_all_was_sent": round(time.monotonic() - started, 1),
    }


def _kill_some(attempts: Sequence[Attempt], rows: int, killed: int, chance: random.Random) -> None:
    """Each at a row of its own."""
    for attempt in chance.sample(attempts, killed):
        enough = chance.randint(1, rows)
        _wait(lambda each=attempt, least=enough: each.returned >= least)
        attempt.kill()


def _check(server: ServerProcess, attempts: Sequence[Attempt]) -> list[int]:
    """Returns how many rows are stored of each rank."""
    with server.client(timeout=120) as client:
        stored = [attempt.check(client) for attempt in attempts]
        check_count(client, RUN_ID, sum(stored))
        state = client.get(f"/api/v1/projects/admin/{PROJECT}/runs/{RUN_ID}").json()["run"]["state"]
        assert state == "finished", f"the run is {state}"
    run = runlake.Api(url=server.url, api_key=server.api_key).run(f"{PROJECT}/{RUN_ID}")
    for attempt, rows in zip(attempts, stored, strict=True):
        seen = sorted(run.metrics("n", rank=attempt.number).to_arrow()["value"].to_pylist())
        first = attempt.first
        assert seen == list(range(first, first + rows)), f"{attempt}: {len(seen)} rows in its view, not {rows}"
    return stored


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "the ranks did not log so much"
        time.sleep(0.05)
