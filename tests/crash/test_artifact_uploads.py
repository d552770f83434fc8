"""SIGKILL of the client, then of the server, while a real client uploads an artifact: nothing is half there, and it completes."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.crash.test_client_killed import wait_until
from tests.server.artifact_parts import open_parts
from tests.server.process import ServerProcess

FILES = 400
SEED = int(os.environ.get("CRASH_SEED", "20261"))
KILLS = 4
CLIENT = """
import sys, wandb
folder, run_id = sys.argv[1:]
with wandb.init(project="uploads", id=run_id) as run:
    artifact = wandb.Artifact("bulk", "dataset")
    artifact.add_dir(folder)
    artifact.add_reference("http://127.0.0.1:9/far", name="far", checksum=False)
    run.log_artifact(artifact).wait()
"""
VERSIONS = "/api/v1/projects/admin/uploads/artifacts/bulk/versions"


def upload(server: ServerProcess, tmp_path: Path, run_id: str) -> "subprocess.Popen[bytes]":
    environment = server.wandb_environment(tmp_path)
    with (tmp_path / f"{run_id}.txt").open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-c", CLIENT, str(tmp_path / "bulk"), run_id],
            env=environment,
            cwd=tmp_path,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def write_files(folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    chance = random.Random(SEED)
    bodies = {f"{number:04d}.bin": chance.randbytes(20_000) for number in range(FILES)}
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    return bodies


def stored(server: ServerProcess) -> int:
    """How many files' bytes are on the disk."""
    return sum(1 for path in (server.data_dir / "blobs" / "artifacts" / "contents").rglob("*") if path.is_file())


def versions(client: httpx.Client) -> list[str]:
    answer = client.get(VERSIONS)
    return [] if answer.status_code == 404 else [row["version"] for row in answer.json()["versions"]]


def check_files(client: httpx.Client, bodies: dict[str, bytes]) -> None:
    """The one version has every file, as it was sent."""
    assert versions(client) == ["v0"]
    found = client.get(f"{VERSIONS}/v0/files", params={"limit": 1000}).json()
    assert (found["total"], found["size_bytes"]) == (FILES + 1, sum(map(len, bodies.values())))
    assert [each["name"] for each in found["entries"] if each["reference"]] == ["far"], "the reference is lost"
    for name in random.Random(SEED).sample(sorted(bodies), 40):
        answer = client.get(f"{VERSIONS}/v0/files/{name}")
        assert hashlib.sha256(answer.content).digest() == hashlib.sha256(bodies[name]).digest(), name


@pytest.mark.timeout(300)
def test_uploads_survive_the_death_of_client_and_server(tmp_path: Path) -> None:
    bodies = write_files(tmp_path / "bulk")
    with ServerProcess(tmp_path / "data") as server:
        process = upload(server, tmp_path, "killed")
        try:
            wait_until(lambda: stored(server) >= FILES // 10, 90, "the first files")
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        with server.client(timeout=30) as client:
            assert versions(client) == [], "half of a version is to be seen"
            large = open_parts(client, "uploads", "large", random.Random(SEED).randbytes(1_000_000), 300_000)
            large.send(3, 1)

        process = upload(server, tmp_path, "retried")
        moments = random.Random(SEED)
        for _ in range(KILLS):
            time.sleep(moments.uniform(0.1, 1.5))
            server.kill()
            server.start()
        output = tmp_path / "retried.txt"
        try:
            assert process.wait(200) == 0, output.read_text()[-3000:]
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        with server.client(timeout=30) as client:
            check_files(client, bodies)
            large.send(4, 2)
            large.complete(client)
            large.commit(client, "uploads")
            found = client.get(VERSIONS.replace("bulk", "large") + "/v0/files/big.bin")
            assert found.content == large.body, "parts that were acknowledged before the server died are lost"
