"""How long does a real client take to log 10,000 small files and one of 2 GiB, and how long does a list of 100,000 files wait?

The large file's speed is told as a part of that of `cp` and `sha256sum` of the same file, one after the other, right before:
both then suffer from the same machine. The client is told not to copy the file first (`policy="immutable"`,
`skip_cache=True`); its own digests are part of the time, and so is the server's sync. Memory is the server's peak.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import psutil

from _server import ENTITY, Connection, ServerProcess, arguments, data_folder, note, quantiles_ms, report
from tests.server.artifact_requests import CREATE, commit_manifest, log_version
from tests.server.requests import graphql

PROJECT = "artifacts-bench"
BLOCK_BYTES = 1024 * 1024
PAGES = 30
SMALL_CLIENT = f"""
import json, sys, time, wandb
with wandb.init(project="{PROJECT}", settings=wandb.Settings(console="off")) as run:
    started = time.perf_counter()
    artifact = wandb.Artifact("small", "dataset")
    artifact.add_dir(sys.argv[1])
    run.log_artifact(artifact).wait()
    print("SECONDS", time.perf_counter() - started)
"""
LARGE_CLIENT = f"""
import sys, time, wandb
with wandb.init(project="{PROJECT}", settings=wandb.Settings(console="off")) as run:
    started = time.perf_counter()
    artifact = wandb.Artifact("large", "model")
    artifact.add_file(sys.argv[1], policy="immutable", skip_cache=True)
    run.log_artifact(artifact).wait()
    print("SECONDS", time.perf_counter() - started)
"""


def client_seconds(server: ServerProcess, home: Path, script: str, path: Path) -> float:
    """Run a client; the seconds that it says its artifact took."""
    home.mkdir(exist_ok=True)
    environment = server.wandb_environment(home)
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env=environment,
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the client failed: {done.stderr[-2000:]}")
    return float(done.stdout.rpartition("SECONDS")[2])


def write_small(folder: Path, files: int) -> Path:
    """Files of about 1 KiB, all different."""
    random = np.random.default_rng(7)
    for number in range(files):
        path = folder / f"{number // 1000:02d}" / f"{number:05d}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(random.bytes(1024))
    return folder


def write_large(path: Path, mib: int) -> Path:
    """Bytes that do not compress, on the disk before anything is timed."""
    random = np.random.default_rng(8)
    with path.open("wb") as file:
        for _ in range(mib):
            file.write(random.bytes(BLOCK_BYTES))
        os.fsync(file.fileno())
    return path


def copy_seconds(path: Path) -> float:
    """`cp`, then `sha256sum`."""
    copied = path.with_suffix(".copy")
    started = time.perf_counter()
    subprocess.run(["cp", path, copied], check=True)
    subprocess.run(["sha256sum", path], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    copied.unlink()
    return seconds


def processor_seconds(server: ServerProcess) -> float:
    """What the server has used so far; it does not depend on who else uses the machine."""
    times = psutil.Process(server.pid).cpu_times()
    return times.user + times.system


def peak_bytes(server: ServerProcess) -> int:
    """The most memory that the server ever had. Linux only."""
    for line in Path(f"/proc/{server.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no VmHWM in /proc")


def check_large(server: ServerProcess, path: Path) -> None:
    """The file is read back as it was; raises RuntimeError otherwise."""
    connection = Connection(server)
    status, body = connection.send(
        "GET",
        f"/api/v1/projects/{ENTITY}/{PROJECT}/artifacts/large/versions/v0/files/{path.name}",
        headers={"Range": f"bytes={path.stat().st_size - BLOCK_BYTES}-"},
    )
    with path.open("rb") as file:
        file.seek(-BLOCK_BYTES, os.SEEK_END)
        if status != 206 or body != file.read():
            raise RuntimeError(f"the end of the large file came back wrong ({status})")


def log_listed(server: ServerProcess, files: int) -> None:
    """A version of many files with the same bytes, by hand: what is asked is how long its list takes."""
    body = b"listed"
    given = {
        "entityName": ENTITY,
        "projectName": PROJECT,
        "artifactTypeName": "dataset",
        "artifactCollectionName": "listed",
        "digest": "0" * 32,
        "digestAlgorithm": "MANIFEST_MD5",
    }
    with server.client(timeout=300) as client:
        log_version(client, PROJECT, "bytes", {"only": body})
        made = graphql(client, CREATE, input=given)["createArtifact"]["artifact"]
        names = [f"shard-{number // 1000:03d}/{number:06d}.bin" for number in range(files)]
        commit_manifest(client, made["id"], PROJECT, dict.fromkeys(names, body))


def list_seconds(server: ServerProcess) -> list[float]:
    """How long each of some requests for the first page takes, one after the other."""
    connection = Connection(server)
    path = f"/api/v1/projects/{ENTITY}/{PROJECT}/artifacts/listed/versions/v0/files?limit=200"
    seconds = []
    for _ in range(PAGES):
        started = time.perf_counter()
        found = connection.ask("GET", path)
        seconds.append(time.perf_counter() - started)
        if not found["total"]:
            raise RuntimeError("the list is empty")
    return seconds


def main() -> None:
    options = arguments(__doc__, files=10_000, large_mib=2048, listed=100_000)
    figures: dict[str, object] = {}
    with data_folder(options.data_dir) as folder, ServerProcess(folder / "data") as server:
        small = write_small(folder / "small", options.files)
        used_s = processor_seconds(server)
        figures["small_s"] = round(client_seconds(server, folder / "home-small", SMALL_CLIENT, small), 1)
        figures["small_server_processor_s"] = round(processor_seconds(server) - used_s, 1)
        note(f"small files: {figures['small_s']} s")
        large = write_large(folder / "large.bin", options.large_mib)
        before_bytes = peak_bytes(server)
        copy_s = copy_seconds(large)
        used_s = processor_seconds(server)
        large_s = client_seconds(server, folder / "home-large", LARGE_CLIENT, large)
        figures |= {"copy_s": round(copy_s, 1), "large_s": round(large_s, 1), "ratio": round(copy_s / large_s, 2)}
        figures["large_server_processor_s"] = round(processor_seconds(server) - used_s, 1)
        figures |= {"peak_mib_before": before_bytes // BLOCK_BYTES, "peak_mib": peak_bytes(server) // BLOCK_BYTES}
        check_large(server, large)
        note(json.dumps(figures))
        log_listed(server, options.listed)
        figures |= {f"list_{name}": value for name, value in quantiles_ms(list_seconds(server)).items()}
        server.stop()
        server.start()
        figures["list_after_restart_ms"] = round(list_seconds(server)[0] * 1000, 1)
    report("artifacts", **figures, files=options.files, large_mib=options.large_mib, listed=options.listed)


if __name__ == "__main__":
    main()
