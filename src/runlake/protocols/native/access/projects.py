"""Projects with how busy they are: /projects."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from runlake.model import Principal, Project, Visibility
from runlake.products.projects import ProjectChange
from runlake.protocols.native.deps import Caller, ReadProject, access_of

_ACTIVITY_DAYS = 30


class Activity(Protocol):
    """How busy a project is."""

    @property
    def run_count(self) -> int: ...
    @property
    def running_count(self) -> int: ...
    @property
    def last_activity_at(self) -> datetime | None: ...
    @property
    def runs_per_day(self) -> Sequence[int]:
        """Runs created on each of the last 30 days (UTC), oldest first, today last."""
        ...


class ProjectActivity(Protocol):
    """Answers for many projects at once; projects without runs may be left out. The runs product has it."""

    async def __call__(self, project_ids: Sequence[int]) -> Mapping[int, Activity]: ...


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewProject(_Body):
    """A project to make."""

    entity: str
    name: str
    description: str | None = None
    visibility: Visibility = Visibility.PRIVATE


class EditProject(_Body):
    """What to change; what is left out keeps its value."""

    name: str | None = Field(None, min_length=1)
    description: str | None = None
    visibility: Visibility | None = None


class ProjectBody(BaseModel):
    """A project."""

    entity: str
    name: str
    description: str | None
    visibility: Visibility
    role: str = Field(description="What the caller may do here: viewer, member or admin.")
    created_at: datetime
    run_count: int
    running_count: int
    last_activity_at: datetime | None
    activity: list[int] = Field(description="Runs created per day, oldest first, 30 numbers.")


class ProjectList(BaseModel):
    """Projects, by owner and name."""

    projects: list[ProjectBody]


def project_routes(activity: ProjectActivity) -> APIRouter:
    """The routes of /projects that are about projects themselves."""
    router = APIRouter(tags=["projects"])

    @router.get("/projects")
    async def list_projects(request: Request, caller: Caller, entity: str | None = None) -> ProjectList:
        """The projects that the caller may read."""
        projects = await access_of(request).projects.list(caller, entity)
        activities = await activity([project.project_id for project in projects])
        return ProjectList(projects=[_body(each, caller, activities.get(each.project_id)) for each in projects])

    @router.post("/projects", status_code=201)
    async def create_project(request: Request, caller: Caller, body: NewProject) -> ProjectBody:
        """Make a project."""
        project = await access_of(request).projects.create(
            caller, body.entity, body.name, description=body.description, visibility=body.visibility
        )
        return _body(project, caller, None)

    _add_single_routes(router, activity)
    return router


def _add_single_routes(router: APIRouter, activity: ProjectActivity) -> None:
    @router.get("/projects/{entity}/{project}")
    async def get_project(target: ReadProject) -> ProjectBody:
        """One project."""
        return await _described(target.project, target.principal, activity)

    @router.patch("/projects/{entity}/{project}")
    async def edit_project(request: Request, target: ReadProject, body: EditProject) -> ProjectBody:
        """Change a project: members its description, admins its name and visibility too."""
        change = ProjectChange(body.name, body.description, body.visibility)
        project = await access_of(request).projects.update(target.principal, target.project, change)
        return await _described(project, target.principal, activity)

    @router.delete("/projects/{entity}/{project}", status_code=204)
    async def delete_project(request: Request, target: ReadProject) -> None:
        """Delete a project with its runs; for admins of its entity."""
        await access_of(request).projects.delete(target.principal, target.project)


async def _described(project: Project, principal: Principal, activity: ProjectActivity) -> ProjectBody:
    activities = await activity([project.project_id])
    return _body(project, principal, activities.get(project.project_id))


def _body(project: Project, principal: Principal, activity: Activity | None) -> ProjectBody:
    role = project.role_of(principal)
    return ProjectBody(
        entity=project.entity_name,
        name=project.name,
        description=project.description,
        visibility=project.visibility,
        role=role.name.lower() if role else "",
        created_at=project.created_at,
        run_count=activity.run_count if activity else 0,
        running_count=activity.running_count if activity else 0,
        last_activity_at=activity.last_activity_at if activity else None,
        activity=list(activity.runs_per_day) if activity else [0] * _ACTIVITY_DAYS,
    )
