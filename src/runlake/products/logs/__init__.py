"""Logs: the console lines of runs."""

from runlake.products.logs.product import LogLine, LogPage, Logs

__all__ = ["LogLine", "LogPage", "Logs"]
