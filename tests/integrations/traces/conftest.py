"""A server, a stand-in for the APIs of models, and the instrumentations that `make trace-integrations` installs."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conformance.environments import ROOT
from tests.conformance.wandb_client import home_environment
from tests.integrations.traces.stand_in import stand_in
from tests.server.process import ServerProcess

PYTHON = ROOT / ".make" / "trace-integrations" / "bin" / "python"
SCRIPTS = Path(__file__).parent / "scripts"
TIMEOUT_S = 120.0


@dataclass(frozen=True)
class Instrumented:
    """Runs the scripts, each in a project of its name, and reads what they sent."""

    server: ServerProcess
    http: httpx.Client
    openai_url: str
    folder: Path
    _sent: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def run(self, script: str) -> list[dict[str, Any]]:
        """Run a script once; gives its spans by their starts, with `held`: what they hold."""
        if script not in self._sent:
            self._sent[script] = self._run(script)
        return self._sent[script]

    def _run(self, script: str) -> list[dict[str, Any]]:
        done = subprocess.run(
            [str(PYTHON), str(SCRIPTS / f"{script}.py")],
            cwd=self.folder,
            env=self._environment(script),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
        )
        assert done.returncode == 0, f"{script} failed\n{done.stdout[-3000:]}\n{done.stderr[-5000:]}"
        place = f"/api/v1/projects/admin/{script}"
        spans = self.http.post(f"{place}/spans/search", json={"roots_only": False}).json()["spans"][::-1]
        for span in spans:
            span["held"] = self.http.get(f"{place}/traces/{span['trace_id']}/spans/{span['span_id']}").json()
        return spans

    def _environment(self, script: str) -> dict[str, str]:
        return home_environment(self.folder) | {
            "OPENAI_BASE_URL": self.openai_url,
            "OPENAI_API_KEY": "none",
            "ANTHROPIC_BASE_URL": self.openai_url.removesuffix("/v1"),
            "ANTHROPIC_API_KEY": "none",
            "PYTHONPATH": str(ROOT / "src"),
            "RUNLAKE_API_KEY": self.server.api_key,
            "RUNLAKE_JOURNALS": str(self.folder / "journals"),
            "RUNLAKE_URL": self.server.url,
            "RUNLAKE_KEY": self.server.api_key,
            "OTEL_EXPORTER_OTLP_ENDPOINT": self.server.url,
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",  # MLflow takes gRPC when nothing is said
            "OTEL_EXPORTER_OTLP_HEADERS": f"authorization=Bearer%20{self.server.api_key}",
            "OTEL_RESOURCE_ATTRIBUTES": f"runlake.project=admin/{script}",
            "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "true",
            "MLFLOW_TRACKING_URI": (self.folder / "mlruns").as_uri(),
        }


@pytest.fixture(scope="session")
def instrumented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instrumented]:
    assert PYTHON.exists(), "the libraries are not installed: run `make trace-integrations`"
    folder = tmp_path_factory.mktemp("instrumented")
    with ServerProcess(folder / "data") as server, server.client(timeout=30) as http, stand_in() as openai_url:
        yield Instrumented(server, http, openai_url, folder)
