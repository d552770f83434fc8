"""SIGKILL of the server at random moments: what was acknowledged is there exactly once, and clients go on by themselves."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.crash.load import PROJECT, NumberedWriter, check_numbered
from tests.server.process import ServerProcess
from tests.server.requests import create_run

# Another seed kills at other moments.
SEED = int(os.environ.get("CRASH_SEED", "20261"))
KILLS = 30
KILLS_WITH_REAL_CLIENTS = 10
WRITERS = 4
CLIENT_ROWS = 600


def kill_and_restart(server: ServerProcess, kills: int, moments: random.Random) -> None:
    """Kill the server at random moments: mostly while it serves, sometimes while it starts."""
    for _ in range(kills):
        time.sleep(moments.uniform(0.05, 1.2))
        server.kill()
        if moments.random() < 0.2:
            server.start_unready()
            time.sleep(moments.uniform(0.1, 1.5))
            server.kill()
        server.start()


@pytest.mark.timeout(600)
def test_numbered_rows_survive_thirty_kills(tmp_path: Path) -> None:
    with ServerProcess(tmp_path / "data") as server, server.client(timeout=30) as client:
        writers = [NumberedWriter(server, f"writer-{index}", SEED + index) for index in range(WRITERS)]
        for writer in writers:
            create_run(client, PROJECT, writer.run_id)
            writer.start()
        try:
            kill_and_restart(server, KILLS, random.Random(SEED))
        finally:
            for writer in writers:
                writer.finish()
        for writer in writers:
            assert writer.acknowledged_rows > KILLS, "the writer hardly got through: nothing was tested"
            check_numbered(client, writer.run_id, writer.acknowledged_rows)
        assert sum(writer.repeated_posts for writer in writers) >= KILLS, "the kills hit no post"


CLIENT = """
import sys, time, wandb
run_id, rows = sys.argv[1], int(sys.argv[2])
quick = wandb.Settings(x_file_stream_transmit_interval=0.2, x_file_stream_retry_wait_max_seconds=2)
with wandb.init(project="numbered", id=run_id, settings=quick) as run:
    for n in range(rows):
        run.log({"n": n, "checksum": 7 * n + 1})
        time.sleep(0.05)
"""


@pytest.mark.timeout(600)
def test_real_clients_finish_by_themselves(tmp_path: Path) -> None:
    with ServerProcess(tmp_path / "data") as server:
        clients = []
        for index in range(WRITERS):
            folder = tmp_path / f"client-{index}"
            folder.mkdir()
            command = [sys.executable, "-c", CLIENT, f"client-{index}", str(CLIENT_ROWS)]
            with (folder / "output.txt").open("w") as output:
                environment = server.wandb_environment(folder)
                clients.append(subprocess.Popen(command, env=environment, cwd=folder, stdout=output, stderr=output))
        try:
            kill_and_restart(server, KILLS_WITH_REAL_CLIENTS, random.Random(SEED))
            exit_codes = [client.wait(300) for client in clients]
        finally:
            for client in clients:
                client.kill()
        outputs = [(tmp_path / f"client-{index}" / "output.txt").read_text() for index in range(WRITERS)]
        assert exit_codes == [0] * WRITERS, outputs
        with server.client(timeout=30) as client:
            for index in range(WRITERS):
                check_numbered(client, f"client-{index}", CLIENT_ROWS)
