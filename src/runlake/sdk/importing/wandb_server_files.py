"""Files of a run on a wandb server: known by name, and fetched when they are needed."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from runlake.sdk.importing.imported import ImportedRun
from runlake.sdk.importing.wandb_graphql import GraphQL, pages
from runlake.sdk.importing.wandb_values import METADATA_FILE, MOST_FILE_BYTES, is_own_file

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


class _Place(NamedTuple):
    size_bytes: int
    url: str


class ServerFiles:
    """The files of one run. What is not taken is counted in the run's `left_out`."""

    def __init__(self, api: GraphQL, of_run: Mapping[str, str], run: ImportedRun) -> None:
        self._api, self._of_run, self._run = api, of_run, run
        self._known: dict[str, _Place] | None = None

    def at(self, name: str) -> Iterator[tuple[str, bytes]]:
        """The file that a value names."""
        place = self._places().get(name)
        if place is None:
            self._run.left_out["media without a file"] += 1
        elif place.size_bytes > MOST_FILE_BYTES:
            self._run.left_out["media over 7 MiB"] += 1
        else:
            yield name, self._api.fetch(place.url)

    def own(self) -> Iterator[tuple[str, Path]]:
        """What the run kept beside its media. A file is gone when the next one is asked for."""
        for name, place in self._places().items():
            if not is_own_file(name):
                continue
            if place.size_bytes > MOST_FILE_BYTES:
                self._run.left_out["files over 7 MiB"] += 1
                continue
            with TemporaryDirectory(prefix="runlake-import-") as folder:
                path = Path(folder, "content")
                path.write_bytes(self._api.fetch(place.url))
                yield name, path

    def metadata(self) -> dict[str, Any]:
        """What the client noted of machine and program."""
        place = self._places().get(METADATA_FILE)
        if place is None or place.size_bytes > MOST_FILE_BYTES:
            return {}
        try:
            found = json.loads(self._api.fetch(place.url))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def _places(self) -> dict[str, _Place]:
        if self._known is None:
            found = pages(self._api, FILES, self._of_run, ("project", "run", "files"))
            self._known = {each["name"]: _Place(int(each["sizeBytes"]), each["directUrl"]) for each in found}
        return self._known
