"""Builds DDL for the layout at hand, so that a migration is written once for one machine and for a cluster."""

from collections.abc import Sequence

_DURABLE = {"fsync_after_insert": "1", "fsync_part_directory": "1"}


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
        merged = {**_DURABLE, **(settings or {})}
        body = ",\n    ".join(columns)
        primary = f"\nPRIMARY KEY {primary_key}" if primary_key else ""
        options = ", ".join(f"{key} = {value}" for key, value in merged.items())
        return (
            f"CREATE TABLE IF NOT EXISTS {name} (\n    {body}\n)\nENGINE = {engine}{primary}\n"
            f"ORDER BY {order_by}\nSETTINGS {options}"
        )

    def alter(self, table: str, change: str) -> list[str]:
        """The statements of one repeatable ALTER."""
        return [f"ALTER TABLE {table} {change}"]
