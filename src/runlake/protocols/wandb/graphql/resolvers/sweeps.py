"""Sweeps: making, changing, reading. Source: protocol notes 11.1 and 11.2."""

from typing import Any

from ariadne import MutationType, ObjectType

from runlake.errors import InvalidInput, NotFound
from runlake.model import Project
from runlake.products.runs import RunsQuery
from runlake.products.sweeps import RunCounts, SweepChange, SweepsQuery
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.filters import parse_filters, parse_order
from runlake.protocols.wandb.graphql.ids import decode_number
from runlake.protocols.wandb.graphql.launch_nodes import QueueNode
from runlake.protocols.wandb.graphql.listed_filters import matches
from runlake.protocols.wandb.graphql.paging import page_of
from runlake.protocols.wandb.graphql.people import UserNode, user_node
from runlake.protocols.wandb.graphql.resolvers.launch_queues import find_named_queue, push_to
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_project, node_of, project_node_of
from runlake.protocols.wandb.graphql.scheduler_letters import push_of_scheduler, queue_of_scheduler, scheduler_letter
from runlake.protocols.wandb.graphql.sweep_filters import facts_of_sweep
from runlake.protocols.wandb.graphql.sweep_nodes import SweepNode, parse_args, sweep_change, sweep_node
from runlake.protocols.wandb.graphql.translate import DEFAULT_PROJECT, Node, ProjectNode
from runlake.query import Compare, Filter

MAX_RUNS = 5_000
"""Of one sweep, in one answer: the clients that ask for a sweep's runs do not page."""
_PAGE = 1_000
_DEFAULT_PAGE = 50

mutation = MutationType()
project_type = ObjectType("Project")
sweep_type = ObjectType("Sweep")


@project_type.field("totalSweeps")
async def resolve_total(node: ProjectNode, info: Info) -> int:
    return await context_of(info).services.sweeps.count(node.project.project_id)


@project_type.field("sweep")
async def resolve_sweep(node: ProjectNode, info: Info, sweepName: str) -> SweepNode | None:  # noqa: N803
    """The sweep of that short id; null when there is none."""
    sweep = await context_of(info).services.sweeps.find(node.project.project_id, sweepName)
    return None if sweep is None else sweep_node(sweep, node.project)


@project_type.field("sweeps")
async def resolve_sweeps(
    node: ProjectNode, info: Info, after: str | None = None, first: int | None = None, filters: str | None = None
) -> Node:
    """A page of the project's sweeps, newest first."""
    wanted = _DEFAULT_PAGE if first is None else min(max(first, 0), _PAGE)
    after_number = decode_number(after, "Sweep") if after else None
    # One more than a page tells whether there is another.
    nodes = await _sweeps_after(context_of(info), node.project, parse_filters(filters), after_number, wanted + 1)
    return page_of(nodes, None, wanted)


async def _sweeps_after(
    context: Context, project: Project, found: Filter | None, after: int | None, wanted: int
) -> list[SweepNode]:
    """At least `wanted` of the sweeps that match, made before the one of number `after`; fewer when there are no more."""
    nodes: list[SweepNode] = []
    while len(nodes) < wanted:
        sweeps = await context.services.sweeps.search(project.project_id, SweepsQuery(after=after, limit=_PAGE))
        nodes += [sweep_node(sweep, project) for sweep in sweeps if matches(found, facts_of_sweep(sweep))]
        if len(sweeps) < _PAGE:
            break
        after = sweeps[-1].sweep_number
        context.budget.spend()
    return nodes


@sweep_type.field("project")
def resolve_project(node: SweepNode, info: Info) -> ProjectNode | None:
    return project_node_of(info.context, node.project)


@sweep_type.field("user")
async def resolve_user(node: SweepNode, info: Info) -> UserNode | None:
    """Who made the sweep."""
    context = context_of(info)
    if node.sweep.user_id is None:
        return None
    user = await context.services.identity.find_user_by_id(node.sweep.user_id)
    return None if user is None else user_node(user, context.principal)


@sweep_type.field("runCount")
async def resolve_run_count(node: SweepNode, info: Info) -> int:
    sweep = node.sweep
    counts = await context_of(info).services.sweeps.run_counts(sweep.project_id, [sweep.sweep_id])
    return counts.get(sweep.sweep_id, RunCounts()).total


@sweep_type.field("bestLoss")
async def resolve_best_loss(node: SweepNode, info: Info) -> float | None:
    best = await context_of(info).services.sweeps.best(node.sweep)
    return None if best is None else best.value


@sweep_type.field("runs")
async def resolve_runs(
    node: SweepNode, info: Info, first: int | None = None, after: str | None = None, order: str | None = None
) -> Node:
    """The sweep's runs, oldest first; without `first` all of them, as far as one answer can hold."""
    found = Compare("sweep", "eq", node.sweep.sweep_id)
    return await runs_that(context_of(info), node.project, found, first, after, order)


