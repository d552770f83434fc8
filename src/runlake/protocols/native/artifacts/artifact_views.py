"""What the artifact routes share: finding a version by its address, and the rows with everything beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from runlake.errors import NotFound
from runlake.model import Principal, Project, Run
from runlake.products.artifacts import (
    Artifacts,
    Collection,
    CollectionSummary,
    Membership,
    PendingVersion,
    Version,
    VersionDetails,
)
from runlake.products.identity import User
from runlake.protocols.native.artifacts.artifact_rows import pending_row, run_link, version_ref, version_row
from runlake.protocols.native.deps import ProjectAccess


class RunLookup(Protocol):
    """What is needed of runs."""

    async def get(self, project_id: int, run_id: str) -> Run: ...

    async def by_numbers(self, run_numbers: Sequence[int]) -> dict[int, Run]: ...


class ProjectLookup(Protocol):
    """What is needed of projects."""

    async def by_id(self, project_id: int) -> Project | None: ...


class UserLookup(Protocol):
    """What is needed of identity."""

    async def users_by_id(self, user_ids: list[int]) -> dict[int, User]: ...


@dataclass(frozen=True, slots=True)
class Place:
    """A version where it was found."""

    owner: Project
    collection: Collection
    membership: Membership
    version: Version

    @property
    def name(self) -> str:
        return f"v{self.membership.version_index}"


class Readable:
    """The projects that one caller may read, each looked up once."""

    def __init__(self, projects: ProjectLookup, principal: Principal, *known: Project) -> None:
        self._projects = projects
        self._principal = principal
        self._found: dict[int, Project | None] = {project.project_id: project for project in known}

    async def find(self, project_id: int) -> Project | None:
        """The project; None for one that the caller may not read."""
        if project_id not in self._found:
            project = await self._projects.by_id(project_id)
            readable = project is not None and project.role_of(self._principal) is not None
            self._found[project_id] = project if readable else None
        return self._found[project_id]


class ArtifactViews:
    """Reads artifacts with the runs, users and projects that belong to them."""

    def __init__(self, artifacts: Artifacts, runs: RunLookup, projects: ProjectLookup, users: UserLookup) -> None:
        self.artifacts = artifacts
        self.runs = runs
        self._projects = projects
        self._users = users

    def readable(self, target: ProjectAccess) -> Readable:
        """What the caller of a route may read."""
        return Readable(self._projects, target.principal, target.project)

    async def collection(self, target: ProjectAccess, name: str) -> Collection:
        """The collection of that name. Raises NotFound."""
        found = await self.artifacts.reading.find_collection(target.project.project_id, name)
        if found is None:
            raise NotFound(f"artifact collection {name[:200]!r} not found in this project")
        return found

    async def summary(self, target: ProjectAccess, name: str) -> CollectionSummary:
        """The same with its counts."""
        found = await self.collection(target, name)
        return await self.artifacts.browsing.collection(found.collection_id)

    async def place(self, target: ProjectAccess, collection_name: str, name: str) -> Place:
        """The version that `name` (`v3`, an alias, a digest) points at in a collection. Raises NotFound."""
        collection = await self.collection(target, collection_name)
        membership = await self.artifacts.reading.find_place(collection, name)
        version = None if membership is None else await self.artifacts.reading.find_version(membership.version_id)
        if membership is None or version is None:
            raise NotFound(f"artifact {collection.name}:{name[:200]} not found: no version has this number or alias")
        return Place(target.project, collection, membership, version)

    async def home(self, version: Version, readable: Readable) -> Place | None:
        """The version in the sequence it was logged to; None when the caller may not see that."""
        owner = await readable.find(version.project_id)
        details = (await self.artifacts.reading.details([version]))[0]
        place = next((each for each in details.memberships if each.collection_id == version.collection_id), None)
        return None if owner is None or place is None else Place(owner, details.sequence, place, version)

    async def rows(self, places: Sequence[Place], readable: Readable, *, whole: bool = False) -> list[dict[str, Any]]:
        """Versions with who made them and how many runs use them, in the order given."""
        versions = [place.version for place in places]
        details = {each.version.version_id: each for each in await self.artifacts.reading.details(versions)}
        used = await self.artifacts.browsing.count_users([version.version_id for version in versions])
        runs = await self.runs.by_numbers([each.run_number for each in versions if each.run_number is not None])
        users = await self._users.users_by_id([version.user_id for version in versions])
        rows = []
        for place in places:
            version = place.version
            user = users.get(version.user_id)
            row = version_row(place.collection, place.membership, details[version.version_id], place.owner, whole=whole)
            row["run"] = await self._run(runs.get(version.run_number or 0), readable)
            row["user"] = None if user is None else user.username
            row["used_by_count"] = used.get(version.version_id, 0)
            rows.append(row)
        return rows

    async def pending_rows(self, found: Sequence[PendingVersion], readable: Readable) -> list[dict[str, Any]]:
        """Versions that are being uploaded, with who does so, in the order given."""
        runs = await self.runs.by_numbers([each.version.run_number for each in found if each.version.run_number])
        users = await self._users.users_by_id([each.version.user_id for each in found])
        rows = []
        for each in found:
            user = users.get(each.version.user_id)
            run = await self._run(runs.get(each.version.run_number or 0), readable)
            rows.append({**pending_row(each), "run": run, "user": None if user is None else user.username})
        return rows

    async def links(self, place: Place, readable: Readable) -> list[dict[str, Any]]:
        """The other collections that hold the version, as far as the caller may see them."""
        details: VersionDetails = (await self.artifacts.reading.details([place.version]))[0]
        found = []
        for other in details.memberships:
            collection = details.collections[other.collection_id]
            owner = await readable.find(collection.project_id)
            if owner is None or other.collection_id == place.collection.collection_id:
                continue
            name = f"v{other.version_index}"
            found.append(
                {
                    "entity": owner.entity_name,
                    "project": owner.name,
                    "collection": collection.name,
                    "type": collection.type_name,
                    "version": name,
                    "is_registry": owner.is_registry,
                    "is_source": collection.collection_id == place.version.collection_id,
                    "aliases": [each.alias for each in details.aliases if each.collection_id == other.collection_id],
                    "ref": version_ref(owner, collection.name, name),
                }
            )
        return found

    async def usernames(self, user_ids: Sequence[int]) -> dict[int, str]:
        """User id → name, of those that exist."""
        found = await self._users.users_by_id(list(dict.fromkeys(user_ids)))
        return {user_id: user.username for user_id, user in found.items()}

    async def _run(self, run: Run | None, readable: Readable) -> dict[str, Any] | None:
        owner = None if run is None else await readable.find(run.project_id)
        return None if run is None or owner is None else run_link(run, owner)

    async def run_links(self, run_numbers: Sequence[int], readable: Readable) -> list[dict[str, Any]]:
        """Runs that the caller may see, in the order given."""
        found = await self.runs.by_numbers(run_numbers)
        links = [await self._run(found.get(number), readable) for number in run_numbers]
        return [link for link in links if link is not None]
