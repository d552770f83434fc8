"""Questions in SQL: a project's points, runs, spans, scores and console lines, for those who may read the project.

The text that a user writes never reaches the engine. It is parsed, and a new text is written from the tree by a renderer
that knows what it may write; what it does not know is refused. Names of tables stand for curated views alone.
"""

from runlake.products.sql.functions import FUNCTIONS
from runlake.products.sql.product import MOST_ROWS, Question, Sql
from runlake.products.sql.views import VIEWS, View, ViewColumn, Writers

__all__ = ["FUNCTIONS", "MOST_ROWS", "VIEWS", "Question", "Sql", "View", "ViewColumn", "Writers"]
