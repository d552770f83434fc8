"""Runs of an MLflow tracking server. Source: MLflow, "REST API"."""

import json
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from runlake.errors import UsageError
from runlake.sdk.importing.imported import ImportedRun
from runlake.sdk.importing.mlflow_terms import Point, config_of, rows_of, run_of

_PAGE = 1000
_TIMEOUT_S = 60.0


def server_runs(url: str) -> Iterator[ImportedRun]:
    """All runs of all experiments of a server. Raises UsageError when it does not answer as one."""
    for experiment in _pages(url, "experiments/search", {"max_results": _PAGE}, "experiments"):
        body = {"experiment_ids": [experiment["experiment_id"]], "max_results": _PAGE}
        for found in _pages(url, "runs/search", body, "runs"):
            yield _server_run(url, experiment, found)


def _server_run(url: str, experiment: Mapping[str, Any], found: Mapping[str, Any]) -> ImportedRun:
    info, data = found["info"], found.get("data", {})
    tags = {each["key"]: each["value"] for each in data.get("tags", ())}
    run = run_of(info["run_id"], experiment["name"], info, tags)
    run.config = config_of({each["key"]: each["value"] for each in data.get("params", ())})
    names = sorted({each["key"] for each in data.get("metrics", ())})
    run.rows = rows_of({name: list(_history(url, run.run_id, name)) for name in names})
    run.left_out["artifacts (they are not fetched from a server)"] += 1
    return run


def _history(url: str, run_id: str, metric: str) -> Iterator[Point]:
    body = {"run_id": run_id, "metric_key": metric, "max_results": 25_000}
    for point in _pages(url, "metrics/get-history", body, "metrics", method="GET"):
        yield int(point.get("step", 0)), int(point["timestamp"]), float(point["value"])


def _pages(
    url: str, route: str, body: Mapping[str, Any], rows: str, *, method: str = "POST"
) -> Iterator[dict[str, Any]]:
    token = ""
    while True:
        page = _ask(url, route, {**body, **({"page_token": token} if token else {})}, method)
        yield from page.get(rows, ())
        token = page.get("next_page_token", "")
        if not token:
            return


def _ask(url: str, route: str, body: Mapping[str, Any], method: str) -> dict[str, Any]:
    address = f"{url}/api/2.0/mlflow/{route}"
    content = None
    if method == "GET":
        address += f"?{urlencode(body)}"
    else:
        content = json.dumps(body).encode()
    request = urllib.request.Request(address, content, {"Content-Type": "application/json"}, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - http, as checked
            page: dict[str, Any] = json.load(answer)
            return page
    except (OSError, ValueError) as error:
        raise UsageError(f"{address} does not answer as MLflow does: {error}") from error
