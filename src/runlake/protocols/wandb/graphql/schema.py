"""The executable schema: the `.graphql` files, and a resolver for each field that is not a plain attribute."""

from importlib.resources import files

from ariadne import make_executable_schema
from graphql import GraphQLSchema

from runlake.protocols.wandb.graphql import resolvers
from runlake.protocols.wandb.graphql.scalars import SCALARS


def build_schema() -> GraphQLSchema:
    """Read the schema files of this package and bind scalars and resolvers to them."""
    folder = files(__package__) / "schema"
    texts = sorted(file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".graphql"))
    return make_executable_schema("\n".join(texts), *SCALARS, *resolvers.BINDABLES)
