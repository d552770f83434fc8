"""Runs what the products declare, on both stores. Forward only.

A product is a package with `migrations/metadata/NNNN_<what>.py` (Alembic revisions: one branch per product, labelled
with the product's name, revision ids `<product>_NNNN`) and `migrations/columnar/NNNN_<what>.py` (modules with
`up(ddl) -> list[str]`, whose statements may be repeated). Products are migrated in the order given, so a later one may
refer to the tables of an earlier one.

When nothing is to be done this costs one query per store: the newest revision is known by its file name.
"""

import importlib.util
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import sqlalchemy as sa

from runlake.errors import Conflict, DataFolderRefused, StoreError
from runlake.hiding import hidden
from runlake.storage.metadata import Metadata

if TYPE_CHECKING:
    import pyarrow as pa

    from runlake.storage.columnar import Columnar, Ddl

_log = logging.getLogger(__name__)

_FILE_NAME = re.compile(r"(\d{4})_\w+\.py")
_VERSION_TABLE = "alembic_version"
_CREATE_SCHEMA_MIGRATIONS = (
    "product String",
    "number UInt32",
    "name String",
    "state String",
    "at DateTime64(6, 'UTC')",
)
_SELECT_FINISHED = "SELECT DISTINCT product, number FROM schema_migrations WHERE state = 'finished'"


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration file of one product."""

    product: str
    number: int
    path: Path

    @property
    def revision(self) -> str:
        return f"{self.product}_{self.number:04}"


def list_migrations(packages: Sequence[ModuleType], store: str) -> list[Migration]:
    """The migrations that `packages` declare for `store` ("metadata" or "columnar"), in the order they run."""
    return [migration for package in packages for migration in _of_package(package, store)]


async def migrate_metadata(metadata: Metadata, packages: Sequence[ModuleType]) -> list[str]:
    """Bring the metadata schema up to date, one transaction per revision; return the revisions that ran.

    Several servers may do it to one database at the same time. Raises DataFolderRefused when a newer Runlake was here.
    """
    declared = list_migrations(packages, "metadata")
    done = _done(declared, await metadata.read(_read_versions))
    pending = [migration.revision for migration in declared if migration.revision not in done]
    if pending:
        upgrade = _upgrader(declared)
        for revision in pending:
            await _upgrade_or_find_done(metadata, declared, upgrade, revision)
    return pending


async def _upgrade_or_find_done(
    metadata: Metadata, declared: Sequence[Migration], upgrade: Callable[[str, sa.Connection], None], revision: str
) -> None:
    """Of two servers that run one revision, the second waits for the first to commit and then finds its tables there."""
    try:
        await metadata.write(partial(upgrade, revision))
    except (Conflict, StoreError):
        if revision not in _done(declared, await metadata.read(_read_versions)):
            raise


async def migrate_columnar(columnar: "Columnar", packages: Sequence[ModuleType], ddl: "Ddl | None" = None) -> list[str]:
    """Bring the columnar schema up to date; return the migrations that ran.

    DDL there is not transactional: a row says started, another finished, and one that did not finish runs again.
    Raises DataFolderRefused when a newer Runlake was here.
    """
    ddl = ddl or _default_ddl()
    declared = list_migrations(packages, "columnar")
    await columnar.execute(
        ddl.create_table("schema_migrations", _CREATE_SCHEMA_MIGRATIONS, order_by="(product, number, state)")
    )
    finished = {(row["product"], row["number"]) for row in (await columnar.query(_SELECT_FINISHED)).to_pylist()}
    _refuse_newer({f"{product}_{number:04}" for product, number in finished}, declared)
    pending = [migration for migration in declared if (migration.product, migration.number) not in finished]
    for number, migration in enumerate(pending, 1):
        if finished:  # of data that is there already, which may take minutes
            _log.info(
                "upgrading stored data, %d of %d: %s %s", number, len(pending), migration.product, migration.path.stem
            )
        await _apply(columnar, migration, ddl)
    return [migration.revision for migration in pending]


def _of_package(package: ModuleType, store: str) -> Iterator[Migration]:
    if package.__file__ is None:
        raise ValueError(f"{package.__name__} is not a package with files")
    folder = Path(package.__file__).parent / "migrations" / store
    product = package.__name__.rpartition(".")[2]
    for path in sorted(folder.glob("[0-9]*.py")):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise ValueError(f"{path}: a migration is named NNNN_<what>.py")
        yield Migration(product, int(match.group(1)), path)


def _read_versions(connection: sa.Connection) -> set[str]:
    if not sa.inspect(connection).has_table(_VERSION_TABLE):
        return set()
    table = sa.table(_VERSION_TABLE, sa.column("version_num", sa.String))
    return set(connection.scalars(sa.select(table.c.version_num)))


def _done(declared: Sequence[Migration], heads: set[str]) -> set[str]:
    """Every revision at or below the stored head of its product."""
    _refuse_newer(heads, declared)
    head_of = {migration.product: migration.number for migration in declared if migration.revision in heads}
    return {migration.revision for migration in declared if migration.number <= head_of.get(migration.product, -1)}


def _refuse_newer(stored: set[str], declared: Sequence[Migration]) -> None:
    unknown = sorted(stored - {migration.revision for migration in declared})
    if unknown:
        raise DataFolderRefused(
            f"the data was written by a newer Runlake (schema {', '.join(unknown)} is unknown here): upgrade Runlake"
        )


def _upgrader(declared: Sequence[Migration]) -> Callable[[str, sa.Connection], None]:
    # Imported here: Alembic takes longer to load than a start with nothing to migrate may last. Half of that would be
    # Pygments, with which its template library colours error pages.
    with hidden("pygments"):
        from alembic.operations import Operations
        from alembic.runtime.migration import MigrationContext
        from alembic.script import ScriptDirectory

    folders = list(dict.fromkeys(str(migration.path.parent) for migration in declared))
    scripts = ScriptDirectory(folders[0], version_locations=folders)

    def upgrade(revision: str, connection: sa.Connection) -> None:
        options = {"fn": lambda heads, _: scripts._upgrade_revs(revision, heads), "script": scripts}
        context = MigrationContext.configure(connection, opts=options)
        with Operations.context(context):
            context.run_migrations()

    return upgrade


async def _apply(columnar: "Columnar", migration: Migration, ddl: "Ddl") -> None:
    await columnar.insert("schema_migrations", _state_row(migration, "started"))
    for statement in load_migration(migration).up(ddl):
        await columnar.execute(statement)
    await columnar.insert("schema_migrations", _state_row(migration, "finished"))


def _state_row(migration: Migration, state: str) -> "pa.RecordBatch":
    import pyarrow as pa

    return pa.RecordBatch.from_pydict(
        {
            "product": [migration.product],
            "number": pa.array([migration.number], pa.uint32()),
            "name": [migration.path.stem],
            "state": [state],
            "at": pa.array([datetime.now(UTC)], pa.timestamp("us", "UTC")),
        }
    )


def load_migration(migration: Migration) -> ModuleType:
    """The module of a columnar migration."""
    spec = importlib.util.spec_from_file_location(f"runlake_migration_{migration.revision}", migration.path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{migration.path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _default_ddl() -> "Ddl":
    from runlake.storage.columnar import Ddl

    return Ddl()
