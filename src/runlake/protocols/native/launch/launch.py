"""`…/launch-queues` and `…/launch-agents`: queues, what waits in them, and who serves them. Agents speak their client's protocol."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import InvalidInput, NotFound
from runlake.model import Project
from runlake.products.launch import Launch, Queue, QueueDraft
from runlake.protocols.native.deps import ProjectAccess, ReadProject, WriteProject
from runlake.protocols.native.launch.launch_rows import (
    LaunchAgentsBody,
    LaunchItemsBody,
    LaunchQueueRow,
    LaunchQueuesBody,
    StoppedBody,
    agent_row,
    item_row,
    queue_row,
)

_QUEUES = "/projects/{entity}/{project}/launch-queues"
_AGENTS = "/projects/{entity}/{project}/launch-agents"


class EditQueue(BaseModel):
    """What a queue is from now on. `settings` is what the resource gets, with `{{name}}` for variables."""

    model_config = ConfigDict(extra="forbid")

    resource: str = Field(min_length=1, max_length=64)
    settings: dict[str, Any] = Field(default_factory=dict)
    variables: dict[str, Any] = Field(default_factory=dict)
    prioritized: bool = False


class NewQueue(EditQueue):
    """A queue to make."""

    name: str = Field(min_length=1, max_length=64)


def launch_routes(launch: Launch) -> APIRouter:
    """The routes of launch queues."""
    router = APIRouter(tags=["launch"])
    _add_queues(router, launch)
    _add_items(router, launch)
    _add_agents(router, launch)
    return router


def _add_queues(router: APIRouter, launch: Launch) -> None:
    @router.get(_QUEUES)
    async def list_queues(target: ReadProject) -> LaunchQueuesBody:
        """The project's queues, by name."""
        queues = await launch.queues.list(target.principal, [target.project.project_id])
        return {"queues": await queue_rows(launch, queues)}

    @router.post(_QUEUES, status_code=201)
    async def create_queue(target: WriteProject, body: NewQueue) -> LaunchQueueRow:
        """Make a queue."""
        draft = await _draft(launch, target, body.name, body)
        queue = await launch.queues.create(target.principal, target.project, draft)
        return (await queue_rows(launch, [queue]))[0]

    @router.put(_QUEUES + "/{queue}")
    async def change_queue(target: WriteProject, queue: str, body: EditQueue) -> LaunchQueueRow:
        """Change what the queue's runs run on; what waits already keeps what it was given."""
        found = await get_queue(launch, target, queue)
        draft = replace(await _draft(launch, target, found.name, body), links=found.links)
        changed = await launch.queues.put(target.principal, target.project, draft)
        return (await queue_rows(launch, [changed]))[0]

    @router.delete(_QUEUES + "/{queue}", status_code=204)
    async def delete_queue(target: WriteProject, queue: str) -> None:
        """Delete a queue with what waits in it; runs that were started go on."""
        await launch.queues.delete(target.principal, target.project, await get_queue(launch, target, queue))


def _add_items(router: APIRouter, launch: Launch) -> None:
    @router.get(_QUEUES + "/{queue}/items")
    async def list_items(
        target: ReadProject,
        queue: str,
        limit: Annotated[int, Query(ge=1, le=500)] = 100,
        before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    ) -> LaunchItemsBody:
        """A queue's items, newest first; `before` is the last `item_number` of an earlier page."""
        found = await get_queue(launch, target, queue)
        items = await launch.items(found, before=before, limit=limit + 1)
        page = items[:limit]
        next_before = page[-1].item_number if len(items) > limit else None
        (row,) = await queue_rows(launch, [found])
        return {"queue": row, "items": [item_row(item) for item in page], "next_before": next_before}

    @router.delete(_QUEUES + "/{queue}/items/{item_number}", status_code=204)
    async def delete_item(target: WriteProject, queue: str, item_number: int) -> None:
        """Take an item out of its queue; a run that was started goes on."""
        if not 0 < item_number < 2**62:
            raise InvalidInput("item numbers are positive 63-bit integers")
        found = await get_queue(launch, target, queue)
        if not await launch.delete_item(target.principal, target.project, found, item_number):
            raise NotFound(f"item {item_number} is not in this queue")


def _add_agents(router: APIRouter, launch: Launch) -> None:
    @router.get(_AGENTS)
    async def list_agents(target: ReadProject) -> LaunchAgentsBody:
        """The agents of the project's queues; those heard last come first."""
        project_id = target.project.project_id
        queues = await launch.queues.list(target.principal, [project_id])
        names = {queue.queue_number: queue.name for queue in queues}
        agents = await launch.agents([project_id])
        return {"agents": [agent_row(agent, names, is_heard=launch.is_heard(agent)) for agent in agents]}

    @router.post(_AGENTS + "/{agent_number}/stop", status_code=202)
    async def stop_agent(target: WriteProject, agent_number: int) -> StoppedBody:
        """Ask an agent to end: it stops what it runs within seconds, when it next asks."""
        agent = await launch.find_agent(agent_number) if 0 < agent_number < 2**62 else None
        if agent is None or agent.project_id != target.project.project_id:
            raise NotFound(f"agent {agent_number} not found in this project")
        await launch.stop_agent(target.principal, target.project, agent)
        return {"agent_number": agent_number}


async def _draft(launch: Launch, target: ProjectAccess, name: str, body: EditQueue) -> QueueDraft:
    config = {"resource_args": {body.resource: body.settings}}
    number = await launch.queues.add_resource(
        target.principal, target.project.entity_id, body.resource, config, body.variables
    )
    return QueueDraft(name, is_prioritized=body.prioritized, resource_number=number)


async def get_queue(launch: Launch, target: ProjectAccess, name: str) -> Queue:
    """The queue of that name in the project of the address. Raises NotFound."""
    project: Project = target.project
    return await launch.queues.get(target.principal, project.project_id, name)


async def queue_rows(launch: Launch, queues: Sequence[Queue]) -> list[LaunchQueueRow]:
    """Queues with what is open in them and what they run on."""
    counts, resources = await launch.open_counts(queues), await launch.queues.resources(queues)
    return [
        queue_row(queue, counts.get(queue.queue_number, 0), resources.get(queue.resource_number or 0))
        for queue in queues
    ]
