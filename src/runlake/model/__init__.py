"""The internal data model: frozen dataclasses, ids and limits. No I/O."""

from runlake.model.access import MemberRole, Principal, Role, Visibility
from runlake.model.happenings import Happening, HappeningKind
from runlake.model.projects import NO_MEMBERS, REGISTRY_PREFIX, Project, ProjectMembers
from runlake.model.runs import BranchPart, Run, RunState

__all__ = [
    "NO_MEMBERS",
    "REGISTRY_PREFIX",
    "BranchPart",
    "Happening",
    "HappeningKind",
    "MemberRole",
    "Principal",
    "Project",
    "ProjectMembers",
    "Role",
    "Run",
    "RunState",
    "Visibility",
]
