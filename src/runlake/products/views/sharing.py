"""What the link of a report opens."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from runlake.model import Principal, Project
from runlake.products.views.view import View
from runlake.query import Filter, Or

RunSetReader = Callable[[str], Sequence["ShownRuns"]]
"""The body of a report → the runs that its panels show. Whoever knows the documents has it."""
PrincipalFinder = Callable[[int], Awaitable[Principal | None]]
"""A user's id → the user with today's roles; None once deleted. The identity product has it."""
ProjectFinder = Callable[[int], Awaitable[Project | None]]
"""A project's id → the project; None once deleted. The product of projects has it."""


@dataclass(frozen=True, slots=True)
class ShownRuns:
    """Runs of a project that a report shows; an empty entity or name is that of the report's own."""

    entity: str
    project: str
    filter: Filter


@dataclass(frozen=True, slots=True)
class OpenedReport:
    """A report as its link opens it: with the projects that its maker may still share, and of these only what it shows."""

    report: View
    home: Project
    project_ids: frozenset[int]
    shown: tuple[ShownRuns, ...]

    def runs_of(self, project: Project) -> Filter:
        """What the runs of a project must meet to be read; nothing meets it where the report shows none."""
        path = (project.entity_name, project.name)
        sets = [each for each in self.shown if self._path(each) == path]
        return Or(tuple(each.filter for each in sets) if project.project_id in self.project_ids else ())

    def _path(self, shown: ShownRuns) -> tuple[str, str]:
        return (shown.entity or self.home.entity_name, shown.project or self.home.name)