@sweep_type.field("priorRuns")
async def resolve_prior_runs(node: SweepNode, info: Info) -> Node:
    """The runs that were there before the sweep, and that its search knows of."""
    if not node.sweep.prior_runs:
        return Node(edges=[], pageInfo=Node(endCursor=None, hasNextPage=False))
    found = Compare("name", "in", list(node.sweep.prior_runs))
    return await runs_that(context_of(info), node.project, found, None, None, None)


async def runs_that(
    context: Context, project: Project, found: Filter, first: int | None, after: str | None, order: str | None
) -> Node:
    """A connection over the runs that match; without `first`, the first 5,000."""
    wanted = MAX_RUNS if first is None else min(max(first, 1), _PAGE)
    sort, cursor = parse_order(order or "+created_at"), after or None
    edges: list[Node] = []
    while True:
        limit = min(_PAGE, wanted - len(edges))
        page = await context.services.runs.search(project.project_id, RunsQuery(found, sort, limit, cursor))
        cursor = page.next_cursor
        edges += [Node(node=node_of(context, run, project), cursor="") for run in page.runs]
        if cursor is None or len(edges) >= wanted:
            break
        context.budget.spend()
    if edges:
        edges[-1]["cursor"] = cursor or ""
    return Node(edges=edges, pageInfo=Node(endCursor=cursor, hasNextPage=cursor is not None))


@mutation.field("upsertSweep")
async def upsert_sweep(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a sweep, or change what is not null of one; its project appears when it is first used."""
    context = context_of(info)
    change = sweep_change(input)
    sweeps = context.services.sweeps
    queue = await _queue_of_scheduler(context, input)
    if input.get("id"):
        node = await get_sweep(context, input["id"], input.get("entityName"), input.get("projectName"))
        project, sweep = node.project, await sweeps.update(context.principal, node.project, node.sweep, change)
    else:
        project = await _project_of(context, input)
        sweep = await sweeps.create(context.principal, project, change)
    if queue is not None:
        letter = scheduler_letter(input, sweep.sweep_id)
        sweep = await sweeps.update(context.principal, project, sweep, SweepChange(scheduler_json=letter))
        await push_to(context, queue, push_of_scheduler(letter, input.get("templateVariableValues")))
    changed = sweep_node(sweep, project)
    return Node(sweep=changed, configValidationWarnings=[], clientMutationId=input.get("clientMutationId"))


async def _queue_of_scheduler(context: Context, given: dict[str, Any]) -> QueueNode | None:
    """The launch queue that shall run the sweep's scheduler; looked up first, so that a wrong name makes no sweep."""
    if not given.get("launchScheduler"):
        return None
    entity_name = given.get("entityName") or context.default_entity
    return await find_named_queue(context, {"entityName": entity_name, **queue_of_scheduler(given)})


async def _project_of(context: Context, given: dict[str, Any]) -> Project:
    entity_name = given.get("entityName") or context.default_entity
    name = given.get("projectName") or DEFAULT_PROJECT
    return await context.services.projects.get_or_create(context.principal, entity_name, name)


async def get_sweep(
    context: Context, sweep_id: str, entity_name: str | None = None, project_name: str | None = None
) -> SweepNode:
    """A sweep by its global id, or by its short id in a project. Raises NotFound."""
    try:
        number = decode_number(sweep_id, "Sweep")
    except InvalidInput:
        project = await get_project(context, entity_name, project_name)
        return sweep_node(await context.services.sweeps.get(project.project_id, sweep_id), project)
    sweep = await context.services.sweeps.find_by_number(number)
    found = None if sweep is None else await context.services.projects.by_id(sweep.project_id)
    if sweep is None or found is None or found.role_of(context.principal) is None:
        raise NotFound(f"sweep {sweep_id!r:.60} not found, or you may not see it")
    return sweep_node(sweep, found)


async def sweep_name(context: Context, given: str | None, project: Project) -> str | None:
    """The short id of the sweep that a run says it belongs to, which may be a global id.

    What is no global id is kept: a run may name a sweep that is not there, or not yet.
    """
    if given is None:
        return None
    try:
        number = decode_number(given, "Sweep")
    except InvalidInput:
        return given
    sweep = await context.services.sweeps.find_by_number(number)
    if sweep is None or sweep.project_id != project.project_id:
        raise NotFound(f"sweep {given!r:.60} not found in this project")
    return sweep.sweep_id


@mutation.field("enqueueSweepRun")
async def enqueue_run(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Add a run by hand: the next free agent starts it."""
    context = context_of(info)
    node = await get_sweep(context, input["id"])
    args = parse_args(input["config"])
    run_id = await context.services.sweeps.enqueue(
        context.principal, node.project, node.sweep, args, input.get("displayName")
    )
    return Node(id=run_id, runQueueItemId=None, clientMutationId=input.get("clientMutationId"))


BINDABLES = (mutation, project_type, sweep_type)
