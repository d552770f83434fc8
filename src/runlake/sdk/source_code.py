"""`run.log_code`: the program's sources as an artifact."""

import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from runlake.errors import UsageError
from runlake.sdk.artifacts.artifact import Artifact

INCLUDED = ("*.py", "*.ipynb", "*.sh", "*.toml", "*.yaml", "*.yml", "*.cfg")
_SKIPPED = frozenset(("node_modules", "__pycache__", "site-packages", "venv", "env", "build", "dist"))
_MOST_FILES = 5000
_MOST_BYTES = 10 * 1024 * 1024


def code_of(root: str | os.PathLike[str], name: str, include: Sequence[str]) -> Artifact:
    """The sources below a folder, without hidden folders and those that tools make. Raises UsageError without any."""
    folder = Path(root).absolute()
    found = Artifact(name, "code")
    for number, path in enumerate(_sources(folder, include)):
        if number >= _MOST_FILES:
            raise UsageError(f"more than {_MOST_FILES:,} sources below {folder}: name a smaller folder, or `include`")
        found.add_file(path, path.relative_to(folder).as_posix())
    if not found.files:
        raise UsageError(f"there are no sources ({', '.join(include)}) below {folder}")
    return found


def _sources(folder: Path, include: Sequence[str]) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        for name in sorted(names):
            path = Path(parent, name)
            if any(fnmatch(name, pattern) for pattern in include) and path.stat().st_size <= _MOST_BYTES:
                yield path
