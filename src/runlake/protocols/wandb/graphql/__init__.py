"""wandb's GraphQL endpoint: the schema in files, resolvers by subject, one executor."""

from runlake.protocols.wandb.graphql.context import Services
from runlake.protocols.wandb.graphql.routes import GraphQLAdapter
from runlake.protocols.wandb.graphql.schema import build_schema

__all__ = ["GraphQLAdapter", "Services", "build_schema"]
