"""Where the client keeps things, and what it finds in the environment. The SDK's only reader of `RUNLAKE_…`."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from runlake.errors import UsageError

_CACHE_BYTES = 20 * 1024**3
DEFAULT_URL = "http://localhost:8080"
_RANKS = ("RANK", "SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK", "LOCAL_RANK")


@dataclass(frozen=True, slots=True)
class Server:
    """Where to send, and as whom."""

    url: str
    api_key: str | None


def journals_folder() -> Path:
    """Where journals lie: `RUNLAKE_JOURNALS`, or the user's own state folder."""
    given = os.environ.get("RUNLAKE_JOURNALS")
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "runlake" / "journals"


def artifact_cache() -> tuple[Path, int]:
    """Where downloaded files of artifacts are kept, and how many bytes at most: `RUNLAKE_CACHE`, `RUNLAKE_CACHE_BYTES`."""
    given = os.environ.get("RUNLAKE_CACHE")
    folder = Path(given or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "runlake" / "artifacts")
    limit = os.environ.get("RUNLAKE_CACHE_BYTES", "")
    if limit and not limit.isdigit():
        raise UsageError(f"RUNLAKE_CACHE_BYTES is {limit!r}; it must be a number of bytes")
    return folder, int(limit or _CACHE_BYTES)


def credentials_file() -> Path:
    """What `runlake login` wrote."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "runlake" / "credentials.json"


def find_server(url: str | None = None, api_key: str | None = None) -> Server:
    """The server and the key: as given, else `RUNLAKE_URL` and `RUNLAKE_API_KEY`, else of the last `runlake login`."""
    saved = _saved()
    url = url or os.environ.get("RUNLAKE_URL") or saved.get("last") or DEFAULT_URL
    if not url.startswith(("http://", "https://")):
        raise UsageError(f"the server's address is {url!r}: it must begin with http:// or https://")
    url = url.rstrip("/")
    keys = saved.get("keys")
    key = api_key or os.environ.get("RUNLAKE_API_KEY") or (keys.get(url) if isinstance(keys, dict) else None)
    return Server(url, key)


def save_login(server: Server) -> Path:
    """Remember a server and its key, readable by the user only; it is the default from now on."""
    saved = _saved()
    keys = saved.get("keys")
    document = {"last": server.url, "keys": {**(keys if isinstance(keys, dict) else {}), server.url: server.api_key}}
    path = credentials_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(document, file, indent=2)
    fresh.replace(path)
    return path


def rank_of(given: int | None) -> int:
    """This process's place among those of the run: as given, else what the launcher says, else 0."""
    if given is not None:
        return given
    for name in _RANKS:
        text = os.environ.get(name, "")
        if text.isdigit():
            return int(text)
    return 0


def is_offline(mode: str | None) -> bool:
    """True when nothing is sent: mode `offline`, as given or by `RUNLAKE_MODE`."""
    mode = mode or os.environ.get("RUNLAKE_MODE") or "online"
    if mode not in ("online", "offline"):
        raise UsageError(f"mode is {mode!r}; it must be 'online' or 'offline'")
    return mode == "offline"


def default_project() -> str:
    """`RUNLAKE_PROJECT`, or the project of what names none."""
    return os.environ.get("RUNLAKE_PROJECT") or "uncategorized"


def _saved() -> dict[str, Any]:
    try:
        found = json.loads(credentials_file().read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
