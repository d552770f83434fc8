"""Runs of other trackers, read from their files and sent like our own: TensorBoard, wandb, MLflow.

Importing is repeatable: ids and writers come from the source alone, and the server leaves out the rows that it has.
"""

from runlake.sdk.importing.imported import ImportedRow, ImportedRun
from runlake.sdk.importing.sending import Outcome, send_run

__all__ = ["ImportedRow", "ImportedRun", "Outcome", "send_run"]
