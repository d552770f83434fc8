"""Changing runs."""

from dataclasses import replace
from typing import Any

from ariadne import MutationType

from runlake.errors import InvalidInput
from runlake.model import Project
from runlake.products.runs import RunUpsert
from runlake.protocols.branch_summaries import with_branch_summary
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_project, get_run_by_id, node_of
from runlake.protocols.wandb.graphql.resolvers.sweeps import sweep_name
from runlake.protocols.wandb.graphql.translate import DEFAULT_PROJECT, Node, parse_state, run_upsert

mutation = MutationType()


@mutation.field("upsertBucket")
async def upsert_bucket(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Create a run, or change the fields that are not null; its project appears when it is first used."""
    context = context_of(info)
    wanted = run_upsert(input)
    project = await _project_of(context, input, wanted)
    sweep = await sweep_name(context, wanted.sweep, project)
    wanted = replace(wanted, sweep=sweep, shared=bool(context.writer))
    run, inserted = await context.services.runs.upsert(context.principal, project, wanted)
    if inserted:
        context.services.streams.begin(run)
    run = await with_branch_summary(context.services.runs, context.services.metrics, run)
    settings = Node(serverMessages=[])
    return Node(bucket=node_of(context, run, project), inserted=inserted, serverSettings=settings)


async def _project_of(context: Context, given: dict[str, Any], wanted: RunUpsert) -> Project:
    if wanted.run_number is not None:
        return (await get_run_by_id(context, given["id"])).project
    entity_name = given.get("entityName") or context.default_entity
    name = given.get("modelName") or DEFAULT_PROJECT
    return await context.services.projects.get_or_create(context.principal, entity_name, name)


@mutation.field("rewindRun")
async def rewind_run(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Cut the run's live branch after a step; the tail stays stored. The summary is that of the branch as it is now."""
    context = context_of(info)
    step = input["metricValue"]
    if input["metricName"] != "_step" or step != int(step):
        raise InvalidInput(f"runs are rewound to a whole _step, not to {input['metricName']}={step}")
    project = await get_project(context, input.get("entityName"), input.get("projectName"))
    project.require_write(context.principal)
    run = await context.services.runs.rewind(project.project_id, input["runName"], int(step))
    run = await with_branch_summary(context.services.runs, context.services.metrics, run)
    return Node(rewoundRun=node_of(context, run, project))


@mutation.field("deleteRun")
async def delete_run(_: object, info: Info, input: dict[str, Any]) -> Node:
    context = context_of(info)
    node = await get_run_by_id(context, input["id"])
    if input.get("deleteArtifacts"):
        await context.services.artifacts.changing.delete_outputs(node.run.run_number)
    await context.services.runs.delete(context.principal, node.run)
    return Node(clientMutationId=input.get("clientMutationId"))


@mutation.field("stopRun")
async def stop_run(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Ask the run's process to stop; it learns so from its next file-stream answer."""
    context = context_of(info)
    node = await get_run_by_id(context, input["id"])
    await context.services.runs.stop(context.principal, node.run)
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


@mutation.field("updateRunState")
async def update_run_state(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Set a state by hand. Which transitions are allowed: protocol notes 3.5."""
    context = context_of(info)
    node = await get_run_by_id(context, input["id"])
    await context.services.runs.set_state(node.run, parse_state(input["state"]))
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


BINDABLES = (mutation,)
