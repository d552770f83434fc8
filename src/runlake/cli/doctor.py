"""`runlake doctor`: is this machine, and the data folder, in order?"""

import asyncio
import fcntl
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import typer

from runlake.cli.options import AsJson, DataDir, load_settings
from runlake.cli.output import print_json, print_table
from runlake.cli.version import versions
from runlake.errors import DataFolderRefused, RunlakeError
from runlake.settings import Settings

_GIB = 1024**3
_TIGHT_BYTES, _FULL_BYTES = 2 * _GIB, _GIB // 4
_OLDEST_SQLITE = (3, 35, 0)


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found."""

    check: str
    status: Literal["ok", "warning", "failed"]
    detail: str


def doctor(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Check versions, the data folder, the metadata store and disk space. Exits with 1 when something is wrong."""
    checks = list(run_checks(load_settings(data_dir=data_dir)))
    rows = [asdict(check) for check in checks]
    healthy = all(check.status != "failed" for check in checks)
    if as_json:
        print_json({"healthy": healthy, "checks": rows})
    else:
        print_table(("check", "status", "detail"), rows)
    if not healthy:
        raise typer.Exit(1)


def run_checks(settings: Settings) -> Iterator[Check]:
    """All checks, in the order in which a reader wants them. They change nothing."""
    path = settings.data_dir.expanduser().absolute()
    yield _check_versions()
    yield _guarded("sqlite", _check_sqlite_library)
    yield _guarded("data folder", lambda: _check_folder(path))
    yield _guarded("server", lambda: _check_lock(path))
    yield _guarded("metadata", lambda: _check_metadata(settings, path))
    yield _guarded("disk space", lambda: _check_disk(path))


def _guarded(name: str, check: Callable[[], Check]) -> Check:
    try:
        return check()
    except RunlakeError as error:
        return Check(name, "failed", error.message)
    except OSError as error:
        return Check(name, "failed", f"{error.strerror}: {error.filename}")


def _check_versions() -> Check:
    found = versions()
    missing = [name for name in ("chdb", "pyarrow", "sqlalchemy", "fastapi") if found[name] is None]
    if missing:
        return Check("versions", "failed", f'{", ".join(missing)} missing: pip install "runlake[server]"')
    old = sys.version_info < (3, 11)
    text = ", ".join(f"{name} {version}" for name, version in found.items() if version)
    return Check("versions", "failed" if old else "ok", text)


def _check_sqlite_library() -> Check:
    old = sqlite3.sqlite_version_info < _OLDEST_SQLITE
    detail = f"library {sqlite3.sqlite_version}"
    return Check("sqlite", "failed" if old else "ok", f"{detail}: 3.35 or newer is needed" if old else detail)


def _check_folder(path: Path) -> Check:
    from runlake.storage.data_folder import FORMAT_VERSION, read_version

    version = read_version(path) if path.is_dir() else None
    if version is None:
        return Check("data folder", "ok", f"{path} is new: the first start makes it")
    if version > FORMAT_VERSION:
        raise DataFolderRefused(f"{path} has format {version}, this Runlake knows {FORMAT_VERSION}: upgrade Runlake")
    return Check("data folder", "ok", f"{path}, format {version}")


def _check_lock(path: Path) -> Check:
    if not (path / "lock").exists():
        return Check("server", "ok", "none is running on this data folder")
    with open(path / "lock", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return Check("server", "ok", f"running on this data folder, process {lock.read(40).strip() or 'unknown'}")
    return Check("server", "ok", "none is running on this data folder")


def _check_metadata(settings: Settings, path: Path) -> Check:
    file = path / "metadata.sqlite3"
    if settings.metadata_url is None and not file.exists():
        return Check("metadata", "ok", "none yet")
    damage = asyncio.run(_find_damage(settings.metadata_url or f"sqlite:///{file}"))
    if damage:
        return Check("metadata", "failed", f"damaged, restore it from a backup: {'; '.join(damage)[:500]}")
    return Check("metadata", "ok", "the database answers" if settings.metadata_url else "the file is sound")


async def _find_damage(url: str) -> list[str]:
    from runlake.storage.metadata import find_damage, open_metadata

    metadata = open_metadata(url, readers=1)
    try:
        return await find_damage(metadata)
    finally:
        await metadata.close()


def _check_disk(path: Path) -> Check:
    place = next(folder for folder in (path, *path.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    status: Literal["ok", "warning", "failed"] = "ok"
    if free < _TIGHT_BYTES:
        status = "failed" if free < _FULL_BYTES else "warning"
    return Check("disk space", status, f"{free / _GIB:.1f} GiB free at {place}")
