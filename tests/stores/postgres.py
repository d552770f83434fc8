"""A throw-away PostgreSQL: its own folder, a Unix socket, no durability, gone after the tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import psycopg

_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}


@dataclass(frozen=True)
class Postgres:
    """A running server. Its superuser is `runlake`; only this user's socket folder leads to it."""

    folder: Path

    def url(self, database: str) -> str:
        return f"postgresql://runlake@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


def find_binaries() -> Path | None:
    """The folder of initdb and pg_ctl of the newest PostgreSQL here."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin")
    found = [folder for folder in folders if (folder / "initdb").exists()]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def start(binaries: Path) -> Postgres:
    """Make and start a server; takes about two seconds."""
    # A short path, since that of a socket is limited to 107 bytes; outside pytest's folders, which only root may enter.
    folder = Path(tempfile.mkdtemp(prefix="rl-pg-", dir="/tmp"))
    user = _server_user()
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in _SETTINGS.items())
    data = str(folder / "data")
    _run([str(binaries / "initdb"), "-D", data, "-U", "runlake", "-A", "trust", "-E", "UTF8", "-N"], folder, user)
    command = [str(binaries / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", f"{options} -k {folder}"]
    _run([*command, "start"], folder, user)
    return Postgres(folder)


def stop(binaries: Path, server: Postgres) -> None:
    """Stop the server and remove its folder."""
    command = [str(binaries / "pg_ctl"), "-D", str(server.folder / "data"), "-m", "immediate", "stop"]
    _run(command, server.folder, _server_user())
    shutil.rmtree(server.folder, ignore_errors=True)


def _server_user() -> pwd.struct_passwd | None:
    """The user to run as, when we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("running as root, and there is no user `postgres` or `nobody` to run PostgreSQL as")


def _run(command: list[str], folder: Path, user: pwd.struct_passwd | None) -> None:
    who = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    done = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if "start" not in command else subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
        **who,  # type: ignore[call-overload]
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stdout}")
