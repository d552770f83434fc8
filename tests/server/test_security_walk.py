"""Every GraphQL root field and every route, asked by those who may and by those who may not.

A new field or route needs one line in `walk_cases.py`; without it the first tests here fail and name it.
"""

import asyncio
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from graphql import GraphQLSchema
from starlette.routing import Route

from runlake.server.app import build_app
from runlake.server.native_app import build_native
from runlake.server.platform import Platform
from runlake.settings import Settings
from tests.server.process import ServerProcess
from tests.server.requests import create_run, graphql, stream_path, user_client
from tests.server.walk_case import Guard
from tests.server.walk_cases import MUTATIONS, QUERIES, ROUTES
from tests.server.walk_requests import ASKS, Answer, Ask, asks, operation, served_schema
from tests.server.walk_world import MARK, Facts, anonymised, build_world, missing, names_in
from tests.server.weave_requests import weave_state

_TEAM, _OTHER_TEAM = "walk-vault", "walk-outside"
_SPENDS = re.compile("delete|rename|move|unlink|DELETE|Invite|rewind", re.IGNORECASE)


@dataclass(frozen=True)
class Walk:
    """The identities, and the schema that the server tells."""

    admin: httpx.Client
    owner: httpx.Client
    viewer: httpx.Client
    stranger: httpx.Client
    anonymous: httpx.Client
    schema: GraphQLSchema

    def state(self, facts: Facts) -> str:
        """All that the owner can read of a world."""
        place = {"name": facts["project"], "entityName": facts["entity"]}
        query, variables = operation(self.schema, "query", "project", place, most_fields=200)
        answer = self.owner.post("/graphql", json={"query": query, "variables": variables})
        assert answer.status_code == 200, answer.text
        assert MARK in answer.text
        members = self.owner.get(f"/api/v1/entities/{facts['entity']}/members").text
        views = self.owner.get(f"/api/v1/projects/{facts['entity']}/{facts['project']}/views").text
        views += self.owner.get(f"/api/v1/projects/{facts['entity']}/{facts['project']}/reports").text
        keys = [key["key_id"] for key in self.owner.get("/api/v1/keys").json()["keys"]]
        registry = "\n".join(
            self.owner.get(f"/api/v1/projects/{facts['registry_entity']}/{facts['registry']}/{part}").text
            for part in ("registry", "members")
        )
        traced = weave_state(self.owner, facts["entity"], facts["project"])
        return f"{answer.text}\n{members}\n{views}\n{keys}\n{registry}\n{traced}"


@pytest.fixture(scope="module")
def walk(server: ServerProcess) -> Iterator[Walk]:
    with ExitStack() as stack:
        admin = stack.enter_context(server.client())
        owner, viewer, stranger, *_ = (
            stack.enter_context(user_client(server, f"walk-{name}"))
            for name in ("owner", "viewer", "stranger", "extra", "guest")
        )
        roles = (("owner", "admin"), ("viewer", "viewer"), ("extra", "member"))
        members = [{"username": f"walk-{name}", "role": role} for name, role in roles]
        _put(admin, "organizations", {"name": "walk-org", "members": members[:1]})
        _put(admin, "teams", {"name": _TEAM, "organization": "walk-org", "members": members})
        outside = [{"username": "walk-stranger", "role": "admin"}]
        _put(admin, "organizations", {"name": "walk-other-org", "members": outside})
        _put(admin, "teams", {"name": _OTHER_TEAM, "organization": "walk-other-org", "members": outside})
        anonymous = stack.enter_context(httpx.Client(base_url=server.url, trust_env=False))
        yield Walk(admin, owner, viewer, stranger, anonymous, served_schema(admin))


def _put(admin: httpx.Client, kind: str, body: Facts) -> None:
    answer = admin.post(f"/api/v1/admin/{kind}", json=body)
    assert answer.is_success, answer.text


def _world(client: httpx.Client, team: str, project: str, username: str) -> Facts:
    facts = build_world(client, team, project, username)
    entity = graphql(client, "query E($n: String!) { entity(name: $n) { id } }", n=team)["entity"]["id"]
    organization = "walk-org" if team == _TEAM else "walk-other-org"
    more = {"organization": organization, "team_id": entity, "extra_id": b64encode(b"User:1").decode()}
    return (
        facts | more | _invited(client, team, project) | _key_number(client) | _registry(client, organization, project)
    )


