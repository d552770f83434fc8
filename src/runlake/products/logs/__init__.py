"""Logs: the console lines of runs."""

from runlake.products.logs.merged import LogPosition, MergedLines
from runlake.products.logs.product import Logs
from runlake.products.logs.records import LogLine, LogPage

__all__ = ["LogLine", "LogPage", "LogPosition", "Logs", "MergedLines"]
