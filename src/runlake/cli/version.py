"""`runlake version`: what runs here."""

import platform
from importlib import metadata

import runlake
from runlake.cli.options import AsJson
from runlake.cli.output import print_json, print_line

_LIBRARIES = ("chdb", "pyarrow", "sqlalchemy", "psycopg", "fastapi", "uvicorn", "wandb")


def versions() -> dict[str, str | None]:
    """The versions of Runlake, Python and the libraries that matter; None for one that is not installed."""
    own: dict[str, str | None] = {"runlake": runlake.__version__, "python": platform.python_version()}
    return own | {library: _version_of(library) for library in _LIBRARIES}


def version(as_json: AsJson = False) -> None:
    """Print the version."""
    if as_json:
        print_json(versions())
    else:
        print_line(f"runlake {runlake.__version__} (Python {platform.python_version()})")


def _version_of(library: str) -> str | None:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return None
