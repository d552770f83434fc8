"""Removing rows for good."""

from collections.abc import Sequence

from runlake.storage.columnar.base import Columnar


async def delete_runs(columnar: Columnar, table: str, run_numbers: Sequence[int]) -> None:
    """Remove all rows of some runs from a table whose rows have a `run_number`; may be repeated, and may take long.

    The engine rewrites the parts that hold such rows, so this asks for few calls with many runs. On return the rows
    are gone; their disk space is free some minutes later, when the old parts are dropped.
    """
    sql = f"ALTER TABLE {table} DELETE WHERE run_number IN {{runs:Array(UInt32)}} SETTINGS mutations_sync = 1"
    await columnar.execute(sql, {"runs": list(run_numbers)})


async def delete_projects(columnar: Columnar, table: str, project_ids: Sequence[int]) -> None:
    """Remove all rows of some projects from a table sorted by `project_id`; may be repeated, and may take long.

    Rows that were only marked as deleted before go too: the engine passes over them when it looks for parts to rewrite.
    Projects that have no rows cost a look at the index and no rewriting.
    """
    wanted = {"projects": list(project_ids)}
    condition = "project_id IN {projects:Array(UInt32)}"
    left = f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1 SETTINGS apply_deleted_mask = 0"  # noqa: S608 - our own names
    for change in (f"DELETE WHERE {condition}", "APPLY DELETED MASK"):
        if (await columnar.query(left, wanted)).num_rows:
            await columnar.execute(f"ALTER TABLE {table} {change} SETTINGS mutations_sync = 1", wanted)
