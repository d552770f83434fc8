"""Names of the columnar tables that hold points."""

POINTS_TABLE = {"history": "points", "system": "system_points"}

ROW_SERIES = "_timestamp"
"""The series that every row of a stream has: one point of it is one row."""

INTERNAL_SERIES = ("_timestamp", "_runtime", "_step", "_wandb")
