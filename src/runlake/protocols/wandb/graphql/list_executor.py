"""Completes lists of objects column by column instead of cell by cell.

The executor of graphql-core calls a dozen functions for each field of each object: nine tenths of the time of a page of
500 runs. Where every selected field is a plain value of the node or can be resolved for many objects at once, the
values of one field are completed together, and put into rows at the end. Any other selection, and one that fails, goes
the ordinary way, so errors are told as ever.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import partial
from typing import Any

from graphql import (
    GraphQLLeafType,
    GraphQLOutputType,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
)
from graphql.execution import Executor
from graphql.pyutils import Path

from runlake.protocols.wandb.graphql.context import Info
from runlake.protocols.wandb.graphql.many import ResolveMany, resolver_of_many

_FEW = 8
"""Shorter lists are not worth the preparation."""

Complete = Callable[[list[Any]], Awaitable[list[Any]]]
"""Resolved values of one field → what the answer has of them. Raises for what may not be in an answer."""

Column = Callable[[list[Any]], Awaitable[list[Any]]]
"""Nodes → what the answer has of one of their fields."""


class ListExecutor(Executor[None]):
    """Executes documents; long lists by columns."""

    def complete_iterable_value(
        self,
        item_type: GraphQLOutputType,
        field_details_list: Any,
        info: Info,
        path: Path,
        items: Iterable[Any],
        position_context: None,
    ) -> Any:
        """The completed items, or an awaitable of them."""
        ordinary = partial(
            super().complete_iterable_value, item_type, field_details_list, info, path, items, position_context
        )
        if not isinstance(items, list) or len(items) <= _FEW:
            return ordinary()
        complete = self._completion(item_type, field_details_list, path)
        return ordinary() if complete is None else self._by_columns(complete, items, ordinary)

    async def _by_columns(self, complete: Complete, items: list[Any], ordinary: Callable[[], Any]) -> list[Any]:
        try:
            return await complete(items)
        except Exception:  # noqa: BLE001 - told, with its place, by the ordinary way
            completed = ordinary()
            found: list[Any] = await completed if self.is_awaitable(completed) else completed
            return found

    def _completion(self, type_: GraphQLOutputType, details: Any, path: Path) -> Complete | None:
        """How to complete values of this type; None for one that has to go the ordinary way."""
        if is_non_null_type(type_):
            inner = self._completion(type_.of_type, details, path)
            return None if inner is None else partial(_complete_all, inner)
        if is_leaf_type(type_):
            return partial(_complete_leaves, type_)
        if is_list_type(type_):
            inner = self._completion(type_.of_type, details, path) if _is_leaf(type_.of_type) else None
            return None if inner is None else partial(_complete_lists, inner)
        if is_object_type(type_) and type_.is_type_of is None:
            columns = self._columns(type_, details, path)
            return None if columns is None else partial(_complete_objects, columns)
        return None

    def _columns(self, type_: Any, details: Any, path: Path) -> dict[str, Column] | None:
        selected = self.collect_subfields(type_, details)[0]
        columns: dict[str, Column] = {}
        for response_name, field_details in selected.items():
            column = self._column(type_, field_details, path)
            if column is None:
                return None
            columns[response_name] = column
        return columns

    def _column(self, type_: Any, details: Any, path: Path) -> Column | None:
        nodes = [detail.node for detail in details]
        name = nodes[0].name.value
        field = self.schema.get_field(type_, name)
        if field is None or field.args:
            return None
        complete = self._completion(field.type, details, path)
        if complete is None:
            return None
        if field.resolve is None:
            return partial(_plain_column, complete, name)
        resolve = resolver_of_many(field)
        info = self.build_resolve_info(field, nodes, type_, path)
        return None if resolve is None else partial(_resolved_column, complete, resolve, info)


async def _plain_column(complete: Complete, name: str, nodes: list[Any]) -> list[Any]:
    return await complete([node.get(name) for node in nodes])


async def _resolved_column(complete: Complete, resolve: ResolveMany, info: Info, nodes: list[Any]) -> list[Any]:
    return await complete(list(await resolve(nodes, info)))


async def _complete_all(inner: Complete, values: list[Any]) -> list[Any]:
    found = await inner(values)
    if any(value is None for value in found):
        raise ValueError("null in a field that is never null")
    return found


async def _complete_leaves(type_: GraphQLLeafType, values: list[Any]) -> list[Any]:
    coerce = type_.coerce_output_value
    found = [None if value is None else coerce(value) for value in values]
    if any(value is Undefined for value in found):
        raise ValueError("a value that cannot be in an answer")
    return found


async def _complete_lists(inner: Complete, values: list[Any]) -> list[Any]:
    """Lists of leaves: short ones, like tags."""
    return [value if value is None or value == [] else await inner(list(value)) for value in values]


async def _complete_objects(columns: dict[str, Column], nodes: list[Any]) -> list[Any]:
    """Awaits one column after the other: what they read, they read for all nodes at once."""
    present = [node for node in nodes if node is not None]
    completed = [await column(present) for column in columns.values()]
    names = list(columns)
    rows = iter([dict(zip(names, cells, strict=True)) for cells in _transposed(completed, len(present))])
    return [None if node is None else next(rows) for node in nodes]


def _transposed(columns: Sequence[list[Any]], length: int) -> Iterable[tuple[Any, ...]]:
    return zip(*columns, strict=True) if columns else [()] * length


def _is_leaf(type_: GraphQLOutputType) -> bool:
    return is_leaf_type(type_.of_type if is_non_null_type(type_) else type_)