def _registry(client: httpx.Client, organization: str, project: str) -> Facts:
    """A registry in which one user and one team hold roles; the viewer's is that of a viewer."""
    body = {"organization": organization, "name": f"shelf-of-{project}", "description": f"{MARK}-shelf"}
    made = client.post("/api/v1/registries", json=body)
    assert made.is_success, made.text
    row = made.json()["registry"]
    path = f"/api/v1/projects/{row['entity']}/{row['project']}/members"
    for member, role in (("walk-viewer", "viewer"), ("walk-extra", "member")):
        client.put(f"{path}/users/{member}", json={"role": role}).raise_for_status()
    client.put(f"{path}/teams/{_TEAM}", json={"role": "viewer"}).raise_for_status()
    return {"registry_entity": row["entity"], "registry": row["project"]}


def _invited(client: httpx.Client, team: str, project: str) -> Facts:
    email = f"{project}@example.com"
    client.post(f"/api/v1/entities/{team}/invites", json={"username_or_email": email}).raise_for_status()
    invites = client.get(f"/api/v1/entities/{team}/members").json()["invites"]
    (number,) = (invite["invite_id"] for invite in invites if invite["email"] == email)
    return {"invite_number": number, "invite_id": b64encode(f"Invite:{number}".encode()).decode()}


def _key_number(client: httpx.Client) -> Facts:
    return {"key_number": client.get("/api/v1/keys").json()["keys"][-1]["key_id"]}


@pytest.fixture(scope="module")
def vault(walk: Walk) -> Facts:
    """The private world of the owner's team."""
    return _world(walk.owner, _TEAM, "vault-project", "walk-owner")


@pytest.fixture(scope="module")
def outside(walk: Walk) -> Facts:
    """A world of the stranger's own."""
    return _world(walk.stranger, _OTHER_TEAM, "outside-project", "walk-stranger")


def test_every_root_field_has_a_line(walk: Walk) -> None:
    assert walk.schema.query_type is not None
    assert walk.schema.mutation_type is not None
    for kind, table in ((walk.schema.query_type, QUERIES), (walk.schema.mutation_type, MUTATIONS)):
        lines = {label.split()[0] for label in table}
        _same(lines, set(kind.fields), f"{kind.name} fields")


def test_every_route_has_a_line(tmp_path: Path) -> None:
    _same(set(ROUTES), asyncio.run(_routes(tmp_path)), "routes")


def _same(lines: set[str], served: set[str], kind: str) -> None:
    lacking, gone = sorted(served - lines), sorted(lines - served)
    if lacking or gone:
        pytest.fail(f"{kind} that need a line in tests/server/walk_cases.py: {lacking}; lines to take out: {gone}")


async def _routes(folder: Path) -> set[str]:
    platform = await Platform.open(Settings(data_dir=folder))
    try:
        app, native_app = build_app(platform)[0], build_native(platform)
        documented = native_app.openapi()["paths"].items()
        native = {(method.upper(), path) for path, methods in documented for method in methods}
        plain = [route for route in (*app.routes, *native_app.routes) if isinstance(route, Route)]
        others = {(method, route.path) for route in plain for method in route.methods or () if method != "HEAD"}
    finally:
        await platform.close()
    return {f"{method} {path}" for method, path in native | others}


