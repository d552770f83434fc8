"""Drop the index of attributes: over an expression with lambdas, the engine fails where some parts have it and others not.

Cost: metadata only. An older server of the release before asks for it in vain, and finds the same spans.
"""

from runlake.storage.columnar import Ddl


def up(ddl: Ddl) -> list[str]:
    return ddl.alter("spans", "DROP INDEX IF EXISTS spans_by_attribute")
