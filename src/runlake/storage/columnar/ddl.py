"""Builds DDL for the layout at hand, so that a migration is written once for one machine and for a cluster."""

from collections.abc import Sequence

_DURABLE = {"fsync_after_insert": "1", "fsync_part_directory": "1"}
_REBUILT_ROWS = 262_144


class Ddl:
    """DDL of the embedded, single-machine layout. Statements are repeatable."""

    def create_table(
        self,
        name: str,
        columns: Sequence[str],
        *,
        order_by: str,
        engine: str = "MergeTree",
        primary_key: str | None = None,
        settings: dict[str, str] | None = None,
    ) -> str:
        """A CREATE TABLE statement; `columns` are column, index and projection definitions, one each."""
        body = ",\n    ".join(columns)
        primary = f"\nPRIMARY KEY {primary_key}" if primary_key else ""
        return (
            f"CREATE TABLE IF NOT EXISTS {name} (\n    {body}\n)\nENGINE = {engine}{primary}\n"
            f"ORDER BY {order_by}\nSETTINGS {_options(settings)}"
        )

    def rebuild(
        self, table: str, *, order_by: str, settings: dict[str, str], indexes: dict[str, str] | None = None
    ) -> list[str]:
        """Statements that move a table's rows to one of other settings and further indexes, which takes its name.

        At any moment one of the two holds all rows and has the name. New indexes come with the first merges.
        """
        new = f"{table}_rebuilt"
        names = ",".join(indexes or {})
        late = f", exclude_materialize_skip_indexes_on_insert = '{names}'" if names else ""
        return [
            f"DROP TABLE IF EXISTS {new} SYNC",  # of a run that did not come to its end
            f"CREATE TABLE {new} AS {table} ENGINE = MergeTree ORDER BY {order_by} SETTINGS {_options(settings)}",
            *(f"ALTER TABLE {new} ADD INDEX IF NOT EXISTS {name} {index}" for name, index in (indexes or {}).items()),
            f"INSERT INTO {new} SELECT * FROM {table} SETTINGS min_insert_block_size_rows = {_REBUILT_ROWS}{late}",  # noqa: S608 - our own names
            f"EXCHANGE TABLES {new} AND {table}",
            f"DROP TABLE {new} SYNC",
        ]

    def alter(self, table: str, change: str) -> list[str]:
        """The statements of one repeatable ALTER."""
        return [f"ALTER TABLE {table} {change}"]


def _options(settings: dict[str, str] | None) -> str:
    return ", ".join(f"{key} = {value}" for key, value in {**_DURABLE, **(settings or {})}.items())