def _labelled(chosen: list[Ask]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("ask", chosen, ids=lambda ask: ask.label)


def test_nothing_is_answered_without_credentials(walk: Walk, vault: Facts) -> None:
    before = walk.state(vault)
    for ask in ASKS:
        if ask.case.guard is Guard.OPEN:
            continue
        answer = ask.send(walk.anonymous, vault, walk.schema)
        assert answer.status == (403 if ask.case.guard is Guard.SIGNED else 401), f"{ask.label}: {answer}"
        other = ask.send(walk.anonymous, missing(vault), walk.schema)
        assert answer.compared(vault) == other.compared(missing(vault)), ask.label
    assert walk.state(vault) == before


@_labelled([ask for ask in ASKS if ask.case.guard is not Guard.OPEN])
def test_strangers_learn_and_change_nothing(walk: Walk, vault: Facts, ask: Ask) -> None:
    with _nothing_changes(walk, vault, ask):
        answer = ask.send(walk.stranger, vault, walk.schema)
    _reveals_nothing(ask, answer)
    if ask.case.guard not in (Guard.CALLER, Guard.PEOPLE) and ask.writes:
        assert answer.refused, answer
    if ask.case.guard is not Guard.PEOPLE:
        for other in (missing(vault), missing(vault) | {"entity": "no-such-team"}):
            assert answer.compared(vault) == ask.send(walk.stranger, other, walk.schema).compared(other)


@contextmanager
def _nothing_changes(walk: Walk, facts: Facts, ask: Ask) -> Iterator[None]:
    before = walk.state(facts) if ask.writes else ""
    yield
    if ask.writes:
        assert walk.state(facts) == before


_NAMES = {"run", "entity", "project", "metric", "file", "sequence", "portfolio", "queue", "extra_id", "organization"}
"""The same in both worlds, or tried otherwise."""


@_labelled([ask for ask in asks(Guard.PROJECT, Guard.TEAM_ADMIN) if names_in(ask.templates)])
def test_what_is_ones_own_opens_nothing_else(walk: Walk, vault: Facts, outside: Facts, ask: Ask) -> None:
    """The private project and each of its ids by itself, among those of a project that the caller may write to."""
    used = names_in(ask.templates)
    project = {"entity", "project"} if "project" in used else set()
    for borrowed in filter(None, [project, *({name} for name in sorted(used - _NAMES))]):
        theirs = outside | {name: vault[name] for name in borrowed}
        nothing = outside | {name: missing(vault)[name] for name in borrowed}
        with _nothing_changes(walk, vault, ask):
            answer = ask.send(walk.stranger, theirs, walk.schema)
        _reveals_nothing(ask, Answer(answer.status, _without_own(answer.text, outside)))
        expected = ask.send(walk.stranger, nothing, walk.schema)
        assert answer.compared(theirs, outside) == expected.compared(nothing, outside), borrowed


def _without_own(text: str, outside: Facts) -> str:
    """The stranger's own world is marked too; an answer that shows it shows the stranger's project."""
    return "" if outside["project"] in text or _OTHER_TEAM in text else text


@_labelled(asks(Guard.PROJECT, Guard.TEAM_ADMIN, writes=True))
def test_viewers_change_nothing(walk: Walk, vault: Facts, ask: Ask) -> None:
    with _nothing_changes(walk, vault, ask):
        answer = ask.send(walk.viewer, vault, walk.schema)
    assert answer.refused, answer


@_labelled([ask for ask in asks(Guard.PROJECT, writes=False) if ask.case.works])
def test_viewers_read(walk: Walk, vault: Facts, ask: Ask) -> None:
    _answers(ask, ask.send(walk.viewer, vault, walk.schema))


@_labelled(asks(Guard.ADMIN))
def test_only_admins_of_the_server_administer_it(walk: Walk, vault: Facts, ask: Ask) -> None:
    with _nothing_changes(walk, vault, ask):
        for client in (walk.owner, walk.viewer):
            assert ask.send(client, vault, walk.schema).status == 403
    _answers(ask, ask.send(walk.admin, vault, walk.schema))


@pytest.fixture(scope="module")
def spare(walk: Walk) -> Facts:
    """A world for changes after which it can still be used."""
    return _world(walk.owner, _TEAM, "spare-project", "walk-owner")


@_labelled([ask for ask in asks(Guard.PROJECT, Guard.TEAM_ADMIN, Guard.CALLER) if ask.case.works])
def test_those_who_may_can(walk: Walk, spare: Facts, ask: Ask) -> None:
    """Else the refusals of the others would prove nothing."""
    facts = spare
    if _SPENDS.search(ask.label):
        facts = _world(walk.owner, _TEAM, f"spent-{ASKS.index(ask)}", "walk-owner")
    _answers(ask, ask.send(walk.owner, facts, walk.schema))
    if facts is not spare:  # a user has only so many channels
        walk.owner.delete(f"/api/v1/alert-channels/{facts['own_channel_number']}")


def _answers(ask: Ask, answer: Answer) -> None:
    assert 200 <= answer.status < 300, answer
    if ask.is_graphql:
        (value,) = json.loads(answer.text)["data"].values()
        assert value is not None, "the one who may got null"


def _reveals_nothing(ask: Ask, answer: Answer) -> None:
    shown = answer.text.replace("walked", "")
    assert MARK not in shown, f"{ask.label} shows what is private: {answer.text[:2000]}"


def test_guessed_ids_show_nothing(walk: Walk, vault: Facts) -> None:
    """Ids are small numbers: a stranger who counts through them meets only what is theirs."""
    kinds = {"artifact": "Artifact", "artifactCollection": "ArtifactSequence", "view": "View"}
    for field, kind in kinds.items():
        ids = [b64encode(f"{kind}:{number}".encode()).decode() for number in range(1, 60)]
        query = " ".join(f'a{place}: {field}(id: "{one}") {{ id }}' for place, one in enumerate(ids))
        found = graphql(walk.stranger, f"{{ {query} }}")
        mine = {value["id"] for value in found.values() if value}
        theirs = {vault["artifact_id"], vault["pending_id"], vault["sequence_id"], vault["report_id"]}
        assert not mine & theirs


_CHANGES = [ask for ask in ASKS if "/api/v1/" in ask.label and ask.writes and not ask.label.startswith("GET ")]


@_labelled([ask for ask in _CHANGES if ask.label != "POST /api/v1/session"])
def test_a_cookie_alone_writes_nothing(walk: Walk, server: ServerProcess, vault: Facts, ask: Ask) -> None:
    """Another site can make a browser send the cookie, but not the token."""
    with httpx.Client(base_url=server.url, trust_env=False, cookies=_cookies(server)) as browser:
        assert ask.send(browser, vault, walk.schema).status == 403


_login: list[httpx.Cookies] = []


def _cookies(server: ServerProcess) -> httpx.Cookies:
    if not _login:
        login = {"username": "admin", "password": server.password}
        answer = httpx.post(f"{server.url}/api/v1/session", json=login, trust_env=False)
        assert answer.is_success, answer.text
        _login.append(answer.cookies)
    return _login[0]


def test_a_cookie_is_nothing_to_the_clients_protocol(walk: Walk, server: ServerProcess, vault: Facts) -> None:
    with httpx.Client(base_url=server.url, trust_env=False, cookies=_cookies(server)) as browser:
        assert browser.post("/graphql", json={"query": "{ viewer { id } }"}).status_code == 401
        path = stream_path(vault["project"], vault["run"], vault["entity"])
        assert browser.post(path, json={"files": {}}).status_code == 401


def test_a_revoked_key_opens_nothing(walk: Walk, server: ServerProcess, vault: Facts) -> None:
    made = walk.owner.post("/api/v1/keys", json={"name": "soon revoked"}).json()
    with httpx.Client(base_url=server.url, trust_env=False, auth=("api", made["secret"])) as client:
        path = f"/api/v1/projects/{vault['entity']}/{vault['project']}"
        assert client.get(path).status_code == 200
        walk.owner.delete(f"/api/v1/keys/{made['key']['key_id']}").raise_for_status()
        assert client.get(path).status_code == 401
        assert client.post("/graphql", json={"query": "{ viewer { id } }"}).status_code == 401


def test_a_deleted_user_is_nobody(walk: Walk, server: ServerProcess) -> None:
    with user_client(server, "walk-leaver") as leaver:
        create_run(leaver, "left-behind", "r", entity="walk-leaver")
        walk.admin.delete("/api/v1/admin/users/walk-leaver").raise_for_status()
        assert leaver.get("/api/v1/projects").status_code == 401
        assert leaver.post(stream_path("left-behind", "r", "walk-leaver"), json={}).status_code == 401
        walk.admin.post("/api/v1/admin/users", json={"username": "walk-leaver"}).raise_for_status()
        assert leaver.get("/api/v1/projects").status_code == 401, "the name came back, and with it the old key"


def test_texts_are_compared_without_what_was_named(vault: Facts) -> None:
    text = f"run {vault['run']} of {vault['entity']}/{vault['project']}"
    assert anonymised(text, vault) == "run <run> of <entity>/<project>"
