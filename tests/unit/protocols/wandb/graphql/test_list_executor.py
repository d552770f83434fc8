"""A list completed by columns says the same as one completed cell by cell."""

from collections.abc import Mapping, Sequence
from inspect import isawaitable
from typing import Any

import pytest
from ariadne import ObjectType
from graphql import ExecutionResult, build_schema, execute, parse
from graphql.execution import Executor

from runlake.protocols.wandb.graphql.context import Info
from runlake.protocols.wandb.graphql.list_executor import ListExecutor
from runlake.protocols.wandb.graphql.many import ManyType

LENGTH = 20
SDL = """
type Query { things: [Edge!]! }
type Edge { node: Thing! cursor: String! }
type Thing {
  id: ID!
  name: String!
  size: Int
  tags: [String!]
  owner: Person
  rank: Int!
  plus(n: Int): Int
  slow: Int
}
type Person { name: String friends: [Person!] }
"""
calls: list[int] = []
many = ManyType("Thing")
one = ObjectType("Thing")


@many.field("owner")
async def resolve_owners(nodes: Sequence[Mapping[str, Any]], _: Info) -> list[dict[str, Any] | None]:
    calls.append(len(nodes))
    return [None if node["id"] % 3 == 0 else {"name": f"owner of {node['name']}", "friends": []} for node in nodes]


@many.field("rank")
async def resolve_ranks(nodes: Sequence[Mapping[str, Any]], _: Info) -> list[int | None]:
    return [None if node["id"] == 7 else 1 for node in nodes]


@one.field("plus")
def resolve_plus(node: Mapping[str, Any], _: Info, n: int = 1) -> int:
    return int(node["size"]) + n


@one.field("slow")
async def resolve_slow(node: Mapping[str, Any], _: Info) -> int:
    return int(node["id"])


SCHEMA = build_schema(SDL)
for bindable in (many, one):
    bindable.bind_to_schema(SCHEMA)


def things(length: int = LENGTH) -> dict[str, Any]:
    nodes = [{"id": n, "name": f"n{n}", "size": n, "tags": ["a", "b"][: n % 3]} for n in range(length)]
    return {"things": [{"node": node, "cursor": str(node["id"])} for node in nodes]}


async def ask(query: str, executor: type[Executor[Any]], root: dict[str, Any], **variables: Any) -> ExecutionResult:
    found = execute(SCHEMA, parse(query), root, variable_values=variables, executor_class=executor)
    result = await found if isawaitable(found) else found
    assert isinstance(result, ExecutionResult)
    return result


@pytest.mark.parametrize(
    "selection",
    [
        "cursor",
        "node { id name size tags } cursor",
        "node { title: name ...more ... on Thing { tags } } fragment",
        "node { id owner { name } }",
        "node { name owner { friends { name } } }",  # a list of objects within: the ordinary way
        "node { id plus(n: 3) slow }",
        "node { __typename id }",
        "node { id @include(if: $yes) name @skip(if: $yes) }",
        "node { id rank }",  # null where it may not be: an error with its path
    ],
)
async def test_both_ways_say_the_same(selection: str) -> None:
    with_fragment = selection.removesuffix(" fragment")
    fragment = " fragment more on Thing { size owner { name } }" if with_fragment != selection else ""
    declared = "($yes: Boolean!)" if "$yes" in selection else ""
    query = f"query Q{declared} {{ things {{ {with_fragment} }} }}{fragment}"
    variables = {"yes": True} if declared else {}
    by_columns = await ask(query, ListExecutor, things(), **variables)
    by_cells = await ask(query, Executor, things(), **variables)
    assert by_columns.data == by_cells.data
    assert [e.formatted for e in by_columns.errors or ()] == [e.formatted for e in by_cells.errors or ()]
    assert bool(by_columns.errors) == ("rank" in selection)


async def test_a_value_of_the_wrong_type_is_told_with_its_place() -> None:
    root = things()
    root["things"][5]["node"]["size"] = "large"
    result = await ask("{ things { node { size } } }", ListExecutor, root)
    assert result.errors is not None
    assert result.errors[0].path == ["things", 5, "node", "size"]
    assert result.data is not None
    assert result.data["things"][6] == {"node": {"size": 6}}


async def test_many_are_resolved_in_one_call() -> None:
    calls.clear()
    await ask("{ things { node { owner { name } } } }", ListExecutor, things())
    assert calls == [LENGTH]


async def test_a_short_list_goes_the_ordinary_way() -> None:
    calls.clear()
    result = await ask("{ things { node { owner { name } } } }", ListExecutor, things(2))
    assert result.data == {
        "things": [{"node": {"owner": None}}, {"node": {"owner": {"name": "owner of n1"}}}],
    }
    assert calls == [1, 1]


def test_a_field_with_arguments_cannot_be_resolved_for_many() -> None:
    wrong = ManyType("Thing")
    wrong.field("plus")(resolve_ranks)
    with pytest.raises(ValueError, match=r"Thing\.plus"):
        wrong.bind_to_schema(build_schema(SDL))
