"""Runs of a project on a wandb server, ours among them, by its GraphQL API. Source: the wandb client 0.28.2, `apis/public`."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.importing.imported import ImportedRow, ImportedRun, us_of
from runlake.sdk.importing.wandb_graphql import GraphQL, open_project, pages
from runlake.sdk.importing.wandb_server_files import ServerFiles
from runlake.sdk.importing.wandb_server_streams import console_lines, machine_rows
from runlake.sdk.importing.wandb_values import config_of, row_of, summary_of, time_of

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
_ROWS = 1000
_MOST_STEPS = 64 * _ROWS
_EXIT_CODES = {"finished": 0, "failed": 1, "killed": 255}
_NO_CONSOLE = "consoles (the server cannot page through them)"


def wandb_server_runs(place: str) -> Iterator[ImportedRun]:
    """All runs of `https://host/entity/project`, with the key of `WANDB_API_KEY`, else of `~/.netrc`. Raises UsageError."""
    api, of_project = open_project(place)
    for found in pages(api, RUNS, of_project, ("project", "runs")):
        yield _RunOfServer(api, of_project, found).run


class _RunOfServer:
    """One run, which is read while its rows are."""

    def __init__(self, api: GraphQL, of_project: Mapping[str, str], found: Mapping[str, Any]) -> None:
        self._api = api
        self._of_run = {**of_project, "run": found["name"]}
        self._last_step = int((found.get("historyKeys") or {}).get("lastStep", -1))
        started_us = us_of(found.get("createdAt"))
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
            ended_us=us_of(found.get("heartbeatAt")) or started_us,
            exit_code=_EXIT_CODES.get(found.get("state") or ""),
        )
        self._files = ServerFiles(api, self._of_run, self.run)
        self.run.files = self._files.own()
        self.run.rows = self._rows(started_us or 0)

    def _rows(self, started_us: int) -> Iterator[ImportedRow]:
        self.run.environment |= self._files.metadata()
        yield from self._history(started_us)
        yield from machine_rows(self._api, self._of_run, self.run)
        try:
            self.run.console += console_lines(self._api, self._of_run)
        except UsageError:
            self.run.left_out[_NO_CONSOLE] += 1

    def _history(self, started_us: int) -> Iterator[ImportedRow]:
        """Pages of steps. As many rows as steps are asked for, so that no server thins them; where few are, pages grow."""
        first, steps = 0, _ROWS
        while first <= self._last_step:
            asked = {**self._of_run, "first": first, "end": first + steps, "rows": steps}
            lines = self._api.ask(HISTORY, asked)["project"]["run"]["history"] or ()
            for line in lines:
                values = json.loads(line)
                step = int(values.get("_step", first))
                yield row_of(values, step, time_of(values, started_us), self._files.at)
            first += steps
            steps = min(2 * steps, _MOST_STEPS) if len(lines) < _ROWS // 4 else _ROWS


def _document(text: str | None) -> dict[str, Any]:
    found = json.loads(text or "{}")
    return found if isinstance(found, dict) else {}


def _config(text: str | None) -> dict[str, Any]:
    """Servers keep `{"value": …, "desc": …}` for each key."""
    found = _document(text)
    return {key: each["value"] if isinstance(each, dict) and "value" in each else each for key, each in found.items()}
