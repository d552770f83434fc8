"""A proxy between clients and the server that does to requests what networks and busy servers do."""

import contextlib
import socket
import struct
import threading
from typing import Self

_HANG_UP_HARD = struct.pack("ii", 1, 0)  # a reset instead of an orderly end
_BUSY = "HTTP/1.1 {status} Busy\r\nRetry-After: 1\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"


class FaultyProxy:
    """`with FaultyProxy(port) as proxy:` takes connections on `proxy.port`; `proxy.fault` says what happens to requests.

    None: they pass. "refuse": no connection lives. "half": half of a request arrives. "lost answer": the server has
    answered, and nobody hears it. "429", "503": an answer of the proxy's own.
    """

    def __init__(self, server_port: int) -> None:
        self.fault: str | None = None
        self._server_port = server_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: set[socket.socket] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """End all connections that there are, wherever their requests are."""
        for connection in list(self._open):
            _hang_up(connection)

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = None
        self._open.add(client)
        try:
            while request := _message(client):
                fault = self.fault
                if fault == "refuse":
                    break
                if fault in ("429", "503"):
                    client.sendall(_BUSY.format(status=fault).encode())
                    break
                server = server or socket.create_connection(("127.0.0.1", self._server_port), timeout=60)
                server.sendall(request[: len(request) // 2] if fault == "half" else request)
                if fault == "half":
                    break
                answer = _message(server)
                if fault == "lost answer" or not answer:
                    break
                client.sendall(answer)
        except OSError:
            pass
        finally:
            self._open.discard(client)
            for connection in (client, server):
                if connection is not None:
                    _hang_up(connection)


def _message(connection: socket.socket) -> bytes:
    """A whole request or answer; empty when the other side has hung up."""
    content = b""
    while b"\r\n\r\n" not in content:
        more = connection.recv(65536)
        if not more:
            return b""
        content += more
    head, _, body = content.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < (lengths[0] if lengths else 0):
        more = connection.recv(1024 * 1024)
        if not more:
            return b""
        body += more
    return head + b"\r\n\r\n" + body


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _HANG_UP_HARD)
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
