"""Migrations: they make what the code declares, cost nothing when done, refuse data from the future."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pyarrow as pa
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from runlake.errors import DataFolderRefused, StoreError
from runlake.products import identity, projects
from runlake.products.identity.tables import TABLES as IDENTITY_TABLES
from runlake.products.projects.tables import TABLES as PROJECT_TABLES
from runlake.server.platform import PRODUCTS
from runlake.storage.columnar import Ddl
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import list_migrations, migrate_columnar, migrate_metadata

PACKAGES = (identity, projects)
MakeProduct = Callable[..., ModuleType]

MIGRATE_WHEN_TOLD = """
import asyncio, sys
from runlake.server.platform import PRODUCTS
from runlake.storage.metadata import open_metadata
from runlake.storage.migrate import migrate_metadata

async def migrate():
    metadata = open_metadata(sys.argv[1])
    await metadata.read(lambda connection: None)
    print("ready", flush=True)
    sys.stdin.readline()
    await migrate_metadata(metadata, PRODUCTS)
    await metadata.close()

asyncio.run(migrate())
"""


@pytest.fixture
def make_product(tmp_path: Path) -> MakeProduct:
    """Write a product package with metadata and columnar migrations, given as name → source."""

    def make(product: str, **stores: dict[str, str]) -> ModuleType:
        for store, files in stores.items():
            folder = tmp_path / product / "migrations" / store
            folder.mkdir(parents=True, exist_ok=True)
            for name, source in files.items():
                (folder / name).write_text(source)
        package = ModuleType(f"products.{product}")
        package.__file__ = str(tmp_path / product / "__init__.py")
        return package

    return make


def revision(product: str, number: int, body: str) -> str:
    down = f"'{product}_{number - 1:04}'" if number > 1 else None
    labels = f"('{product}',)" if number == 1 else None
    return (
        f"import sqlalchemy as sa\nfrom alembic import op\nrevision = '{product}_{number:04}'\n"
        f"down_revision = {down}\nbranch_labels = {labels}\ndepends_on = None\ndef upgrade():\n    {body}\n"
    )


@pytest.mark.filterwarnings("ignore:.*expression-based index")
async def test_migrations_make_what_the_tables_declare(metadata: Metadata) -> None:
    await migrate_metadata(metadata, PACKAGES)

    def differences(connection: Connection, tables: sa.MetaData) -> list[object]:
        def ours(item: object, name: str | None, kind: str, *_: object) -> bool:
            # Foreign keys to another product's tables are in the database only.
            return kind != "foreign_key_constraint" and (kind != "table" or name in tables.tables)

        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        return list(compare_metadata(context, tables))

    for tables in (IDENTITY_TABLES, PROJECT_TABLES):
        assert await metadata.read(lambda connection, tables=tables: differences(connection, tables)) == []


async def test_a_second_run_does_nothing_and_is_fast(metadata: Metadata) -> None:
    declared = [migration.revision for migration in list_migrations(PACKAGES, "metadata")]
    assert await migrate_metadata(metadata, PACKAGES) == declared
    started = time.perf_counter()
    assert await migrate_metadata(metadata, PACKAGES) == []
    assert time.perf_counter() - started < 0.1


async def test_only_what_is_missing_runs(metadata: Metadata, make_product: MakeProduct) -> None:
    create = {"0001_a.py": revision("toy", 1, "op.create_table('toys', sa.Column('toy_id', sa.Integer))")}
    assert await migrate_metadata(metadata, [make_product("toy", metadata=create)]) == ["toy_0001"]
    extend = {"0002_b.py": revision("toy", 2, "op.add_column('toys', sa.Column('name', sa.Text))")}
    toy = make_product("toy", metadata=extend)
    other = make_product("other", metadata={"0001_o.py": revision("other", 1, "op.execute('SELECT 1')")})
    assert await migrate_metadata(metadata, [toy, other]) == ["toy_0002", "other_0001"]
    assert await migrate_metadata(metadata, [other, toy]) == []
    columns = await metadata.read(lambda connection: [c["name"] for c in sa.inspect(connection).get_columns("toys")])
    assert columns == ["toy_id", "name"]


async def test_a_failing_revision_leaves_nothing_behind(metadata: Metadata, make_product: MakeProduct) -> None:
    body = "op.create_table('toys', sa.Column('toy_id', sa.Integer)); op.execute('SELECT nonsense')"
    broken = make_product("toy", metadata={"0001_a.py": revision("toy", 1, body)})
    with pytest.raises(StoreError):
        await migrate_metadata(metadata, [broken])
    assert not await metadata.read(lambda connection: sa.inspect(connection).has_table("toys"))
    mended = revision("toy", 1, "op.create_table('toys', sa.Column('toy_id', sa.Integer))")
    for module in [name for name in sys.modules if name.endswith("0001_a_py")]:
        del sys.modules[module]
    assert await migrate_metadata(metadata, [make_product("toy", metadata={"0001_a.py": mended})]) == ["toy_0001"]


async def test_data_of_a_newer_release_is_refused(metadata: Metadata) -> None:
    await migrate_metadata(metadata, PACKAGES)

    def pretend(connection: Connection) -> None:
        table = sa.table("alembic_version", sa.column("version_num"))
        connection.execute(
            sa.update(table).where(table.c.version_num.like("projects_%")).values(version_num="projects_0099")
        )

    await metadata.write(pretend)
    with pytest.raises(DataFolderRefused, match="projects_0099"):
        await migrate_metadata(metadata, PACKAGES)


def migrate_together(metadata_url: str) -> list[int]:
    """The exit codes of two servers' processes that begin to migrate in the same moment."""
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", MIGRATE_WHEN_TOLD, metadata_url]
    servers = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(2)]
    assert [server.stdout and server.stdout.readline() for server in servers] == ["ready\n"] * 2
    for server in servers:
        assert server.stdin is not None
        server.stdin.write("go\n")
        server.stdin.flush()
    for server in servers:
        server.communicate(timeout=100)
    return [server.returncode for server in servers]


