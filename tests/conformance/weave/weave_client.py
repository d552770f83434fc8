"""The real weave package in an environment of its own, one for each version that is tried."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.conformance import environments
from tests.conformance.wandb_client import Outcome, home_environment

SCRIPTS = Path(__file__).parent / "scripts"
OLDEST, NEWEST = "0.51.59", "0.54.0"
# The oldest uses the wandb package of its time and a GraphQL library that has changed since.
COMPANIONS = {OLDEST: ("wandb==0.19.0", "gql<4", "numpy<2.2", "pillow<13"), NEWEST: ("pillow",)}
TIMEOUT_S = 90.0


def install(version: str) -> Path:
    """The Python of an environment with this weave version."""
    return environments.make(f"weave-{version}", [f"weave=={version}", *COMPANIONS[version]])


@dataclass
class WeaveClient:
    """Runs scripts with one weave version against one server, each in a project of its own."""

    version: str
    folder: Path
    url: str
    key: str

    @property
    def mark(self) -> str:
        return self.version.replace(".", "-")

    def environment(self, **more: str) -> dict[str, str]:
        """All that a user sets, and no cache between runs."""
        return {
            **home_environment(self.folder / "home"),
            "WANDB_BASE_URL": self.url,
            "WF_TRACE_SERVER_URL": f"{self.url}/traces",
            "WANDB_API_KEY": self.key,
            "WEAVE_USE_SERVER_CACHE": "false",
            "NO_PROXY": "127.0.0.1,localhost",
            "LANG": os.environ.get("LANG", "C.UTF-8"),
            **more,
        }

    def start(self, script: str, project: str, **environment: str) -> "subprocess.Popen[str]":
        """Start a script with the project's name as its argument."""
        return subprocess.Popen(
            [str(install(self.version)), str(SCRIPTS / f"{script}.py"), project],
            cwd=self.folder,
            env=self.environment(**environment),
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # A stop reaches a script as SIGINT, which it inherits as ignored when the tests run in the background.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    @staticmethod
    def wait(process: "subprocess.Popen[str]") -> Outcome:
        """What a script left behind; fails unless it went well."""
        stdout, stderr = process.communicate(timeout=TIMEOUT_S)
        assert process.returncode == 0, (
            f"{process.args} ended with {process.returncode}\n{stdout[-3000:]}\n{stderr[-5000:]}"
        )
        return Outcome(process.returncode, stdout, stderr)
