"""The executor with the real schema; nothing here gets as far as a product."""

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from graphql import GraphQLError
from graphql import build_schema as build_sdl

from runlake.errors import InvalidInput, Overloaded, StoreUnavailable
from runlake.protocols.wandb.graphql.context import Budget, Context
from runlake.protocols.wandb.graphql.documents import Documents, InvalidDocument
from runlake.protocols.wandb.graphql.errors import UNEXPECTED, answer_to_error, answer_to_errors
from runlake.protocols.wandb.graphql.executor import Executor, parse_operation
from runlake.protocols.wandb.graphql.schema import build_schema

SCHEMA = build_schema()
FEATURES = "query ServerFeaturesQuery { serverInfo { features { name isEnabled } } }"
INTROSPECTION = """
query ProbeServerCapabilities {
  QueryType: __type(name: "Query") { ...fieldData }
  MutationType: __type(name: "Mutation") { ...fieldData }
  ServerInfoType: __type(name: "ServerInfo") { ...fieldData }
}
fragment fieldData on __Type { fields { name } }
"""


class NoContext:
    """Stands for a context that no field asks for anything."""

    budget = Budget()


async def run(query: str, variables: Mapping[str, Any] | None = None, name: str = "") -> tuple[int, dict[str, Any]]:
    operation = parse_operation({"query": query, "variables": variables, "operationName": name})
    answer = await Executor(SCHEMA).run(operation, cast(Context, NoContext()))
    return answer.status, answer.body


async def test_features_are_listed() -> None:
    status, body = await run(FEATURES, name="ServerFeaturesQuery")
    assert status == 200
    names = {feature["name"] for feature in body["data"]["serverInfo"]["features"]}
    assert {"STRUCTURED_CONSOLE_LOGS", "LARGE_FILENAMES", "FILESTREAM_GZIP"} <= names


@pytest.mark.parametrize("variables", [None, {}, {"undeclared": 1}])
async def test_an_empty_operation_name_is_no_name_and_extra_variables_are_ignored(
    variables: dict[str, Any] | None,
) -> None:
    assert (await run("#graphql\n" + FEATURES, variables))[0] == 200


async def test_old_clients_may_introspect() -> None:
    status, body = await run(INTROSPECTION)
    assert status == 200
    assert {"name": "cliVersionInfo"} in body["data"]["ServerInfoType"]["fields"]


async def test_a_missing_field_is_named() -> None:
    status, body = await run("mutation A { createNothing(input: {}) { nothing { id } } }")
    assert status == 400
    assert "Cannot query field 'createNothing' on type 'Mutation'." in body["errors"][0]["message"]
    assert body["errors"][0]["path"] == []


@pytest.mark.parametrize("query", ["", "{", "query {", "nonsense", "{ serverInfo { features { name } }"])
async def test_a_document_that_does_not_parse_is_refused(query: str) -> None:
    status, body = await run(query)
    assert status == 400
    assert "Syntax Error" in body["errors"][0]["message"]


async def test_a_wrong_variable_is_refused() -> None:
    status, body = await run("query Q($first: Int) { models(first: $first) { edges { node { id } } } }", {"first": "x"})
    assert status == 400
    assert "$first" in body["errors"][0]["message"]


@pytest.mark.parametrize(
    "body",
    [None, [], "x", {}, {"query": 1}, {"query": "{a}", "variables": []}, {"query": "{a}", "operationName": 3}],
)
def test_malformed_envelopes_are_refused(body: object) -> None:
    with pytest.raises(InvalidInput):
        parse_operation(body)


DEEP = "query { viewer " + "{ projects { edges { node { user " * 10 + "{ id }" + "} } } }" * 10 + " }"
WIDE = "query { viewer { " + " ".join(f"a{number}: id" for number in range(2500)) + " } }"
FRAGMENTS = "query { viewer { ...f0 } } " + " ".join(
    f"fragment f{level} on User {{ ...f{level + 1} a{level}: projects {{ edges {{ node {{ user {{ ...f{level + 1} }} }} }} }} }}"
    for level in range(3)
)
BOMB = (
    "query { viewer { ...f0 } } "
    + " ".join(f"fragment f{n} on User {{ {' '.join(f'...f{n + 1}' for _ in range(10))} }}" for n in range(8))
    + " fragment f8 on User { id }"
)


@pytest.mark.parametrize("query", [DEEP, WIDE, BOMB, "query {" + " " * 200_000 + "}", "{" * 5000])
async def test_documents_past_a_limit_are_refused(query: str) -> None:
    with pytest.raises(InvalidInput):
        await Documents(SCHEMA).get(query)


async def test_circular_fragments_are_refused() -> None:
    with pytest.raises(InvalidDocument, match="Cannot spread fragment"):
        await Documents(SCHEMA).get("{ viewer { ...a } } fragment a on User { ...b } fragment b on User { ...a }")


async def test_the_cache_keeps_the_documents_used_last() -> None:
    documents = Documents(SCHEMA, capacity=2)
    texts = [f"query Q{number} {{ serverInfo {{ cliVersionInfo }} }}" for number in range(3)]
    first = await documents.get(texts[0])
    await documents.get(texts[1])
    assert await documents.get(texts[0]) is first
    await documents.get(texts[2])
    assert len(documents) == 2
    assert await documents.get(texts[0]) is first


def failing(error: Exception) -> GraphQLError:
    return GraphQLError("hidden", path=["a", 0], original_error=error)


def test_errors_keep_their_status_and_text() -> None:
    answer = answer_to_errors([failing(InvalidInput("bad step"))])
    assert answer.status == 400
    assert answer.body == {"errors": [{"message": "bad step", "path": ["a", 0]}]}


def test_the_gravest_error_decides_the_status() -> None:
    answer = answer_to_errors([failing(InvalidInput("bad")), failing(StoreUnavailable("later"))])
    assert answer.status == 503


def test_unexpected_errors_do_not_tell_their_text() -> None:
    answer = answer_to_errors([failing(KeyError("secret"))])
    assert answer.status == 500
    assert answer.unexpected == 1
    assert answer.body["errors"][0]["message"] == UNEXPECTED
    assert "secret" not in json.dumps(answer.body)


def test_overload_says_when_to_come_back() -> None:
    assert answer_to_error(Overloaded("busy", retry_after_s=2.5)).headers == {"Retry-After": "2.5"}


def test_the_budget_ends_queries_that_ask_too_much() -> None:
    budget = Budget(left=2)
    budget.spend()
    budget.spend()
    with pytest.raises(InvalidInput):
        budget.spend()


def test_a_list_input_takes_a_single_value() -> None:
    """Standard coercion, relied upon by the sweep controller; pinned since the library could change it."""
    from graphql import graphql_sync

    schema = build_sdl("type Query { echo(specs: [String!]!): String }")
    result = graphql_sync(schema, '{ echo(specs: "{}") }', {"echo": lambda _info, specs: ",".join(specs)})
    assert result.data == {"echo": "{}"}
