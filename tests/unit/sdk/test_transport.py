"""The one connection: hung up between two requests is no failure, hung up again is one."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from runlake.sdk.answers import NotNow
from runlake.sdk.places import Server
from runlake.sdk.transport import Transport

ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}'


@contextmanager
def server_that_hangs_up(answers: list[int]) -> Iterator[str]:
    """Each connection gets the number of answers of its place in the list, then hears no more."""

    def serve() -> None:
        for count in answers:
            connection, _ = listener.accept()
            with connection:
                for _ in range(count):
                    connection.recv(65536)
                    connection.sendall(ANSWER)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join(10)


def test_a_kept_connection_that_was_hung_up_is_made_anew() -> None:
    with server_that_hangs_up([1, 2]) as url:
        transport = Transport(Server(url, "key"), timeout_s=10)
        assert [transport.ask("GET", "/x") for _ in range(3)] == [{"a": 1}] * 3
        transport.close()


def test_a_server_that_hangs_up_on_every_connection_is_not_reached() -> None:
    with server_that_hangs_up([1, 0]) as url:
        transport = Transport(Server(url, "key"), timeout_s=10)
        transport.ask("GET", "/x")
        with pytest.raises(NotNow, match="cannot reach"):
            transport.ask("GET", "/x")
        transport.close()
