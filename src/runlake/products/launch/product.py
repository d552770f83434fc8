"""`class Launch`: runs that wait to be started, and the agents that start them."""

import secrets
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.live import LiveBus
from runlake.model import Principal, Project
from runlake.model.clock import Clock
from runlake.model.texts import check_texts
from runlake.products.launch.handing_out import Acknowledge, Complain, Pop
from runlake.products.launch.news import ToldWrites
from runlake.products.launch.queues import Queues
from runlake.products.launch.records import Item, LaunchAgent, Mark, Queue
from runlake.products.launch.rules import Now
from runlake.products.launch.specs import Wish, check_size, priority_of, spec_for
from runlake.products.launch.store import agents as agent_store
from runlake.products.launch.store import items as item_store
from runlake.settings import LaunchSettings
from runlake.storage.metadata import Metadata

MAX_OPEN_ITEMS = 100_000
"""In one queue."""
_MAX_QUEUES_OF_AGENT = 1_000
_MAX_AGENTS = 1_000


class Launch:
    """All queues of all projects. Callers have checked that the caller may read the project; writes check themselves.

    There is no task beside the requests: leases that ran out and agents that fell silent are noticed when somebody
    looks at the queue.
    """

    def __init__(self, metadata: Metadata, bus: LiveBus, clock: Clock, settings: LaunchSettings) -> None:
        self._told = ToldWrites(metadata, bus)
        self.queues = Queues(metadata, self._told, clock)
        self._metadata = metadata
        self._clock = clock
        self._settings = settings

    # items

    async def find_item(self, item_number: int) -> Item | None:
        """The item of that number; the caller checks its queue."""
        return await self._metadata.read(partial(item_store.find_item, item_number=item_number, now=self._now()))

    async def items(self, queue: Queue, *, before: int | None = None, limit: int = 100) -> list[Item]:
        """A page of a queue's items, newest first; `before` is the last `item_number` of an earlier page."""
        work = partial(
            item_store.list_items, queue_number=queue.queue_number, now=self._now(), before=before, limit=limit
        )
        return await self._metadata.read(work)

    async def open_counts(self, queues: Sequence[Queue]) -> dict[int, int]:
        """How many items wait, are being started or run, by queue number; queues without any are absent."""
        numbers = [queue.queue_number for queue in queues]
        return await self._metadata.read(partial(item_store.count_open, queue_numbers=numbers))

    async def push(self, principal: Principal, project: Project, queue: Queue, wish: Wish, target: Project) -> Item:
        """Have a run started in `target`; durable on return.

        Raises PermissionDenied when the caller may not write there or here, InvalidInput for values that the queue does
        not allow, LimitExceeded.
        """
        project.require_write(principal)
        target.require_write(principal)
        resource = None
        if queue.resource_number is not None:
            resource = await self.queues.find_resource(queue.resource_number)
        now = self._now()
        values: dict[str, object] = {"queue_number": queue.queue_number, "spec": spec_for(wish, resource)}
        values |= {"priority": priority_of(wish, queue), "target_project_id": target.project_id}
        values |= {"mark": Mark.PENDING.value, "times_claimed": 0, "file_paths": []}
        values |= {"user_id": principal.user_id, "created_at": now.at, "updated_at": now.at}

        def work(connection: Connection) -> Item:
            open_count = item_store.count_open(connection, [queue.queue_number]).get(queue.queue_number, 0)
            if open_count >= MAX_OPEN_ITEMS:
                raise LimitExceeded(f"queue {queue.name} is full: {MAX_OPEN_ITEMS} runs wait already")
            found = item_store.find_item(connection, item_store.insert_item(connection, values), now)
            assert found is not None  # noqa: S101 - inserted just now
            return found

        return await self._told.write(project.project_id, work)

    async def delete_item(self, principal: Principal, project: Project, queue: Queue, item_number: int) -> bool:
        """Take an item out of its queue; a run that was started goes on. False when it was not there."""
        project.require_write(principal)
        work = partial(item_store.delete_item, queue_number=queue.queue_number, item_number=item_number)
        return await self._told.write(project.project_id, work)

    # what agents ask

    async def pop(self, principal: Principal, project: Project, queue: Queue, agent_number: int | None) -> Item | None:
        """Lease the next item to an agent; None when nothing waits.

        No two agents get the same item, unless the lease ran out before it was acknowledged, or the agent fell silent
        before its run began: then it is given out once more.
        """
        project.require_write(principal)
        if agent_number is not None:
            agent = await self.find_agent(agent_number)
            if agent is None or agent.project_id != project.project_id:
                raise NotFound("this agent is not known in the project of the queue")
        return await self._told.write(project.project_id, Pop(queue.queue_number, agent_number, self._now()))

    async def acknowledge(self, principal: Principal, project: Project, item: Item, run_id: str) -> bool:
        """An agent takes what it was given, and starts that run. False when somebody else has it. May be repeated."""
        project.require_write(principal)
        check_texts({"run name": run_id})
        if not 0 < len(run_id) <= 512:
            raise InvalidInput("a run's name has 1 to 512 characters")
        return await self._told.write(project.project_id, Acknowledge(item.item_number, run_id, self._now()))

    async def complain(
        self,
        principal: Principal,
        project: Project,
        item: Item,
        message: str,
        stage: str,
        files: Sequence[str],
        *,
        fails: bool,
    ) -> bool:
        """An agent reports trouble with an item; with `fails` it is given up. False when no agent ever had it."""
        project.require_write(principal)
        check_texts({"message": message, "stage": stage, "files": tuple(files)})
        work = Complain(item.item_number, message, stage, tuple(files), fails, self._now())
        return await self._told.write(project.project_id, work)

    # agents

    async def create_agent(
        self,
        principal: Principal,
        project: Project,
        queues: Sequence[Queue],
        host: str,
        config: Mapping[str, Any],
        version: str | None,
    ) -> LaunchAgent:
        """Register a process that will ask these queues of the project. Raises PermissionDenied, InvalidInput."""
        project.require_write(principal)
        if len(queues) > _MAX_QUEUES_OF_AGENT or any(queue.project_id != project.project_id for queue in queues):
            raise InvalidInput("an agent serves queues of one project")
        check_texts({"hostname": host, "version": version})
        check_size("agent config", dict(config))
        now = self._clock()
        values: dict[str, object] = {"project_id": project.project_id, "name": f"launch-agent-{secrets.token_hex(4)}"}
        values |= {"host": host[:1000], "queue_numbers": [queue.queue_number for queue in queues]}
        values |= {"config": dict(config), "version": version and version[:200], "status": "POLLING"}
        values |= {"stop_requested": False, "user_id": principal.user_id, "created_at": now, "heartbeat_at": now}
        return await self._told.write(project.project_id, partial(agent_store.insert_agent, values=values))

    async def find_agent(self, agent_number: int) -> LaunchAgent | None:
        """The agent of that number; the caller checks its project."""
        return await self._metadata.read(partial(agent_store.find_agent, agent_number=agent_number))

    async def agents(self, project_ids: Sequence[int]) -> list[LaunchAgent]:
        """The agents of projects, the 1,000 that were heard last."""
        return await self._metadata.read(partial(agent_store.list_agents, project_ids=project_ids, limit=_MAX_AGENTS))

    def is_heard(self, agent: LaunchAgent) -> bool:
        """True when the agent has given a sign of life lately, and did not say that it ends."""
        return agent.status != "KILLED" and agent.heartbeat_at > self._now().silent_since

    async def heartbeat(self, principal: Principal, project: Project, agent: LaunchAgent, status: str | None) -> None:
        """Take an agent's sign of life, and what it says it does. Raises PermissionDenied."""
        project.require_write(principal)
        check_texts({"status": status})
        values: dict[str, object] = {"heartbeat_at": self._clock()}
        if status is not None:
            values["status"] = status[:40]
        await self._metadata.write(partial(agent_store.update_agent, agent_number=agent.agent_number, values=values))
        if not self.is_heard(agent) or values.get("status", agent.status) != agent.status:
            self._told.tell(project.project_id)

    async def stop_agent(self, principal: Principal, project: Project, agent: LaunchAgent) -> None:
        """Ask an agent to end; it hears of it when it next looks, and stops what it runs. May be repeated."""
        project.require_write(principal)
        values: dict[str, object] = {"stop_requested": True}
        await self._metadata.write(partial(agent_store.update_agent, agent_number=agent.agent_number, values=values))
        self._told.tell(project.project_id)

    def _now(self) -> Now:
        return Now(self._clock(), self._settings.agent_timeout_s, self._settings.lease_s)
