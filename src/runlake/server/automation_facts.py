"""What automations need of runs, artifacts, projects and people, none of which know them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from runlake.model import Project, Run
from runlake.products.artifacts import Artifacts, VersionDetails
from runlake.products.automations import Recorded
from runlake.products.identity import Identity
from runlake.products.projects import Projects
from runlake.products.runs import Runs, RunsQuery
from runlake.query import And, Compare, Filter

_PAGE = 1000
_MOST_RUNS = 20_000
_MOST_METADATA = 200


class FactsOfHappenings:
    """Answers `runlake.products.automations.Surroundings` from the other products."""

    def __init__(
        self, identity: Identity, projects: Projects, runs: Runs, artifacts: Artifacts, public_url: str | None
    ) -> None:
        self._identity = identity
        self._projects = projects
        self._runs = runs
        self._artifacts = artifacts
        self._public_url = (public_url or "").rstrip("/")

    async def run_matches(self, project_id: int, run_number: int, where: Filter | None) -> bool:
        run = await self._runs.find_by_number(run_number)
        if run is None or run.project_id != project_id:
            return False
        if where is None:
            return True
        return await self._runs.count(project_id, And((Compare("name", "eq", run.run_id), where))) > 0

    async def recent_runs(self, project_id: int, since: datetime) -> Sequence[int]:
        lately = Compare("heartbeat_at", "ge", int(since.timestamp() * 1_000_000))
        found: list[int] = []
        cursor = None
        while len(found) < _MOST_RUNS:
            query = RunsQuery(lately, limit=_PAGE, cursor=cursor, documents=False)
            page = await self._runs.search(project_id, query)
            found += [run.run_number for run in page.runs]
            cursor = page.next_cursor
            if cursor is None:
                break
        return found

    async def variables(self, recorded: Recorded) -> Mapping[str, Any]:
        project = await self._projects.by_id(recorded.project_id)
        facts = recorded.facts
        values: dict[str, Any] = {
            "event_type": recorded.kind.value,
            "event_author": await self._username(recorded.user_id),
            "event_time": recorded.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "entity_name": "" if project is None else project.entity_name,
            "project_name": "" if project is None else project.name,
            "url": "" if project is None else self._url(project),
            **{name: facts[name] for name in ("alias", "tag") if name in facts},
            **_of_metric(facts),
            **_of_alert(facts),
        }
        if project is not None and recorded.run_number is not None:
            values |= await self._of_run(project, recorded)
        if project is not None and recorded.collection_id is not None:
            values |= await self._of_artifact(project, recorded)
        return values

    async def _username(self, user_id: int | None) -> str:
        found = await self._identity.users_by_id([] if user_id is None else [user_id])
        return found[user_id].username if user_id in found else ""

    async def _of_run(self, project: Project, recorded: Recorded) -> dict[str, Any]:
        run: Run | None = await self._runs.find_by_number(recorded.run_number or 0)
        if run is None:
            return {}
        return {
            "run_id": run.run_id,
            "run_name": run.display_name,
            "run_state": recorded.facts.get("state") or run.state.value,
            "run_previous_state": recorded.facts.get("before"),
            "run_owner": run.username,
            "run_group": run.group,
            "run_tags": list(run.tags),
            "url": self._url(project, "runs", run.run_id),
        }

    async def _of_artifact(self, project: Project, recorded: Recorded) -> dict[str, Any]:
        collection = await self._artifacts.reading.collection_by_id(recorded.collection_id or 0)
        if collection is None:
            return {}
        values: dict[str, Any] = {
            "artifact_collection_name": collection.name,
            "artifact_type": collection.type_name,
            "url": self._url(project, "artifacts", collection.name),
        }
        version = await self._artifacts.reading.find_version(recorded.version_id or 0)
        if version is None:
            return values
        (details,) = await self._artifacts.reading.details([version])
        index = _index_in(details, collection.collection_id)
        name = f"{collection.name}:v{index}"
        return values | {
            "artifact_version": name,
            "artifact_version_index": index,
            "artifact_version_string": f"{project.entity_name}/{project.name}/{name}",
            "artifact_digest": version.digest,
            "url": f"{values['url']}/v{index}",
            **_of_metadata(version.metadata_json),
        }

    def _url(self, project: Project, *path: str) -> str:
        parts = (project.entity_name, project.name, *path)
        return "/".join((self._public_url, *(quote(part, safe="") for part in parts)))


def _index_in(details: VersionDetails, collection_id: int) -> int:
    for place in details.memberships:
        if place.collection_id == collection_id:
            return place.version_index
    return details.version.version_index or 0


def _of_metric(facts: Mapping[str, Any]) -> dict[str, Any]:
    if "metric" not in facts:
        return {}
    return {
        "metric_name": facts["metric"],
        "metric_value": facts["value"],
        "metric_measured": facts["measured"],
        "metric_step": facts["step"],
    }


def _of_alert(facts: Mapping[str, Any]) -> dict[str, Any]:
    names = {"title": "alert_title", "text": "alert_text", "severity": "alert_severity"}
    return {shown: facts[name] for name, shown in names.items() if name in facts}


def _of_metadata(metadata_json: str | None) -> dict[str, Any]:
    """`artifact_metadata.<key>` for the first keys of a version's metadata."""
    try:
        document = json.loads(metadata_json or "{}")
    except (ValueError, RecursionError):
        return {}
    entries = list(document.items())[:_MOST_METADATA] if isinstance(document, dict) else []
    return {f"artifact_metadata.{key}": value for key, value in entries}
