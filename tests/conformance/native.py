"""Runlake's own API, as far as the tests read results back through it."""

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class NativeApi:
    """Reads one project."""

    http: httpx.Client
    entity: str
    project: str

    def run(self, run_id: str) -> dict[str, Any]:
        return self._get(f"runs/{run_id}")["run"]

    def run_ids(self) -> set[str]:
        return {row["run_id"] for row in self._post("runs/search", {"limit": 500})["runs"]}

    def group(self, name: str) -> list[dict[str, Any]]:
        """All runs of a group."""
        body = {"limit": 500, "filter": {"field": "group", "op": "eq", "value": name}}
        return [self.run(row["run_id"]) for row in self._post("runs/search", body)["runs"]]

    def points(self, run_id: str, metric: str) -> list[tuple[float, float]]:
        """(step, mean) of each bucket; of each point when there are fewer than 2,000."""
        body = {"runs": [run_id], "metrics": [metric], "x": {"kind": "step"}, "buckets": 2000, "source": "history"}
        series = self._post("points", body)["series"]
        return list(zip(series[0]["x"], series[0]["mean"], strict=True)) if series else []

    def series(self, run_id: str, metric: str) -> dict[str, Any]:
        body = {"runs": [run_id], "metrics": [metric], "x": {"kind": "step"}, "buckets": 2000, "source": "history"}
        return self._post("points", body)["series"][0]

    def log_lines(self, run_id: str) -> list[dict[str, Any]]:
        return self._get(f"runs/{run_id}/logs?first_line=0&limit=5000")["lines"]

    def files(self, run_id: str) -> dict[str, dict[str, Any]]:
        return {file["name"]: file for file in self._get(f"runs/{run_id}/files?limit=500")["files"]}

    def file_bytes(self, run_id: str, name: str) -> bytes:
        answer = self.http.get(f"/api/v1/projects/{self.entity}/{self.project}/runs/{run_id}/files/{name}")
        answer.raise_for_status()
        return answer.content

    def media(self, run_id: str) -> dict[str, dict[str, Any]]:
        return {item["key"]: item for item in self._get(f"runs/{run_id}/media")["keys"]}

    def alerts(self, run_id: str) -> list[dict[str, Any]]:
        return self._get(f"runs/{run_id}/alerts")["alerts"]

    def stop(self, run_id: str) -> None:
        self._post(f"runs/{run_id}/stop", {})

    def _get(self, path: str) -> dict[str, Any]:
        return _json(self.http.get(f"/api/v1/projects/{self.entity}/{self.project}/{path}"))

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return _json(self.http.post(f"/api/v1/projects/{self.entity}/{self.project}/{path}", json=body))


def _json(answer: httpx.Response) -> dict[str, Any]:
    assert answer.is_success, f"{answer.request.url}: {answer.status_code} {answer.text[:500]}"
    return answer.json() if answer.content else {}
