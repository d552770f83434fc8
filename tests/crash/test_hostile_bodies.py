"""Hostile requests: each is refused with a reason, stores nothing, and leaves the server alive and small."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import psutil
import pytest

from tests.crash.hostile import FILE_STREAM, GRAPHQL, MIB, ODD_ROWS, STORED_ROWS, Hostile, gzip_bomb
from tests.crash.load import PROJECT, check_numbered, numbered_rows, read_rows, run_facts
from tests.server.process import ServerProcess
from tests.server.requests import create_run, history_post, stream_path

RUN = "victim"
ROWS = STORED_ROWS
GROWTH_LIMIT_BYTES = 512 * MIB


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path_factory.mktemp("data")) as server, server.client(timeout=60) as client:
        create_run(client, PROJECT, RUN)
        assert client.post(stream_path(PROJECT, RUN), json=history_post(0, numbered_rows(0, ROWS))).status_code == 200
        yield server


@pytest.fixture
def client(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.client(timeout=60) as client:
        yield client


class PeakMemory:
    """The highest resident memory of a process while the block runs."""

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.before_bytes = self.peak_bytes = self._process.memory_info().rss

    def __enter__(self) -> "PeakMemory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(0.01):
            self.peak_bytes = max(self.peak_bytes, self._process.memory_info().rss)


def assert_refused(answer: httpx.Response, hostile: Hostile) -> None:
    assert answer.status_code in hostile.statuses, f"{answer.status_code}: {answer.text[:300]}"
    message = answer.json()
    reason = message["error"]["message"] if "error" in message else message["errors"][0]["message"]
    assert len(reason) > 10, f"no reason given: {answer.text[:300]}"
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("hostile", FILE_STREAM, ids=lambda hostile: hostile.name)
def test_a_hostile_file_stream_post_is_refused(server: ServerProcess, client: httpx.Client, hostile: Hostile) -> None:
    body = hostile.make()
    with PeakMemory(server.pid) as memory:
        answer = client.post(
            stream_path(PROJECT, RUN), content=body, headers={"Content-Type": "application/json"} | hostile.headers
        )
    assert_refused(answer, hostile)
    assert memory.peak_bytes - memory.before_bytes < GROWTH_LIMIT_BYTES
    assert run_facts(client, RUN)["line_counts"] == {"history": ROWS, "events": 0, "console": 0}
    assert run_facts(client, RUN)["state"] == "running"


@pytest.mark.parametrize("hostile", GRAPHQL, ids=lambda hostile: hostile.name)
def test_a_hostile_graphql_post_is_refused(server: ServerProcess, client: httpx.Client, hostile: Hostile) -> None:
    body = hostile.make()
    with PeakMemory(server.pid) as memory:
        answer = client.post("/graphql", content=body, headers={"Content-Type": "application/json"} | hostile.headers)
    if answer.status_code == 200:  # GraphQL reports mistakes in the query with 200 and no data
        assert answer.json().get("errors"), answer.text[:300]
        assert not answer.json().get("data"), answer.text[:300]
    else:
        assert_refused(answer, hostile)
    assert memory.peak_bytes - memory.before_bytes < GROWTH_LIMIT_BYTES


@pytest.mark.parametrize(("what", "line"), ODD_ROWS, ids=[what for what, _ in ODD_ROWS])
def test_an_odd_row_is_stored_and_read_again(client: httpx.Client, what: str, line: str) -> None:
    run_id = "odd-" + "".join(letter if letter.isalnum() else "-" for letter in what)
    create_run(client, PROJECT, run_id)
    answer = client.post(stream_path(PROJECT, run_id), json=history_post(0, [line]))
    assert answer.status_code == 200, answer.text[:300]
    assert run_facts(client, run_id)["line_counts"]["history"] == 1
    step = json.loads(line).get("_step", 0)
    if 0 <= step < 1000:  # the client reads pages of steps from 0 on
        assert [row["_step"] for row in read_rows(client, run_id)] == [step]


@pytest.mark.parametrize(
    "path",
    [
        "/files/admin/numbered/no-such-run/file_stream",
        "/files/admin/no-such-project/victim/file_stream",
        "/files/nobody/numbered/victim/file_stream",
        "/files/admin/numbered/" + quote("../../../etc/passwd", safe="") + "/file_stream",
        "/files/admin/numbered/" + quote("victim'; DROP TABLE points; --", safe="") + "/file_stream",
        "/files/admin/numbered/" + "x" * 5000 + "/file_stream",
        "/files/admin/numbered/%00/file_stream",
        "/files/admin/numbered/%ff%fe/file_stream",
    ],
)
def test_a_run_that_is_not_there_is_not_found(client: httpx.Client, path: str) -> None:
    answer = client.post(path, json=history_post(0, numbered_rows(0, 1)))
    assert answer.status_code in (400, 404, 405), answer.text[:300]


def test_another_users_run_is_not_even_there(server: ServerProcess, client: httpx.Client) -> None:
    key = "another-users-key-0123456789"
    made = client.post(
        "/api/v1/admin/users", json={"username": "mallory", "api_key": key, "password": "mallory-password"}
    )
    assert made.status_code in (200, 201), made.text
    with httpx.Client(base_url=server.url, auth=("api", key), trust_env=False) as mallory:
        posted = mallory.post(stream_path(PROJECT, RUN), json=history_post(ROWS, numbered_rows(ROWS, 1)))
        unknown = mallory.post(stream_path(PROJECT, "no-such-run"), json=history_post(0, numbered_rows(0, 1)))
    assert posted.status_code == 404
    assert posted.text.replace(RUN, "…") == unknown.text.replace("no-such-run", "…"), "the answers tell runs apart"


@pytest.mark.parametrize(
    "auth", [None, ("api", "a-key-that-nobody-has-0123456789"), ("api", ""), ("api", "x" * 100_000)]
)
def test_without_a_valid_key_nothing_is_accepted(server: ServerProcess, auth: tuple[str, str] | None) -> None:
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as anonymous:
        answer = anonymous.post(stream_path(PROJECT, RUN), json=history_post(ROWS, numbered_rows(ROWS, 1)), auth=auth)
    assert answer.status_code in (401, 431, 400)


def test_a_bomb_from_a_stranger_costs_nothing(server: ServerProcess) -> None:
    """Who has no key is refused before the body is looked at."""
    bomb = gzip_bomb(256 * MIB)
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as anonymous, PeakMemory(server.pid) as memory:
        answer = anonymous.post(stream_path(PROJECT, RUN), content=bomb, headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 401
    assert memory.peak_bytes - memory.before_bytes < 64 * MIB


def test_a_body_that_never_comes_holds_nothing_up(server: ServerProcess, client: httpx.Client) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as silent:
        head = f"POST {stream_path(PROJECT, RUN)} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"
        silent.sendall(head.encode() + b"{")
        started = time.monotonic()
        assert client.post(stream_path(PROJECT, RUN), json={}).status_code == 200
        assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "junk", [b"\0" * 4096, b"GET " + b"/" * 200_000, b"POST /graphql HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00" * 200]
)
def test_junk_instead_of_http_is_dropped(server: ServerProcess, client: httpx.Client, junk: bytes) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as junky:
        junky.sendall(junk)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/storage/runs/1/config.yaml",
        "/storage/runs/1/config.yaml?expires=99999999999&signature=" + "0" * 64,
        "/storage/runs/1/" + quote("../../../../etc/passwd", safe="") + "?expires=99999999999&signature=x",
        "/storage/runs/999999999999999999999/a?expires=x&signature=y",
        "/api/v1/projects/admin/numbered/runs/victim/files/" + quote("../../../../etc/passwd", safe=""),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_file_address_that_was_not_given_out_is_refused(server: ServerProcess, path: str, method: str) -> None:
    with httpx.Client(base_url=server.url, trust_env=False) as anonymous:
        answer = anonymous.request(method, path, content=b"stolen" if method == "PUT" else None)
    assert 400 <= answer.status_code < 500, answer.text[:300]
    assert "root:" not in answer.text


def test_after_all_of_it_the_run_is_whole(client: httpx.Client) -> None:
    check_numbered(client, RUN, ROWS)
    assert client.get("/readyz").status_code == 200
