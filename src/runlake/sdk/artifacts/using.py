"""`UsedArtifact`: a version that exists, as `run.use_artifact` finds it."""

import os
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from runlake.errors import NotFound, UsageError
from runlake.sdk.answers import NotNow, Refused
from runlake.sdk.artifacts.cache import Cache
from runlake.sdk.artifacts.downloading import Downloader, Wanted
from runlake.sdk.artifacts.sending import collection_path, send_link
from runlake.sdk.places import Server, artifact_cache

if TYPE_CHECKING:
    from runlake.sdk.transport import Transport

_NOT_FOUND = 404
T = TypeVar("T")


class UsedArtifact:
    """A version: what it is, and its files.

    `version` is its number, as `v3`; `aliases` what it is called now; `metadata` what it was logged with.
    """

    def __init__(self, row: Mapping[str, Any], connect: Callable[[], "Transport"]) -> None:
        """For `run.use_artifact`: `row` is the server's."""
        self.entity: str = row["entity"]
        self.project: str = row["project"]
        self.name: str = row["collection"]
        self.version: str = row["version"]
        self.type: str = row["type"]
        self.digest: str = row["digest"]
        self.description: str | None = row["description"]
        self.size_bytes: int = row["size_bytes"]
        self.aliases: list[str] = list(row["aliases"])
        self.metadata: dict[str, Any] = dict(row["metadata"] or {})
        self._connect = connect
        self._contents: dict[str, dict[str, Any]] | None = None

    def files(self) -> list[str]:
        """The names of its files, in order; references, whose bytes are elsewhere, are not among them."""
        return sorted(name for name, entry in self._listed().items() if not entry.get("ref"))

    def references(self) -> dict[str, str]:
        """Name → address of what lies elsewhere."""
        return {name: entry["ref"] for name, entry in sorted(self._listed().items()) if entry.get("ref")}

    def download(self, root: str | os.PathLike[str] | None = None) -> Path:
        """Bring all its files below `root`; returns that folder.

        Several come at once, each is checked by its digest. What the folder or the cache of this machine has is not
        fetched, and a download that was cut goes on where it stopped.

        Args:
            root: None means `artifacts/<name>-<version>` in the working folder.

        Raises:
            UsageError: the server cannot be reached.
        """
        return self._fetch(self.files(), root)

    def path(self, name: str, root: str | os.PathLike[str] | None = None) -> Path:
        """Bring one file, and say where it is. Raises UsageError when the version has no such file."""
        if name not in self.files():
            raise UsageError(f"{self.name}:{self.version} has no file {name!r:.200}: files() lists them")
        return self._fetch([name], root) / name

    def link(self, target: str, aliases: Sequence[str] = ()) -> None:
        """Link the version into a collection: `registry/collection`, or `entity/project/collection`.

        Raises:
            UsageError: it is not there, may not be linked to, or the server cannot be reached.
        """
        version = (self.entity, self.project, self.name, self.version)
        asking(lambda: send_link(self._connect(), {"target": target, "aliases": list(aliases)}, version))

    def __repr__(self) -> str:
        called = f" ({', '.join(self.aliases)})" if self.aliases else ""
        return (
            f"<UsedArtifact {self.entity}/{self.project}/{self.name}:{self.version}{called}, {self.size_bytes:,} bytes>"
        )

    def _fetch(self, names: Sequence[str], root: str | os.PathLike[str] | None) -> Path:
        folder = Path(root) if root is not None else Path("artifacts") / f"{self.name}-{self.version}"
        downloader = Downloader(Cache(*artifact_cache()), self._connect)
        asking(lambda: downloader.fetch([self._wanted(name, folder) for name in names], folder))
        return folder

    def _wanted(self, name: str, folder: Path) -> Wanted:
        entry = self._listed()[name]
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            raise UsageError(f"the file {name!r:.200} would lie outside of {folder}: it is not downloaded")
        address = f"{self._address()}/files/{quote(name, safe='/')}"
        return Wanted(name, address, b64decode(entry["digest"]).hex(), int(entry.get("size") or 0))

    def _listed(self) -> dict[str, dict[str, Any]]:
        if self._contents is None:
            document = asking(lambda: self._connect().ask("GET", f"{self._address()}/manifest"))
            self._contents = dict(document["contents"])
        return self._contents

    def _address(self) -> str:
        return version_path((self.entity, self.project, self.name), self.version)


def find_version(server: Server, name: str, project: str, entity: str | None) -> UsedArtifact:
    """The version of that name; `project` and `entity` are those of names that say none. Raises NotFound or UsageError."""
    parts, version = split_name(name)

    def connect() -> "Transport":
        from runlake.sdk.transport import Transport

        return Transport(server)

    def find() -> Mapping[str, Any]:
        transport = connect()
        own = [entity or str(transport.ask("GET", "/api/v1/session")["user"]["entity"]), project]
        owner, home, collection = (*own[: 3 - len(parts)], *parts)
        row: Mapping[str, Any] = transport.ask("GET", version_path((owner, home, collection), version))["version"]
        return row

    return UsedArtifact(asking(find), connect)


def version_path(place: tuple[str, str, str], version: str) -> str:
    """The address of a version, by entity, project and collection, below the API."""
    return f"{collection_path(place, place[2])}/versions/{quote(version, safe='')}"


def split_name(name: str) -> tuple[list[str], str]:
    """`[[entity/]project/]collection[:version]` → its places, and the version or alias. Raises UsageError."""
    place, _, version = name.partition(":")
    parts = place.split("/")
    if not all(parts) or len(parts) > 3:
        raise UsageError(f"{name!r:.200} is no artifact: write name:alias, project/name:v3, or entity/project/name:v3")
    return parts, version or "latest"


def asking(ask: Callable[[], T]) -> T:
    """What `ask` gives; what the server says against it becomes an error for the user."""
    try:
        return ask()
    except NotNow as error:
        raise UsageError(f"{error}: try again") from None
    except Refused as error:
        raise (NotFound if error.status == _NOT_FOUND else UsageError)(str(error)) from None
