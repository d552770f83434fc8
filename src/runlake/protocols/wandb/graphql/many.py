"""Fields of a type that are resolved for many objects at once."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from ariadne import SchemaBindable
from graphql import GraphQLField, GraphQLObjectType, GraphQLSchema

from runlake.protocols.wandb.graphql.context import Info

ResolveMany = Callable[[Sequence[Any], Info], Awaitable[Sequence[Any]]]
"""(objects, info) → a value for each of them, in their order."""

_EXTENSION = "resolve_many"


class ManyType(SchemaBindable):
    """Binds such resolvers to a type: for lists as they are, and for a single object as a list of one."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._resolvers: dict[str, ResolveMany] = {}

    def field(self, name: str) -> Callable[[ResolveMany], ResolveMany]:
        """Register a resolver of a field without arguments."""

        def register(resolve: ResolveMany) -> ResolveMany:
            self._resolvers[name] = resolve
            return resolve

        return register

    def bind_to_schema(self, schema: GraphQLSchema) -> None:
        """Raises ValueError for a field that is not there, or has arguments."""
        type_ = schema.type_map.get(self._name)
        for name, resolve in self._resolvers.items():
            field = type_.fields.get(name) if isinstance(type_, GraphQLObjectType) else None
            if field is None or field.args:
                raise ValueError(f"the schema has no field {self._name}.{name} without arguments")
            field.resolve = _of_one(resolve)
            field.extensions = {**field.extensions, _EXTENSION: resolve}


def resolver_of_many(field: GraphQLField) -> ResolveMany | None:
    """The resolver that was registered for the field."""
    found: ResolveMany | None = field.extensions.get(_EXTENSION)
    return found


def _of_one(resolve_many: ResolveMany) -> Callable[[Any, Info], Awaitable[Any]]:
    async def resolve(node: Any, info: Info) -> Any:
        return (await resolve_many([node], info))[0]

    return resolve
