"""Asks a wandb server by GraphQL, with its key."""

import json
import netrc
import os
import shutil
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, TypeVar
from urllib.parse import urljoin, urlsplit

from runlake.errors import UsageError

_TIMEOUT_S = 60.0
T = TypeVar("T")


class GraphQL:
    """One server. Its key is sent to its own host alone."""

    def __init__(self, url: str, key: str | None) -> None:
        """Without a key that of the host in `~/.netrc`. Raises UsageError when there is none."""
        self.url = url
        found = key or _key_of(urlsplit(url).hostname or "")
        self._authorization = f"Basic {b64encode(f'api:{found}'.encode()).decode()}"

    def ask(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The data of the answer. Raises UsageError when the server refuses, or has no such project."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        answer = json.loads(self._open(f"{self.url}/graphql", body, {"Content-Type": "application/json"}))
        data = answer.get("data") or {}
        missing = ", ".join(name for name in ("project", "artifact") if name in data and not data[name])
        if answer.get("errors") or missing or not data:
            reasons = [str(error.get("message")) for error in answer.get("errors") or ()]
            raise UsageError(f"{self.url} has no answer: {'; '.join(reasons) or f'there is no such {missing}'}")
        return dict(data)

    def fetch(self, url: str) -> bytes:
        """The bytes of a file."""
        return self._open(urljoin(f"{self.url}/", url), None, {})

    def fetch_to(self, url: str, path: Path) -> None:
        """The same, into a file of which little is held in memory."""
        with path.open("wb") as file:
            self._read(urljoin(f"{self.url}/", url), None, {}, lambda answer: shutil.copyfileobj(answer, file))

    def _open(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> bytes:
        return self._read(url, body, headers, lambda answer: bytes(answer.read()))

    def _read(self, url: str, body: bytes | None, headers: Mapping[str, str], take: Callable[[IO[bytes]], T]) -> T:
        if urlsplit(url).scheme not in ("http", "https"):
            raise UsageError(f"{url:.200} is no address of a server")
        request = urllib.request.Request(url, body, dict(headers))  # noqa: S310 - http, as checked
        if urlsplit(url).netloc == urlsplit(self.url).netloc:
            request.add_unredirected_header("Authorization", self._authorization)
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as answer:  # noqa: S310 - http, as checked
                return take(answer)
        except (OSError, ValueError) as error:
            raise UsageError(f"{url:.200} does not answer as wandb does: {error}") from error


def open_project(place: str) -> tuple[GraphQL, dict[str, str]]:
    """The server of `https://host/entity/project`, and what its queries take: `entity` and `project`. Raises UsageError.

    The key is that of `WANDB_API_KEY`, else of `~/.netrc`.
    """
    url = urlsplit(place)
    *base, entity, project = ["", *url.path.strip("/").split("/")]
    if not entity or not project:
        raise UsageError(f"{place} is no project: it looks like https://host/entity/project")
    host = "api.wandb.ai" if url.netloc in ("wandb.ai", "www.wandb.ai") else url.netloc
    api = GraphQL(f"{url.scheme}://{host}{'/'.join(base)}", os.environ.get("WANDB_API_KEY"))
    return api, {"entity": entity, "project": project}


def pages(api: GraphQL, query: str, of: Mapping[str, Any], path: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The nodes of all pages of a connection, which `path` leads to."""
    cursor: str | None = None
    while True:
        found: Any = api.ask(query, {**of, "cursor": cursor})
        for name in path:
            found = found[name]
        if found is None:  # nothing was ever there
            return
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
