"""`class Queues`: making, changing and finding queues, and the resources that they ask for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.model import Principal, Project, Role
from runlake.model.clock import Clock
from runlake.model.texts import check_texts
from runlake.products.launch.news import ToldWrites
from runlake.products.launch.records import Queue, QueueDraft, Resource
from runlake.products.launch.specs import check_size
from runlake.products.launch.store import queues as store
from runlake.products.launch.variables import check_variables
from runlake.storage.metadata import Metadata

MAX_QUEUES = 1_000
"""In one project."""
_MAX_NAME_CHARS = 64
_MAX_KIND_CHARS = 64


class Queues:
    """The queues of all projects. Callers have checked that the caller may read the project; writes check themselves."""

    def __init__(self, metadata: Metadata, told: ToldWrites, clock: Clock) -> None:
        self._metadata = metadata
        self._told = told
        self._clock = clock

    async def find(self, principal: Principal, project_id: int, name: str) -> Queue | None:
        """The queue of that name, unless it is somebody else's own."""
        queue = await self._metadata.read(partial(store.find_queue, project_id=project_id, name=name))
        return queue if queue is not None and may_use(principal, queue) else None

    async def get(self, principal: Principal, project_id: int, name: str) -> Queue:
        """The same. Raises NotFound."""
        queue = await self.find(principal, project_id, name)
        if queue is None:
            raise NotFound(f"queue {name!r:.80} not found in this project")
        return queue

    async def find_by_number(self, principal: Principal, queue_number: int) -> Queue | None:
        """The queue of that number, unless it is somebody else's own; the caller checks its project."""
        queue = await self._metadata.read(partial(store.find_queue_by_number, queue_number=queue_number))
        return queue if queue is not None and may_use(principal, queue) else None

    async def list(self, principal: Principal, project_ids: Sequence[int]) -> "list[Queue]":
        """The queues of projects, by name."""
        found = await self._metadata.read(partial(store.list_queues, project_ids=project_ids, limit=MAX_QUEUES))
        return [queue for queue in found if may_use(principal, queue)]

    async def create(self, principal: Principal, project: Project, draft: QueueDraft) -> Queue:
        """Make a queue, durable on return. Raises PermissionDenied, InvalidInput, LimitExceeded, Conflict."""
        return await self._told.write(project.project_id, self._checked(principal, project, draft, replaces=False))

    async def put(self, principal: Principal, project: Project, draft: QueueDraft) -> Queue:
        """Make a queue, or change the one of that name; may be repeated. Who has a private queue keeps it."""
        return await self._told.write(project.project_id, self._checked(principal, project, draft, replaces=True))

    def _checked(self, principal: Principal, project: Project, draft: QueueDraft, *, replaces: bool) -> "_Put":
        project.require_write(principal)
        check_texts({"name": draft.name})
        if not 0 < len(draft.name) <= _MAX_NAME_CHARS or draft.name != draft.name.strip():
            raise InvalidInput(f"a queue's name has 1 to {_MAX_NAME_CHARS} characters, and no spaces around it")
        check_size("set of links", dict(draft.links))
        return _Put(principal, project, draft, replaces, self._clock())

    async def delete(self, principal: Principal, project: Project, queue: Queue) -> bool:
        """Delete a queue with what waits in it; runs that were started stay. May be repeated."""
        project.require_write(principal)
        return await self._told.write(project.project_id, partial(store.delete_queue, queue=queue))

    async def add_resource(
        self,
        principal: Principal,
        entity_id: int,
        kind: str,
        config: Mapping[str, Any],
        variables: Mapping[str, Any],
    ) -> int:
        """Keep what queues of an entity may ask for; returns its number. Raises PermissionDenied, InvalidInput."""
        if (principal.role_in(entity_id) or 0) < Role.MEMBER:
            raise PermissionDenied(f"{principal.username} may not add resources here: it needs the role member")
        check_texts({"resource": kind})
        if not 0 < len(kind) <= _MAX_KIND_CHARS:
            raise InvalidInput(f"the name of a resource has 1 to {_MAX_KIND_CHARS} characters")
        check_size("resource config", dict(config))
        check_size("set of template variables", dict(variables))
        check_variables(variables)
        values = {"entity_id": entity_id, "kind": kind, "config": dict(config), "variables": dict(variables)}
        values["created_at"] = self._clock()
        return await self._metadata.write(partial(store.insert_resource, values=values))

    async def find_resource(self, resource_number: int) -> Resource | None:
        """The resource of that number; the caller checks its entity."""
        return await self._metadata.read(partial(store.find_resource, resource_number=resource_number))

    async def resources(self, queues: Sequence[Queue]) -> dict[int, Resource]:
        """The resources of queues, by number."""
        numbers = [queue.resource_number for queue in queues if queue.resource_number is not None]
        return await self._metadata.read(partial(store.list_resources, resource_numbers=numbers))


def may_use(principal: Principal, queue: Queue) -> bool:
    """Private queues are for their makers, and for admins of the server."""
    return not queue.is_private or principal.is_admin or queue.user_id == principal.user_id


class _Put:
    """Makes a queue or changes it, in one transaction."""

    def __init__(
        self, principal: Principal, project: Project, draft: QueueDraft, replaces: bool, now: datetime
    ) -> None:
        self._principal = principal
        self._project = project
        self._draft = draft
        self._replaces = replaces
        self._now = now

    def __call__(self, connection: Connection) -> Queue:
        self._check_resource(connection)
        found = store.find_queue(connection, self._project.project_id, self._draft.name)
        if found is None:
            return self._insert(connection)
        if not self._replaces or not may_use(self._principal, found):
            raise Conflict(f"there is a queue {self._draft.name} in this project already")
        return self._update(connection, found)

    def _check_resource(self, connection: Connection) -> None:
        number = self._draft.resource_number
        if number is None:
            return
        resource = store.find_resource(connection, number)
        if resource is None or resource.entity_id != self._project.entity_id:
            raise NotFound("the resource config of the queue is not one of this entity's")

    def _insert(self, connection: Connection) -> Queue:
        if store.count_queues(connection, self._project.project_id) >= MAX_QUEUES:
            raise LimitExceeded(f"a project may have {MAX_QUEUES} queues: delete some")
        values = self._values() | {"project_id": self._project.project_id, "name": self._draft.name}
        values |= {"is_private": self._draft.is_private, "resource_number": self._draft.resource_number}
        values |= {"user_id": self._principal.user_id, "created_at": self._now}
        return store.insert_queue(connection, values)

    def _update(self, connection: Connection, found: Queue) -> Queue:
        values = self._values()
        if self._draft.resource_number is not None:
            values["resource_number"] = self._draft.resource_number
        store.update_queue(connection, found.queue_number, values)
        if values.get("resource_number", found.resource_number) != found.resource_number:
            store.delete_unused_resource(connection, found.resource_number)
        changed = store.find_queue_by_number(connection, found.queue_number)
        assert changed is not None  # noqa: S101 - read above, in this transaction
        return changed

    def _values(self) -> dict[str, object]:
        links = dict(self._draft.links)
        return {"is_prioritized": self._draft.is_prioritized, "links": links, "updated_at": self._now}
