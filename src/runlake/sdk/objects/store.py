"""The objects of one project, by name and version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from runlake.errors import UsageError
from runlake.sdk import places
from runlake.sdk.live_runs import newest_run
from runlake.sdk.reading.asking import Asker

LATEST = "latest"
_PAGE = 500


@dataclass(frozen=True, slots=True)
class ObjectValue:
    """One version. `version` counts from 0 per name; `ref` names it in traces; `table` is where its rows are."""

    name: str
    version: int
    digest: str
    ref: str
    value: dict[str, Any]
    table: str | None = None


class ObjectStore:
    """Publishes and reads. Asks the server when it is asked, not before.

    Args:
        project: `project` or `entity/project`; None means the active run's, else `RUNLAKE_PROJECT`.
        url, api_key: the server; None means `RUNLAKE_URL`, `RUNLAKE_API_KEY`, else the last `runlake login`.
    """

    def __init__(self, project: str | None = None, *, url: str | None = None, api_key: str | None = None) -> None:
        entity, slash, name = (project or _default_project()).partition("/")
        self._entity = entity if slash else None
        self.project = name if slash else entity
        self.asker = Asker(places.find_server(url, api_key))
        self.key = f"{self.asker.server.url} {self._entity or '~'}/{self.project}"
        """What tells this store from those of other projects and servers."""

    def put(
        self,
        name: str,
        kind: str,
        value: dict[str, Any],
        *,
        description: str | None = None,
        rows: Sequence[dict[str, Any]] | None = None,
        aliases: Sequence[str] = (),
    ) -> ObjectValue:
        """Publish a version, durable on return; `aliases` mean it from now on. Raises the server's error."""
        given: dict[str, Any] = {
            "name": name,
            "kind": kind,
            "value": value,
            "description": description,
            "aliases": list(aliases),
        }
        if rows is not None:
            given["rows"] = list(rows)
        found = self.asker.ask("POST", f"{self.place()}/objects", given)
        return ObjectValue(name, found["version"], found["digest"], found["ref"], value)

    def get(self, name: str, version: str = LATEST) -> ObjectValue:
        """A version by alias, number (`v3`), digest, or `latest`. Raises NotFound."""
        place = self.place()
        path = f"{place}/objects/{quote(name, safe='')}/versions/{quote(version, safe='')}"
        found = self.asker.ask("GET", path)
        ref = f"weave:///{place.removeprefix('/projects/')}/object/{name}:{found['digest']}"
        return ObjectValue(name, found["version"], found["digest"], ref, found["value"] or {}, found["table"])

    def rows(self, table: str) -> list[Any]:
        """The rows of a table, in their order."""
        found: list[Any] = []
        while True:
            path = f"{self.place()}/object-tables/{quote(table, safe='')}/rows?limit={_PAGE}&offset={len(found)}"
            page = self.asker.ask("GET", path)
            found += [row["value"] for row in page["rows"]]
            if len(found) >= page["total"] or not page["rows"]:
                return found

    def place(self) -> str:
        """Where the native API has the project."""
        if self._entity is None:
            self._entity = str(self.asker.ask("GET", "/session")["user"]["entity"])
        return f"/projects/{quote(self._entity, safe='')}/{quote(self.project, safe='')}"


def name_and_version(named: str) -> tuple[str, str]:
    """`name`, `name@label`, `name:label` or `name@3` apart; a number is a version, none the latest. Raises UsageError."""
    name, _, version = named.replace("@", ":").partition(":") if isinstance(named, str) else ("", "", "")
    if not name or ":" in version:
        raise UsageError(f"{named!r:.200} names nothing: write name, name@label or name@v3")
    return name, f"v{version}" if version.isdigit() else version or LATEST


def _default_project() -> str:
    run = newest_run()
    return str(getattr(run, "project", None) or places.default_project())
