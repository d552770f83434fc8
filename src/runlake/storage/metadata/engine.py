"""Opens the metadata store that a URL names."""

from pathlib import Path

from sqlalchemy import make_url

from runlake.errors import InvalidInput
from runlake.storage.metadata.base import Metadata
from runlake.storage.metadata.sqlite_engine import SqliteMetadata


def open_metadata(url: str | Path, *, readers: int = 4) -> Metadata:
    """Open a metadata store: a path or `sqlite:///path` is a file, `postgresql://…` a database.

    Nothing is connected yet, so an unreachable database shows at the first use. Raises InvalidInput for other URLs.
    """
    if isinstance(url, Path):
        return SqliteMetadata(url, readers=readers)
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return SqliteMetadata(Path(parsed.database), readers=readers)
        case "postgresql":
            # Imported here: its driver takes a tenth of the time in which a server on SQLite is up.
            from runlake.storage.metadata.postgres_engine import PostgresMetadata

            return PostgresMetadata(parsed, readers=readers)
    raise InvalidInput("the metadata URL must be sqlite:///<file> or postgresql://<user>@<host>/<database>")
