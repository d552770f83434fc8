"""Which addresses the server may be made to send to. Users choose them, the network behind the server is not theirs."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore

from runlake.errors import InvalidInput

MAX_URL_CHARS = 2048

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class TargetRefused(Exception):
    """The name leads to an address that may not be sent to."""


def checked_url(url: str) -> str:
    """A web address that can be sent to, as far as that shows in its text. Raises InvalidInput."""
    if len(url) > MAX_URL_CHARS or not url.isprintable() or " " in url or not url.isascii():
        raise InvalidInput(f"the address must be at most {MAX_URL_CHARS} ASCII characters without spaces")
    try:
        parts = urlsplit(url)
        port_is_whole = parts.port is None or parts.port > 0
    except ValueError as error:
        raise InvalidInput(f"{url[:100]!r} is not an address: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_whole:
        raise InvalidInput(f"{url[:100]!r} is not an address: it must begin with http:// or https:// and a host")
    if parts.username or parts.password:
        raise InvalidInput("leave user and password out of the address: use the access token")
    return url


def may_send_to(address: Address, *, allow_private: bool) -> bool:
    """Public addresses always; private ones and loopback when allowed; link-local (cloud metadata) and the like never."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return address.is_global or (allow_private and (address.is_private or address.is_loopback))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, checks what it leads to, and connects to that very address."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the interface of httpcore
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        address = await self._resolve(host, port, timeout)
        return await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise TargetRefused("files are not sent to")

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)

    async def _resolve(self, host: str, port: int, timeout_s: float | None) -> str:
        loop = asyncio.get_running_loop()
        try:
            found = await asyncio.wait_for(loop.getaddrinfo(host, port, type=socket.SOCK_STREAM), timeout_s)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"the name {host!r:.100} cannot be resolved: {error}") from error
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"the name {host!r:.100} was not resolved in time") from error
        addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
        for address in addresses:
            if not may_send_to(ipaddress.ip_address(address), allow_private=self._allow_private):
                raise TargetRefused(
                    f"{host} leads to {address}, which is not a public address: "
                    "RUNLAKE_AUTOMATIONS__ALLOW_PRIVATE_TARGETS=true allows private ones"
                )
        return addresses[0]
