"""Runs of a project on a wandb server, ours among them, by its GraphQL API. Source: the wandb client 0.28.2, `apis/public`."""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from runlake.errors import UsageError
from runlake.sdk.importing.imported import ImportedRow, ImportedRun
from runlake.sdk.importing.wandb_graphql import GraphQL, pages
from runlake.sdk.importing.wandb_values import MOST_FILE_BYTES, config_of, row_of, summary_of, time_of

RUNS = """
query Runs($entity: String!, $project: String!, $cursor: String) {
  project(name: $project, entityName: $entity) {
    runs(first: 50, after: $cursor, order: "+created_at") {
      edges { node {
        name displayName state config summaryMetrics tags notes group jobType createdAt heartbeatAt host historyKeys
      } }
      pageInfo { endCursor hasNextPage }
    }
  }
}
"""
HISTORY = """
query History($entity: String!, $project: String!, $run: String!, $first: Int64!, $end: Int64!, $rows: Int!) {
  project(name: $project, entityName: $entity) { run(name: $run) {
    history(minStep: $first, maxStep: $end, samples: $rows)
  } }
}
"""
FILES = """
query Files($entity: String!, $project: String!, $run: String!, $cursor: String) {
  project(name: $project, entityName: $entity) { run(name: $run) {
    files(first: 200, after: $cursor) {
      edges { node { name sizeBytes directUrl } }
      pageInfo { endCursor hasNextPage }
    }
  } }
}
"""

_ROWS = 1000
_MOST_STEPS = 64 * _ROWS
_EXIT_CODES = {"finished": 0, "failed": 1, "killed": 255}
_ARTIFACTS = "artifacts and machine metrics (they are not fetched from a server)"


def wandb_server_runs(place: str) -> Iterator[ImportedRun]:
    """All runs of `https://host/entity/project`, with the key of `WANDB_API_KEY`, else of `~/.netrc`. Raises UsageError."""
    url = urlsplit(place)
    *base, entity, project = ["", *url.path.strip("/").split("/")]
    if not entity or not project:
        raise UsageError(f"{place} is no project: it looks like https://host/entity/project")
    host = "api.wandb.ai" if url.netloc in ("wandb.ai", "www.wandb.ai") else url.netloc
    api = GraphQL(f"{url.scheme}://{host}{'/'.join(base)}", os.environ.get("WANDB_API_KEY"))
    of_project = {"entity": entity, "project": project}
    for found in pages(api, RUNS, of_project, ("project", "runs")):
        yield _RunOfServer(api, of_project, found).run


class _RunOfServer:
    """One run; its files are known by name, and fetched when they are needed."""

    def __init__(self, api: GraphQL, of_project: Mapping[str, str], found: Mapping[str, Any]) -> None:
        self._api = api
        self._of_run = {**of_project, "run": found["name"]}
        self._last_step = int((found.get("historyKeys") or {}).get("lastStep", -1))
        self._own_files: dict[str, tuple[int, str]] | None = None
        started_us = _us(found.get("createdAt"))
        self.run = ImportedRun(
            run_id=found["name"],
            writer=f"wandb-server-{found['name']}",
            name=found.get("displayName"),
            project=of_project["project"],
            config=config_of(_config(found.get("config"))),
            summary=summary_of(_document(found.get("summaryMetrics"))),
            tags=tuple(found.get("tags") or ()) or None,
            notes=found.get("notes"),
            group=found.get("group") or None,
            job_type=found.get("jobType") or None,
            environment={"host": found.get("host") or ""},
            started_us=started_us,
            ended_us=_us(found.get("heartbeatAt")) or started_us,
            exit_code=_EXIT_CODES.get(found.get("state") or ""),
        )
        self.run.left_out[_ARTIFACTS] += 1
        self.run.rows = self._rows(started_us or 0)

    def _rows(self, started_us: int) -> Iterator[ImportedRow]:
        """Pages of steps. As many rows as steps are asked for, so that no server thins them; where few are, pages grow."""
        first, steps = 0, _ROWS
        while first <= self._last_step:
            asked = {**self._of_run, "first": first, "end": first + steps, "rows": steps}
            lines = self._api.ask(HISTORY, asked)["project"]["run"]["history"] or ()
            for line in lines:
                values = json.loads(line)
                step = int(values.get("_step", first))
                yield row_of(values, step, time_of(values, started_us), self._file_at)
            first += steps
            steps = min(2 * steps, _MOST_STEPS) if len(lines) < _ROWS // 4 else _ROWS

    def _file_at(self, name: str) -> Iterator[tuple[str, bytes]]:
        if self._own_files is None:
            found = pages(self._api, FILES, self._of_run, ("project", "run", "files"))
            self._own_files = {each["name"]: (int(each["sizeBytes"]), each["directUrl"]) for each in found}
        size_bytes, url = self._own_files.get(name, (0, ""))
        if not url:
            self.run.left_out["media without a file"] += 1
        elif size_bytes > MOST_FILE_BYTES:
            self.run.left_out["media over 7 MiB"] += 1
        else:
            yield name, self._api.fetch(url)


def _document(text: str | None) -> dict[str, Any]:
    found = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}


def _config(text: str | None) -> dict[str, Any]:
    """Servers keep `{"value": …, "desc": …}` for each key."""
    found = _document(text)
    return {key: each["value"] if isinstance(each, dict) and "value" in each else each for key, each in found.items()}


def _us(text: str | None) -> int | None:
    """A time as servers write it; without a zone it is UTC."""
    if not text:
        return None
    moment = datetime.fromisoformat(text)
    return round((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1e6)
