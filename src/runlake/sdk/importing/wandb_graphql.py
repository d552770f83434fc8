"""Asks a wandb server by GraphQL, with its key."""

import json
import netrc
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from runlake.errors import UsageError

_TIMEOUT_S = 60.0


class GraphQL:
    """One server. Its key is sent to its own host alone."""

    def __init__(self, url: str, key: str | None) -> None:
        """Without a key that of the host in `~/.netrc`. Raises UsageError when there is none."""
        self._url = url
        found = key or _key_of(urlsplit(url).hostname or "")
        self._authorization = f"Basic {b64encode(f'api:{found}'.encode()).decode()}"

    def ask(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The data of the answer. Raises UsageError when the server refuses, or has no such project."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        answer = json.loads(self._open(f"{self._url}/graphql", body, {"Content-Type": "application/json"}))
        data = answer.get("data") or {}
        if answer.get("errors") or not data.get("project"):
            reasons = [str(error.get("message")) for error in answer.get("errors") or ()]
            raise UsageError(f"{self._url} has no answer: {'; '.join(reasons) or 'there is no such project'}")
        return dict(data)

    def fetch(self, url: str) -> bytes:
        """The bytes of a file."""
        return self._open(urljoin(f"{self._url}/", url), None, {})

    def _open(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        if urlsplit(url).scheme not in ("http", "https"):
            raise UsageError(f"{url:.200} is no address of a server")
        request = urllib.request.Request(url, body, dict(headers))  # noqa: S310 - http, as checked
        if urlsplit(url).netloc == urlsplit(self._url).netloc:
            request.add_unredirected_header("Authorization", self._authorization)
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - http, as checked
                return bytes(answer.read())
        except (OSError, ValueError) as error:
            raise UsageError(f"{url:.200} does not answer as wandb does: {error}") from error


def pages(api: GraphQL, query: str, of: Mapping[str, Any], path: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The nodes of all pages of a connection, which `path` leads to."""
    cursor: str | None = None
    while True:
        found: Any = api.ask(query, {**of, "cursor": cursor})
        for name in path:
            found = found[name]
        yield from (edge["node"] for edge in found["edges"])
        if not found["pageInfo"]["hasNextPage"]:
            return
        cursor = found["pageInfo"]["endCursor"]


def _key_of(host: str) -> str:
    try:
        known = netrc.netrc().authenticators(host)
    except (OSError, netrc.NetrcParseError):
        known = None
    if known is None:
        raise UsageError(f"there is no key for {host}: set WANDB_API_KEY")
    return known[2]
