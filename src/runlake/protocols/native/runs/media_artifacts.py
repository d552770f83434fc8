"""`GET …/artifact-objects`: where the bytes are that a logged value names by an address of the client's own.

Tables with media cells keep these in an artifact and log `wandb-client-artifact://<client id>/<file>` or
`wandb-artifact://<hex id>/<file>`; a file of an artifact may itself be a reference of that form.
"""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Query

from runlake.errors import InvalidInput, NotFound
from runlake.products.artifacts import Version
from runlake.protocols.native.artifacts.artifact_rows import file_row, version_path
from runlake.protocols.native.artifacts.artifact_views import ArtifactViews, Place, Readable
from runlake.protocols.native.deps import ReadProject

_PATH = re.compile(r"wandb-(client-)?artifact://([^/]+)/(.+)", re.DOTALL)
_ID = re.compile(r"Artifact:([0-9]{1,18})")
_LATEST = ":latest"
_MOST_HOPS = 8


def media_artifact_routes(views: ArtifactViews) -> APIRouter:
    """The route that resolves them."""
    router = APIRouter(tags=["media"])

    @router.get("/projects/{entity}/{project}/artifact-objects")
    async def find_artifact_object(
        target: ReadProject, path: Annotated[str, Query(min_length=1, max_length=4000)]
    ) -> dict[str, Any]:
        """`url` of the file's bytes, and `files_url`: what stands before the names of the other files of its version.

        References to other artifacts are followed, as far as the caller may read where they lead.
        """
        readable = views.readable(target)
        for _ in range(_MOST_HOPS):
            place, name = await _place(views, readable, path)
            entry = (await views.artifacts.reading.index(place.version)).find(name)
            if entry is None:
                raise NotFound(f"{place.collection.name}:{place.name} has no file {name[:200]!r}")
            if not (entry.reference and _PATH.fullmatch(entry.reference)):
                base = version_path(place.owner, place.collection.name, place.name)
                return {**file_row(entry, base), "files_url": f"{base}/files/"}
            path = entry.reference
        raise InvalidInput(f"the reference leads through more than {_MOST_HOPS} artifacts")

    return router


async def _place(views: ArtifactViews, readable: Readable, path: str) -> tuple[Place, str]:
    parts = _PATH.fullmatch(path)
    if parts is None:
        raise InvalidInput("`path` must be wandb-artifact://<id>/<file> or wandb-client-artifact://<id>/<file>")
    is_client, name_of_version, name = parts.groups()
    for version in await _versions(views, name_of_version, is_client=bool(is_client)):
        place = await views.home(version, readable)
        if place is not None:
            return place, name
    raise NotFound(f"artifact {name_of_version[:200]!r} not found")


async def _versions(views: ArtifactViews, name: str, *, is_client: bool) -> list[Version]:
    reading = views.artifacts.reading
    if is_client:
        return await reading.list_by_client(name.removesuffix(_LATEST))
    number = decode_version_id(name)
    found = None if number is None else await reading.find_version(number)
    return [] if found is None else [found]


def decode_version_id(text: str) -> int | None:
    """The number of a version in a reference: clients write its id, `Artifact:<number>`, in hex."""
    try:
        found = _ID.fullmatch(bytes.fromhex(text).decode())
    except ValueError:  # UnicodeDecodeError is one
        return None
    return int(found[1]) if found else None
