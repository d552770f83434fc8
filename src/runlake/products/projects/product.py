"""Projects: finding, making, changing and deleting them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, NotFound, PermissionDenied
from runlake.model import Principal, Project, Visibility
from runlake.products.projects import rules, store
from runlake.products.projects.membership import Membership, creators_place

NO_PROJECT = 0
"""An id that no project has."""


@dataclass(frozen=True, slots=True)
class ProjectChange:
    """What to change of a project; None leaves a value as it is."""

    name: str | None = None
    description: str | None = None
    visibility: Visibility | None = None
    allows_all_types: bool | None = None

    def values(self) -> dict[str, object]:
        """The checked column values of what is given. Raises InvalidInput."""
        values: dict[str, object] = {}
        if self.name is not None:
            values["name"] = rules.checked_name(self.name)
        if self.description is not None:
            values["description"] = rules.checked_description(self.description)
        if self.visibility is not None:
            values["visibility"] = self.visibility.value
        if self.allows_all_types is not None:
            values["allows_all_types"] = self.allows_all_types
        return values


class Projects(Membership):
    """The projects of all entities. A path is `entity_name/name`.

    `find` and `by_id` do not ask who wants to know: the caller of them checks with `Project.require_read` and its
    like. What takes a principal checks by itself.
    """

    async def find(self, entity_name: str, name: str) -> Project | None:
        """The project of that path."""
        return await self._metadata.read(partial(store.find_project, entity_name=entity_name, name=name))

    async def get(self, entity_name: str, name: str) -> Project:
        """The project of that path. Raises NotFound."""
        project = await self.find(entity_name, name)
        if project is None:
            raise NotFound(f"project {entity_name}/{name} not found, or you may not see it")
        return project

    async def get_or_blank(self, principal: Principal, entity_name: str, name: str) -> Project:
        """The project of that path; for reading where projects are made by writing to them.

        When there is none, but the caller could make it, one that nothing is in. Raises NotFound unless the caller may read.
        """
        project = await self.find(entity_name, name)
        if project is None:
            return await self._metadata.read(partial(_blank, principal=principal, entity_name=entity_name, name=name))
        project.require_read(principal)
        return project

    async def by_id(self, project_id: int) -> Project | None:
        """The project of that id, unless deleted."""
        return await self._metadata.read(partial(store.find_project_by_id, project_id=project_id))

    async def list(self, principal: Principal, entity_name: str | None = None) -> "list[Project]":
        """The projects that the caller may read, of one entity or of all, by owner and name."""
        visible = None if principal.is_admin else list(principal.roles)
        found = await self._metadata.read(partial(store.list_projects, entity_name=entity_name, visible=visible))
        return [project for project in found if project.role_of(principal) is not None]

    async def create(
        self,
        principal: Principal,
        entity_name: str,
        name: str | None,
        *,
        description: str | None = None,
        visibility: Visibility = Visibility.PRIVATE,
    ) -> Project:
        """Make a project. Raises Conflict when there is one, NotFound or PermissionDenied when the caller may not."""
        change = ProjectChange(rules.checked_name(name), description, visibility)
        project, created = await self._find_or_insert(principal, entity_name, change)
        if not created:
            raise Conflict(f"there is a project {entity_name}/{project.name} already")
        return project

    async def get_or_create(self, principal: Principal, entity_name: str, name: str | None) -> Project:
        """The project of that path, made when missing; for writing to it. No name means `uncategorized`.

        Raises NotFound or PermissionDenied when the caller may not write, InvalidInput for a bad name.
        """
        existing = await self.find(entity_name, rules.checked_name(name))  # the common case writes nothing
        if existing is None:
            change = ProjectChange(rules.checked_name(name), visibility=Visibility.PRIVATE)
            existing, _ = await self._find_or_insert(principal, entity_name, change)
        existing.require_write(principal)
        return existing

    async def put(
        self, principal: Principal, entity_name: str, name: str, change: ProjectChange
    ) -> tuple[Project, bool]:
        """Make the project or change the one of that path; True when it was made. May be repeated."""
        visibility = change.visibility or Visibility.PRIVATE
        new = ProjectChange(rules.checked_name(name), change.description, visibility, change.allows_all_types)
        project, created = await self._find_or_insert(principal, entity_name, new)
        return (project, True) if created else (await self.update(principal, project, change), False)

    async def update(self, principal: Principal, project: Project, change: ProjectChange) -> Project:
        """Change a project. Members may describe it; its name and visibility are for admins of the entity.

        Raises PermissionDenied, NotFound, InvalidInput; Conflict when the new name is taken.
        """
        project.require_write(principal)
        if change.name not in (None, project.name) or change.visibility not in (None, project.visibility):
            project.require_admin(principal)
        if change.allows_all_types not in (None, project.allows_all_types):
            project.require_admin(principal)
        values = change.values()

        def work(connection: Connection) -> Project:
            _require_free_name(connection, project, values.get("name", project.name))
            store.update_project(connection, project.project_id, values, self._clock())
            return _get(connection, project.project_id)

        return await self._metadata.write(work)

    async def rename(self, principal: Principal, project: Project, name: str) -> Project:
        """Give a project another name. The old path stops working."""
        return await self.update(principal, project, ProjectChange(name=name))

    async def delete(self, principal: Principal, project: Project) -> None:
        """Mark a project as deleted: it and its runs can no longer be reached; its name is free again."""
        project.require_admin(principal)

        def work(connection: Connection) -> None:
            now = self._clock()
            store.update_project(connection, project.project_id, {"deleted_at": now}, now)

        await self._metadata.write(work)

    async def list_deleted(self, before: datetime) -> tuple[int, ...]:
        """Ids of the projects that were deleted before that time."""
        return await self._metadata.read(partial(store.list_deleted, before=before))

    async def _find_or_insert(
        self, principal: Principal, entity_name: str, change: ProjectChange
    ) -> tuple[Project, bool]:
        values = change.values()

        def work(connection: Connection) -> tuple[Project, bool]:
            existing = store.find_project(connection, entity_name, str(values["name"]))
            if existing is not None:
                existing.require_read(principal)
                return existing, False
            entity_id = store.find_entity_id(connection, entity_name)
            rules.require_create(principal, entity_id, entity_name, str(values["name"]))
            owner = {"entity_id": entity_id, "created_by": principal.user_id, **creators_place(principal, values)}
            return _get(connection, store.insert_project(connection, {**values, **owner}, self._clock())), True

        return await self._metadata.write(work)


def _blank(connection: Connection, principal: Principal, entity_name: str, name: str) -> Project:
    entity_id = store.find_entity_id(connection, entity_name)
    try:
        rules.require_create(principal, entity_id, entity_name, name)
    except PermissionDenied as error:  # who may not make it is told that it is not there
        raise NotFound(f"project {entity_name}/{name} not found, or you may not see it") from error
    never = datetime.fromtimestamp(0, UTC)
    return Project(NO_PROJECT, entity_id or 0, entity_name, name, None, Visibility.PRIVATE, never, never, None)


def _get(connection: Connection, project_id: int) -> Project:
    project = store.find_project_by_id(connection, project_id)
    if project is None:
        raise NotFound("the project was deleted a moment ago")
    return project


def _require_free_name(connection: Connection, project: Project, name: object) -> None:
    holder = store.find_project(connection, project.entity_name, str(name))
    if holder is not None and holder.project_id != project.project_id:
        raise Conflict(f"there is a project {project.entity_name}/{name} already")
