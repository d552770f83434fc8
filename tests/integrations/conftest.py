"""A server, and the libraries that `make integrations` installs beside wandb and Runlake."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.environments import ROOT
from tests.conformance.native import NativeApi
from tests.conformance.wandb_client import Outcome, home_environment
from tests.server.process import ServerProcess

PYTHON = ROOT / ".make" / "integrations" / "bin" / "python"
SCRIPTS = Path(__file__).parent / "scripts"
PROJECT = "integrations"
TIMEOUT_S = 300.0  # the first import of such a library can take a minute
# Nothing is to be fetched from a hub, and two cores are enough for two threads.
QUIET = {"HF_HUB_OFFLINE": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "OMP_NUM_THREADS": "2", "MPLBACKEND": "agg"}
# A busy machine takes longer than Ray waits by itself; and it tells nobody that it is used.
QUIET |= {"RAY_raylet_start_wait_time_s": "300", "RAY_USAGE_STATS_ENABLED": "0"}


@dataclass(frozen=True)
class Integrations:
    """Runs the scripts, and reads what they logged."""

    environment: dict[str, str]
    folder: Path

    def run(self, script: str) -> Any:
        """Run a script, then read its run, which has the id that starts the script's name, through wandb.Api."""
        self._python(script, PROJECT)
        return self._python("read_back", PROJECT, script.partition("_")[0]).result

    def run_native(self, script: str) -> None:
        """Run a script that imports Runlake."""
        self._python(script)

    def journals(self, run_ids: str) -> list[str]:
        """What was left of runs whose ids begin so."""
        return [path.name for path in (self.folder / "journals").glob(f"{run_ids}*")]

    def _python(self, script: str, *arguments: str) -> Outcome:
        folder = self.folder / script
        folder.mkdir(exist_ok=True)
        done = subprocess.run(
            [str(PYTHON), str(SCRIPTS / f"{script}.py"), *arguments],
            cwd=folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
        )
        assert done.returncode == 0, f"{script} failed\n{done.stdout[-3000:]}\n{done.stderr[-5000:]}"
        return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    assert PYTHON.exists(), "the libraries are not installed: run `make integrations`"
    with ServerProcess(tmp_path_factory.mktemp("runlake") / "data") as process:
        yield process


@pytest.fixture(scope="session")
def integrations(server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Integrations:
    folder = tmp_path_factory.mktemp("integrations")
    native = {"RUNLAKE_URL": server.url, "RUNLAKE_API_KEY": server.api_key, "RUNLAKE_PROJECT": PROJECT}
    native |= {"RUNLAKE_JOURNALS": str(folder / "journals"), "PYTHONPATH": str(ROOT / "src")}
    wandb = server.wandb_environment(folder) | home_environment(folder / "home")
    return Integrations(wandb | native | QUIET, folder)


@pytest.fixture(scope="session")
def native(server: ServerProcess) -> Iterator[NativeApi]:
    with server.client(timeout=30) as http:
        yield NativeApi(http, "admin", PROJECT)
