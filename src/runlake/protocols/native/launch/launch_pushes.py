"""`POST …/launch-queues/{queue}/items`: a job is put into a queue, with what shall be different this time."""

from typing import Annotated, Any, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from runlake.model import Project
from runlake.products.launch import Launch, Wish
from runlake.protocols.native.deps import WriteProject
from runlake.protocols.native.launch.launch import get_queue
from runlake.protocols.native.launch.launch_rows import LaunchItemRow, item_row

_Argument = Annotated[str, Field(max_length=10_000)]


class ProjectFinder(Protocol):
    """The projects product has it."""

    async def get(self, entity_name: str, name: str) -> Project: ...


class NewLaunchItem(BaseModel):
    """A run to start. What is left out is as the job says, and as the queue says.

    `job` is `entity/project/name:version`; `entity` and `project` are where the run is logged. `config` overrides
    single keys of the run's config, `arguments` and `entry_point` replace those of the job. `variables` are values for
    the queue's template variables.
    """

    model_config = ConfigDict(extra="forbid")

    job: str = Field(max_length=1000, pattern=r"^[^/]+/[^/]+/[^/:]+(:[^/:]+)?$")
    entity: str = Field(min_length=1, max_length=256)
    project: str = Field(min_length=1, max_length=256)
    name: str | None = Field(None, min_length=1, max_length=512)
    config: dict[str, Any] = Field(default_factory=dict)
    arguments: list[_Argument] | None = Field(None, max_length=1000)
    entry_point: list[_Argument] | None = Field(None, max_length=1000)
    priority: int | None = Field(None, ge=0, le=3)
    variables: dict[str, Any] = Field(default_factory=dict)


def launch_push_routes(launch: Launch, projects: ProjectFinder) -> APIRouter:
    """The route that puts jobs into queues."""
    router = APIRouter(tags=["launch"])

    @router.post("/projects/{entity}/{project}/launch-queues/{queue}/items", status_code=201)
    async def push_item(target: WriteProject, queue: str, body: NewLaunchItem) -> LaunchItemRow:
        """Have an agent of the queue start a job."""
        found = await get_queue(launch, target, queue)
        place = await projects.get(body.entity, body.project)
        place.require_write(target.principal)
        wish = Wish(_spec(body, target.principal.username), body.variables, body.priority)
        return item_row(await launch.push(target.principal, target.project, found, wish, place))

    return router


def _spec(body: NewLaunchItem, author: str) -> dict[str, Any]:
    """As `wandb launch` makes it. Source: `construct_launch_spec` in `wandb/sdk/launch/utils.py`."""
    overrides: dict[str, Any] = {"run_config": body.config}
    if body.arguments is not None:
        overrides["args"] = body.arguments
    if body.entry_point:
        overrides["entry_point"] = body.entry_point
    spec = {"job": body.job, "entity": body.entity, "project": body.project, "author": author}
    named = {} if body.name is None else {"name": body.name}
    return {**spec, **named, "docker": {}, "git": {}, "resource": None, "overrides": overrides}
