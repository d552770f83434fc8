"""Resolvers, a module per subject. Each offers `BINDABLES`."""

from ariadne import SchemaBindable

from runlake.protocols.wandb.graphql.resolvers import (
    alerts,
    artifact_changes,
    artifact_collections,
    artifact_logging,
    artifacts,
    entities,
    files,
    history,
    logs,
    projects,
    registries,
    run_mutations,
    runs,
    server,
    teams,
    users,
    views,
)

_MODULES = (server, users, teams, entities, projects, runs, run_mutations, history, logs, files, views, alerts)
_ARTIFACTS = (artifacts, artifact_collections, artifact_logging, artifact_changes, registries)

BINDABLES: tuple[SchemaBindable, ...] = tuple(
    bindable for module in (*_MODULES, *_ARTIFACTS) for bindable in module.BINDABLES
)
