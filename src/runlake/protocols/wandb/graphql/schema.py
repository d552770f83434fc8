"""The executable schema: the `.graphql` files, and a resolver for each field that is not a plain attribute."""

from functools import cache
from importlib.resources import files

from graphql import GraphQLSchema, build_ast_schema, parse

from runlake.protocols.wandb.graphql import resolvers
from runlake.protocols.wandb.graphql.scalars import SCALARS


@cache
def build_schema() -> GraphQLSchema:
    """The schema of the files of this package, with scalars and resolvers bound to it; made once in a process.

    The files are taken to be valid: checking them costs a tenth of the server's start, so a unit test does it.
    """
    schema = build_ast_schema(parse(schema_text(), no_location=True), assume_valid=True, assume_valid_sdl=True)
    for bindable in (*SCALARS, *resolvers.BINDABLES):
        bindable.bind_to_schema(schema)
    return schema


def schema_text() -> str:
    """The schema files of this package as one document."""
    folder = files(__package__) / "schema"
    return "\n".join(sorted(file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".graphql")))
