"""The columnar store: what is appended and counted in billions. ClickHouse SQL, Arrow in and out."""

from runlake.storage.columnar.base import Columnar, ColumnarTable
from runlake.storage.columnar.branches import branch_condition
from runlake.storage.columnar.chdb_engine import ChdbColumnar
from runlake.storage.columnar.ddl import Ddl
from runlake.storage.columnar.deletes import delete_projects, delete_runs

__all__ = ["ChdbColumnar", "Columnar", "ColumnarTable", "Ddl", "branch_condition", "delete_projects", "delete_runs"]
