"""Runs of other trackers, read from their files and sent like our own: TensorBoard, wandb, MLflow.

Importing is repeatable: ids and writers come from the source alone, and the server leaves out the rows that it has.
"""

from runlake.sdk.importing.imported import ImportedRow, ImportedRun
from runlake.sdk.importing.imported_version import ImportedFile, ImportedVersion
from runlake.sdk.importing.sending import Outcome, send_run
from runlake.sdk.importing.sending_versions import VersionOutcome, send_version

__all__ = [
    "ImportedFile",
    "ImportedRow",
    "ImportedRun",
    "ImportedVersion",
    "Outcome",
    "VersionOutcome",
    "send_run",
    "send_version",
]
