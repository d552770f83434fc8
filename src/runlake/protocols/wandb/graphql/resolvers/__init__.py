"""Resolvers, a module per subject. Each offers `BINDABLES`."""

from ariadne import SchemaBindable

from runlake.protocols.wandb.graphql.resolvers import (
    alerts,
    entities,
    files,
    history,
    logs,
    projects,
    run_mutations,
    runs,
    server,
    users,
)

_MODULES = (server, users, entities, projects, runs, run_mutations, history, logs, files, alerts)

BINDABLES: tuple[SchemaBindable, ...] = tuple(bindable for module in _MODULES for bindable in module.BINDABLES)
