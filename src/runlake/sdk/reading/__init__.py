"""Reading back what runs and traces have logged: `Api` is the entrance, `spans` and `sql` are shorthands.

Tables come as Arrow, and as pandas or Polars where those are installed; none of them is loaded before it is asked for.
"""

from runlake.sdk.reading.api import Api, spans, sql
from runlake.sdk.reading.points import Points
from runlake.sdk.reading.run_view import RunView
from runlake.sdk.reading.runs import Runs
from runlake.sdk.reading.shapes import MetricShape
from runlake.sdk.reading.span_table import Spans
from runlake.sdk.reading.sql_answer import SqlAnswer

__all__ = ["Api", "MetricShape", "Points", "RunView", "Runs", "Spans", "SqlAnswer", "spans", "sql"]
