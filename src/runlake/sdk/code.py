"""Where the program's code comes from: its repository and commit."""

import subprocess
from typing import Any
from urllib.parse import urlsplit, urlunsplit

_TIMEOUT_S = 5.0


def find_code() -> dict[str, Any]:
    """`git` with remote, commit and branch of the working folder, as far as they are known; empty without a repository."""
    commit = _git("rev-parse", "HEAD")
    if commit is None:
        return {}
    remote, branch = _git("remote", "get-url", "origin"), _git("branch", "--show-current")
    known = {"commit": commit, "remote": without_password(remote) if remote else None, "branch": branch}
    return {"git": {name: value for name, value in known.items() if value}}


def without_password(remote: str) -> str:
    """The address of a repository without who may read it."""
    parts = urlsplit(remote)
    if not parts.scheme or "@" not in parts.netloc:
        return remote
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - no argument is the user's
            ["git", *arguments],  # noqa: S607 - the user's own git
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError, RuntimeError):
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None
