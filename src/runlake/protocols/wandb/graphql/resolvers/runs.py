"""Reading runs: one, lists, and what else a run knows about itself."""

from collections.abc import Sequence
from typing import Any

from ariadne import ObjectType

from runlake.model import Run
from runlake.products.runs import RunsQuery
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.filters import parse_filters, parse_order
from runlake.protocols.wandb.graphql.many import ManyType
from runlake.protocols.wandb.graphql.people import user_node
from runlake.protocols.wandb.graphql.resolvers.lookup import asks_only, context_of, node_of, project_node_of
from runlake.protocols.wandb.graphql.run_info import run_info
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode, RunNode, wandb_config

_DEFAULT_PAGE = 50
_MAX_PAGE = 1000

project_type = ObjectType("Project")
run_type = ObjectType("Run")
many_runs = ManyType("Run")


@project_type.field("run")
@project_type.field("bucket")
async def resolve_run(node: ProjectNode, info: Info, name: str, **_: Any) -> RunNode | None:
    """A run by the client's id; null when there is none."""
    context = context_of(info)
    run = await context.services.runs.find(node.project.project_id, name)
    return None if run is None else node_of(context, run, node.project)


@project_type.field("runCount")
async def resolve_run_count(node: ProjectNode, info: Info, filters: str | None = None) -> int:
    return await context_of(info).services.runs.count(node.project.project_id, parse_filters(filters))


@project_type.field("runs")
async def resolve_runs(
    node: ProjectNode,
    info: Info,
    filters: str | None = None,
    after: str | None = None,
    first: int | None = None,
    order: str | None = None,
) -> Node:
    """A page of runs. Clients go on from the last edge's cursor or from `endCursor`: both are given."""
    context = context_of(info)
    limit = min(max(first if first is not None else _DEFAULT_PAGE, 1), _MAX_PAGE)
    query = RunsQuery(
        filter=parse_filters(filters), sort=parse_order(order or "+created_at"), limit=limit, cursor=after or None
    )
    page = await context.services.runs.search(node.project.project_id, query)
    return _connection(context, node, page.runs, page.next_cursor)


@project_type.field("buckets")
async def resolve_buckets(node: ProjectNode, info: Info, first: int | None = None) -> Node:
    """The old name of runs, newest first."""
    connection: Node = await resolve_runs(node, info, first=first, order="-created_at")
    return connection


def _connection(context: Context, node: ProjectNode, runs: Sequence[Run], next_cursor: str | None) -> Node:
    last = len(runs) - 1
    edges = [
        Node(node=node_of(context, run, node.project), cursor=(next_cursor or "") if index == last else "")
        for index, run in enumerate(runs)
    ]
    return Node(edges=edges, pageInfo=Node(endCursor=next_cursor, hasNextPage=next_cursor is not None))


@run_type.field("project")
def resolve_project(node: RunNode, info: Info) -> ProjectNode | None:
    return project_node_of(info.context, node.project)


@run_type.field("wandbConfig")
def resolve_wandb_config(node: RunNode, info: Info, keys: list[str] | None = None) -> str:
    """Decides whether a run was started: its `t` is there once a process has run. Source: protocol notes 3.3."""
    return wandb_config(node.run.config_json, keys)


@many_runs.field("user")
async def resolve_user(nodes: Sequence[RunNode], info: Info) -> list[Node]:
    """Never null: clients take it apart unasked. Source: protocol notes 7.2."""
    names = [node.run.username or "" for node in nodes]
    are_enough = asks_only(info, "name", "username")
    users = {name: await _user(info.context, name, look_up=not are_enough) for name in set(names)}
    return [users[name] for name in names]


async def _user(context: Context, name: str, *, look_up: bool) -> Node:
    user = None
    if name and look_up:
        context.budget.spend()
        user = await context.services.identity.find_user(name)
    return Node(id="", name=name, username=name) if user is None else user_node(user, context.principal)


@run_type.field("runInfo")
def resolve_run_info(node: RunNode, info: Info) -> dict[str, Any] | None:
    return run_info(node.run)


BINDABLES = (project_type, run_type, many_runs)
