"""`GET /entities/{entity}/launch`: the queues and agents of all projects of a user or team that the caller may see."""

from collections.abc import Sequence
from typing import Protocol

from fastapi import APIRouter, Request
from typing_extensions import TypedDict

from runlake.errors import NotFound
from runlake.model import Principal, Project
from runlake.products.launch import Launch
from runlake.protocols.native.deps import Caller, access_of
from runlake.protocols.native.launch.launch import queue_rows
from runlake.protocols.native.launch.launch_rows import LaunchAgentRow, LaunchQueueRow, agent_row


class ProjectLister(Protocol):
    """The projects product has it."""

    async def list(self, principal: Principal, entity_name: str | None = None) -> "Sequence[Project]": ...


class QueueOfProject(TypedDict):
    """A queue, and the project that keeps it."""

    project: str
    queue: LaunchQueueRow


class AgentOfProject(TypedDict):
    """An agent, and the project whose queues it serves."""

    project: str
    agent: LaunchAgentRow


class EntityLaunchBody(TypedDict):
    """All that is launched for an entity."""

    queues: list[QueueOfProject]
    agents: list[AgentOfProject]


def entity_launch_routes(launch: Launch, projects: ProjectLister) -> APIRouter:
    """The route of an entity's launch page."""
    router = APIRouter(tags=["launch"])

    @router.get("/entities/{entity}/launch")
    async def show_launch(request: Request, caller: Caller, entity: str) -> EntityLaunchBody:
        """Queues by name, 1,000 at most; the 1,000 agents that were heard last."""
        names = {project.project_id: project.name for project in await projects.list(caller, entity)}
        if not names:
            await _require_member(request, caller, entity)
        queues = await launch.queues.list(caller, list(names))
        rows = await queue_rows(launch, queues)
        called = {queue.queue_number: queue.name for queue in queues}
        return {
            "queues": [
                {"project": names[queue.project_id], "queue": row} for queue, row in zip(queues, rows, strict=True)
            ],
            "agents": [
                {"project": names[one.project_id], "agent": agent_row(one, called, is_heard=launch.is_heard(one))}
                for one in await launch.agents(list(names))
            ],
        }

    return router


async def _require_member(request: Request, caller: Principal, name: str) -> None:
    """Strangers must not learn which entities there are."""
    found = await access_of(request).identity.find_entity(name)
    if found is None or caller.role_in(found.entity_id) is None:
        raise NotFound(f"entity {name!r:.80} not found, or you may not see it")
