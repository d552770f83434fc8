"""Resolvers, a module per subject. Each offers `BINDABLES`."""

from ariadne import SchemaBindable

from runlake.protocols.wandb.graphql.resolvers import (
    alerts,
    artifact_changes,
    artifact_collections,
    artifact_logging,
    artifact_parts,
    artifacts,
    automations,
    charts,
    entities,
    files,
    history,
    launch_agents,
    launch_queues,
    logs,
    projects,
    registries,
    run_mutations,
    runs,
    server,
    sweep_agents,
    sweeps,
    teams,
    users,
    views,
)

_MODULES = (server, users, teams, entities, projects, runs, run_mutations, history, logs, files, views, charts, alerts)
_AUTOMATIONS = (automations,)
_ARTIFACTS = (artifacts, artifact_collections, artifact_logging, artifact_parts, artifact_changes, registries)
_SWEEPS = (sweeps, sweep_agents)
_LAUNCH = (launch_queues, launch_agents)

BINDABLES: tuple[SchemaBindable, ...] = tuple(
    bindable for module in (*_MODULES, *_ARTIFACTS, *_SWEEPS, *_LAUNCH, *_AUTOMATIONS) for bindable in module.BINDABLES
)
