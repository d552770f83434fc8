"""The agents of sweeps, and what they are told to do. Source: protocol notes 11.3."""

from typing import Any

from ariadne import MutationType, ObjectType

from runlake.errors import NotFound
from runlake.model import Project
from runlake.products.sweeps import Agent, Sweep
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of
from runlake.protocols.wandb.graphql.resolvers.sweeps import get_sweep, runs_that
from runlake.protocols.wandb.graphql.sweep_nodes import AgentNode, SweepNode, agent_node, commands, parse_alive
from runlake.protocols.wandb.graphql.translate import Node
from runlake.query import Compare, Or

mutation = MutationType()
sweep_type = ObjectType("Sweep")
agent_type = ObjectType("Agent")


@sweep_type.field("agents")
async def resolve_agents(node: SweepNode, info: Info) -> Node:
    """All agents that ever worked for the sweep, oldest first."""
    return Node(edges=[Node(node=each) for each in await _agents(context_of(info), node)])


@sweep_type.field("agent")
async def resolve_agent(node: SweepNode, info: Info, agentName: str) -> AgentNode | None:  # noqa: N803
    """The agent of that name, or of that global id; null when there is none."""
    agents = await _agents(context_of(info), node)
    return next((each for each in agents if agentName in (each["name"], each["id"])), None)


async def _agents(context: Context, node: SweepNode) -> list[AgentNode]:
    sweeps = context.services.sweeps
    agents, cells = await sweeps.agents(node.sweep), await sweeps.cells(node.sweep)
    return [agent_node(agent, node.sweep, node.project, cells, is_heard=sweeps.is_heard(agent)) for agent in agents]


@agent_type.field("runs")
async def resolve_runs(
    node: AgentNode,
    info: Info,
    after: str | None = None,
    first: int | None = None,
    order: str | None = None,
    **_: Any,
) -> Node:
    """The runs of the cells that the agent was given, oldest first."""
    run_ids = [cell.run_id for cell in node.cells]
    found = Compare("name", "in", run_ids) if run_ids else Or(())
    return await runs_that(context_of(info), node.project, found, first, after, order)


@mutation.field("createAgent")
async def create_agent(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Register a process that will run cells of a sweep."""
    context = context_of(info)
    found = await get_sweep(context, input["sweep"], input.get("entityName"), input.get("projectName"))
    agent = await context.services.sweeps.create_agent(context.principal, found.project, found.sweep, input["host"])
    return Node(agent=_own(context, agent, found), clientMutationId=input.get("clientMutationId"))


@mutation.field("agentHeartbeat")
async def heartbeat(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Take an agent's sign of life, and say what it shall do. Not found tells it that its sweep was deleted."""
    context = context_of(info)
    agent, _sweep, project = await _find(context, input["id"])
    alive = parse_alive(input.get("runState"))
    orders = await context.services.sweeps.heartbeat(context.principal, project, agent, alive)
    node = agent_node(orders.agent, orders.sweep, project, (), is_heard=True)
    return Node(agent=node, commands=commands(orders), clientMutationId=input.get("clientMutationId"))


async def _find(context: Context, global_id: str) -> tuple[Agent, Sweep, Project]:
    found = await context.services.sweeps.find_agent(decode_number(global_id, "Agent"))
    project = None if found is None else await context.services.projects.by_id(found[1].project_id)
    if found is None or project is None or project.role_of(context.principal) is None:
        raise NotFound("this agent is not known: its sweep was deleted, or you may not see it")
    return *found, project


def _own(context: Context, agent: Agent, found: SweepNode) -> AgentNode:
    return agent_node(agent, found.sweep, found.project, (), is_heard=context.services.sweeps.is_heard(agent))


BINDABLES = (mutation, sweep_type, agent_type)
