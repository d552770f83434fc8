"""How many bytes on disk does a stored point take, everything included, and which column takes how many?

Ten million points (10 runs of 10,000 rows of 100 metrics) of values that were float32, then of random float64, come in
through the wandb file stream. The server is stopped, all parts are merged, and the live files are counted.
"""

import asyncio
from pathlib import Path
from typing import Any

import numpy as np

from _seed import MakeValues, seed_runs
from _server import ServerProcess, arguments, data_folder, note, report, training_curves
from runlake.storage.columnar import ChdbColumnar

METRICS = 100
STEPS = 10_000
TABLES = "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'"
COUNT = "SELECT countIf(metric LIKE 'train/%') AS points, count() AS rows FROM points"
TABLE_BYTES = """
SELECT table, sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND database = currentDatabase() GROUP BY table
"""
COLUMN_BYTES = """
SELECT column, sum(column_bytes_on_disk) AS bytes FROM system.parts_columns
WHERE active AND database = currentDatabase() AND table = 'points' GROUP BY column ORDER BY bytes DESC
"""
PROJECTION_BYTES = """
SELECT name, sum(bytes_on_disk) AS bytes FROM system.projection_parts
WHERE active AND database = currentDatabase() AND table = 'points' GROUP BY name
"""


def random_doubles(random: np.random.Generator, rows: int, metrics: int) -> np.ndarray:
    """Values with 52 random bits each: nothing can make them smaller than about 7 bytes."""
    return training_curves(random, rows, metrics, single=False)


async def measure(columnar_folder: Path) -> dict[str, Any]:
    """Merge everything and count bytes. Only one process may have the folder open."""
    columnar = await ChdbColumnar.open(columnar_folder)
    try:
        for table in (await columnar.query(TABLES))["name"].to_pylist():
            await columnar.execute(f"OPTIMIZE TABLE {table} FINAL")
        facts = (await columnar.query(COUNT)).to_pylist()[0]
        tables = {row["table"]: row["bytes"] for row in (await columnar.query(TABLE_BYTES)).to_pylist()}
        columns = {row["column"]: row["bytes"] for row in (await columnar.query(COLUMN_BYTES)).to_pylist()}
        projections = {row["name"]: row["bytes"] for row in (await columnar.query(PROJECTION_BYTES)).to_pylist()}
    finally:
        await columnar.close()
    return {**facts, "tables": tables, "columns": columns, "projections": projections}


def other_bytes(folder: Path, columnar_folder: Path) -> int:
    """Everything beside the columnar store: metadata, blobs, markers."""
    return sum(
        path.stat().st_blocks * 512
        for path in folder.rglob("*")
        if path.is_file() and not path.is_relative_to(columnar_folder)
    )


def measure_values(options: Any, name: str, values: MakeValues) -> dict[str, Any]:
    runs = max(1, options.points // (STEPS * METRICS))
    points = runs * STEPS * METRICS
    with data_folder(None) as folder:
        with ServerProcess(folder) as server:
            seed_runs(server, "bytes", runs=runs, steps=STEPS, metrics=METRICS, seed=options.seed, values=values)
        columnar_folder = folder / "columnar"
        note(f"merging {name}")
        facts = asyncio.run(measure(columnar_folder))
        if facts["points"] != points:
            raise RuntimeError(f"{facts['points']} points are stored, {points} were sent")
        total = sum(facts["tables"].values()) + other_bytes(folder, columnar_folder)
    per_point = {key: round(size / points, 3) for key, size in facts["columns"].items()}
    per_point |= {f"projection {key}": round(size / points, 3) for key, size in facts["projections"].items()}
    return {
        "bytes_per_point": round(total / points, 2),
        "points": points,
        "rows_in_points_table": facts["rows"],
        "by_column": per_point,
        "tables_bytes": facts["tables"],
    }


def main() -> None:
    options = arguments(__doc__, points=10_000_000, seed=1)
    report(
        "bytes_per_point",
        float32=measure_values(options, "float32", training_curves),
        float64=measure_values(options, "float64", random_doubles),
    )


if __name__ == "__main__":
    main()
