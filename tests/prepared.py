"""The folder of the columnar engine with every product's tables, made once: its copy opens ten times as fast as a new one.

Run as a program with a folder, it makes them there: an engine is one folder's for the life of a process.
"""

import asyncio
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copy_tables(folder: Path) -> None:
    """Make `folder` the folder of an engine whose tables are all there and empty."""
    shutil.copytree(_template(), folder, symlinks=True, dirs_exist_ok=True)


@cache
def _template() -> Path:
    """Kept below `.make` under the hash of what its tables come from; stages that make it together are in nobody's way."""
    kept = ROOT / ".make" / f"columnar-{_digest()}"
    if not kept.exists():
        for old in kept.parent.glob("columnar-*"):
            shutil.rmtree(old, ignore_errors=True)
        made = Path(tempfile.mkdtemp(prefix="making-columnar-", dir=kept.parent))
        subprocess.run([sys.executable, "-m", "tests.prepared", str(made)], cwd=ROOT, check=True)
        try:
            os.rename(made, kept)
        except OSError:  # another stage was first
            shutil.rmtree(made)
    return kept


def _digest() -> str:
    digest = hashlib.sha256(importlib.metadata.version("chdb").encode())
    sources = [*ROOT.glob("src/runlake/products/*/migrations/columnar/*.py"), *ROOT.glob("src/runlake/storage/**/*.py")]
    for path in sorted(sources):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


async def _make(folder: Path) -> None:
    from runlake.server.platform import PRODUCTS
    from runlake.storage.columnar import ChdbColumnar
    from runlake.storage.migrate import migrate_columnar

    columnar = await ChdbColumnar.open(folder)
    await migrate_columnar(columnar, PRODUCTS)
    await columnar.close()


if __name__ == "__main__":
    asyncio.run(_make(Path(sys.argv[1])))