async def test_two_servers_may_start_on_one_empty_database(metadata: Metadata, metadata_url: str) -> None:
    assert migrate_together(metadata_url) == [0, 0]
    assert await migrate_metadata(metadata, PRODUCTS) == []


def test_every_declared_migration_is_numbered_without_gaps() -> None:
    for package in PACKAGES:
        for store in ("metadata", "columnar"):
            numbers = [migration.number for migration in list_migrations([package], store)]
            assert numbers == list(range(1, len(numbers) + 1))


def test_a_badly_named_file_is_refused(make_product: MakeProduct) -> None:
    with pytest.raises(ValueError, match="NNNN_"):
        list_migrations([make_product("toy", metadata={"1_x.py": ""})], "metadata")


class FakeColumnar:
    """Remembers statements and the rows of schema_migrations; `fails_at` makes one statement fail."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.rows: list[dict[str, object]] = []
        self.fails_at = ""

    async def execute(self, sql: str, parameters: object = None) -> None:
        if self.fails_at and self.fails_at in sql:
            raise StoreError("the disk went away")
        self.statements.append(sql)

    async def insert(self, table: str, rows: pa.RecordBatch, *, late_indexes: Sequence[str] = ()) -> None:
        assert table == "schema_migrations"
        self.rows += rows.to_pylist()

    async def query(self, sql: str, parameters: object = None, *, timeout_s: float | None = None) -> pa.Table:
        finished = [row for row in self.rows if row["state"] == "finished"]
        return pa.table({name: [row[name] for row in finished] for name in ("product", "number")})

    async def close(self) -> None: ...

    def ran(self) -> Sequence[str]:
        return [sql for sql in self.statements if "schema_migrations" not in sql]


async def test_columnar_migrations_run_once_and_again_when_unfinished(
    make_product: MakeProduct, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "runlake")
    columnar = FakeColumnar()
    source = "def up(ddl):\n    return ['first', *ddl.alter('t', 'ADD second')]\n"
    toy = make_product("toy", columnar={"0001_t.py": source})
    columnar.fails_at = "second"
    with pytest.raises(StoreError):
        await migrate_columnar(columnar, [toy])
    assert [row["state"] for row in columnar.rows] == ["started"]
    columnar.fails_at = ""
    assert await migrate_columnar(columnar, [toy], Ddl()) == ["toy_0001"]
    assert columnar.ran() == ["first", "first", "ALTER TABLE t ADD second"]
    assert await migrate_columnar(columnar, [toy]) == []
    assert caplog.messages == []
    later = make_product("later", columnar={"0001_more.py": source})
    assert await migrate_columnar(columnar, [toy, later]) == ["later_0001"]
    assert caplog.messages == ["upgrading stored data, 1 of 1: later 0001_more"]
    with pytest.raises(DataFolderRefused, match="toy_0001"):
        await migrate_columnar(columnar, [make_product("other", columnar={})])
