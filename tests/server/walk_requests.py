"""The walk's cases as requests: GraphQL operations made from the served schema, and HTTP requests; their answers."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
from graphql import (
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_client_schema,
    get_introspection_query,
    get_named_type,
    is_required_argument,
)

from tests.server.walk_case import Case, Guard
from tests.server.walk_cases import MUTATIONS, QUERIES, ROUTES
from tests.server.walk_weave import TWINS
from tests.server.walk_world import anonymised, filled

_DEEPEST = 5
_MOST_FIELDS = 900
_READ_ONLY = ("GET", "HEAD", "OPTIONS")
_MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str

    @property
    def refused(self) -> bool:
        return self.status in (400, 401, 403, 404)

    def compared(self, *worlds: Mapping[str, Any]) -> tuple[int, Any]:
        """The answer without what the caller named itself: messages stay, values become the names of their types."""
        text = anonymised(self.text, *worlds)
        if self.status >= 400:
            text = re.sub(r"\b\d+\b|<\w+_number>", "0", text)
        try:
            body = json.loads(text)
        except ValueError:
            return self.status, text if self.status >= 400 else len(text) > 0
        return self.status, body if self.status >= 400 else _shape(body)


@dataclass(frozen=True)
class Ask:
    """One line of the tables."""

    label: str
    case: Case

    @property
    def is_graphql(self) -> bool:
        return self.label.startswith(("query ", "mutation "))

    @property
    def writes(self) -> bool:
        if self.case.writes is not None:
            return self.case.writes
        return not self.label.startswith(("query ", *(f"{method} " for method in _READ_ONLY)))

    @property
    def templates(self) -> Any:
        """All of the case in which a name may stand."""
        route = {} if self.is_graphql else dict.fromkeys(re.findall(r"\{(\w+)", self.label), "")
        named = {name: self.case.path.get(name, f"{{{name}}}") for name in route}
        return [self.case.args, named, self.case.query]

    def send(self, client: httpx.Client, facts: Mapping[str, Any], schema: GraphQLSchema) -> Answer:
        """Ask about the things of a world."""
        if self.is_graphql:
            kind, name = self.label.split()[:2]
            query, variables = operation(schema, kind, name, filled(self.case.args, facts))
            return _sent(client, "POST", "/graphql", {"query": query, "variables": variables})
        method, route = self.label.split(" ", 1)
        path = re.sub(r"\{(\w+)[^}]*\}", lambda part: self._part(part[1], facts), route)
        path += f"?{filled(self.case.query, facts)}" if self.case.query else ""
        body = None if method in _READ_ONLY else filled(self.case.args, facts)
        return _sent(client, method, path, body)

    def _part(self, name: str, facts: Mapping[str, Any]) -> str:
        value = filled(self.case.path[name], facts) if name in self.case.path else facts.get(name, name)
        return quote(str(value), safe="")


ASKS = [
    *(Ask(f"query {name}", case) for name, case in QUERIES.items()),
    *(Ask(f"mutation {name}", case) for name, case in MUTATIONS.items()),
    *(Ask(label, case) for label, case in ROUTES.items() if label not in TWINS),
]


def asks(*guards: Guard, writes: bool | None = None) -> list[Ask]:
    """The lines with one of these guards."""
    return [ask for ask in ASKS if ask.case.guard in guards and writes in (None, ask.writes)]


def served_schema(client: httpx.Client) -> GraphQLSchema:
    """The schema as the server tells it."""
    answer = client.post("/graphql", json={"query": get_introspection_query(descriptions=False)})
    assert answer.status_code == 200, answer.text
    return build_client_schema(answer.json()["data"])


def operation(
    schema: GraphQLSchema, kind: str, name: str, args: Any, most_fields: int = _MOST_FIELDS
) -> tuple[str, dict[str, Any]]:
    """An operation that calls a root field and selects as much of its answer as the limits allow."""
    root = schema.query_type if kind == "query" else schema.mutation_type
    assert root is not None
    found = root.fields[name]
    values = args if kind == "query" else {"input": args}
    declared = "".join(f", ${given}: {found.args[given].type}" for given in values)
    passed = ", ".join(f"{given}: ${given}" for given in values)
    selection = _select(schema, get_named_type(found.type), (), [most_fields])
    head = f"{kind} W({declared[2:]})" if values else f"{kind} W"
    return f"{head} {{ {name}{f'({passed})' if passed else ''} {selection} }}", values


def _unlike_fields(kinds: Sequence[GraphQLObjectType]) -> frozenset[str]:
    """Fields that have different types in these objects: a document that asks for both must give them other names."""
    types: defaultdict[str, set[str]] = defaultdict(set)
    for kind in kinds:
        for name, member in kind.fields.items():
            types[name].add(str(member.type))
    return frozenset(name for name, found in types.items() if len(found) > 1)


def _select(
    schema: GraphQLSchema, kind: Any, above: tuple[str, ...], left: list[int], unlike: frozenset[str] = frozenset()
) -> str:
    if isinstance(kind, GraphQLUnionType | GraphQLInterfaceType):
        possible = schema.get_possible_types(kind)
        unlike = _unlike_fields(possible)
        parts = [f"... on {one.name} {_select(schema, one, above, left, unlike)}" for one in possible]
        return f"{{ __typename {' '.join(parts)} }}"
    if not isinstance(kind, GraphQLObjectType):
        return ""
    chosen = ["__typename"]
    nested = []
    for name, member in kind.fields.items():
        shown = f"{kind.name}_{name}: {name}" if name in unlike else name
        if any(is_required_argument(argument) for argument in member.args.values()) or left[0] <= 0:
            continue
        inner = get_named_type(member.type)
        if isinstance(inner, GraphQLObjectType | GraphQLUnionType | GraphQLInterfaceType):
            nested.append((shown, inner))
        else:
            left[0] -= 1
            chosen.append(shown)
    for name, inner in nested:
        if len(above) < _DEEPEST and inner.name not in (*above, kind.name) and left[0] > 0:
            left[0] -= 1
            chosen.append(f"{name} {_select(schema, inner, (*above, kind.name), left)}")
    return f"{{ {' '.join(chosen)} }}"


def _sent(client: httpx.Client, method: str, path: str, body: Any) -> Answer:
    """Send and read; of an endless stream only its beginning."""
    with client.stream(method, path, json=body) as response:
        if response.headers.get("content-type", "").startswith("text/event-stream"):
            return Answer(response.status_code, next(_chunks(response), b"").decode())
        return Answer(response.status_code, b"".join(_chunks(response)).decode(errors="replace"))


def _chunks(response: httpx.Response) -> Iterator[bytes]:
    taken = 0
    for chunk in response.iter_bytes():
        yield chunk
        taken += len(chunk)
        if taken > _MOST_BYTES:
            return


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return type(value).__name__
