"""The internal data model: frozen dataclasses, ids and limits. No I/O."""

from runlake.model.access import Principal, Role, Visibility
from runlake.model.projects import Project
from runlake.model.runs import BranchPart, Run, RunState

__all__ = ["BranchPart", "Principal", "Project", "Role", "Run", "RunState", "Visibility"]
