"""`GET /alerts` and `GET …/alerts`: what the runs of one project, or of all, had to say, with the runs."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Protocol

from fastapi import APIRouter, Query
from typing_extensions import TypedDict

from runlake.model import Principal, Project, Run
from runlake.products.alerts import Alert, Alerts, Severity
from runlake.protocols.native.automations.alerts import AlertRow, BeforeAlert, PageSize, alert_row
from runlake.protocols.native.deps import Caller, ReadProject

Least = Annotated[Severity, Query()]


class RunsByNumber(Protocol):
    """The runs product has it."""

    async def by_numbers(self, run_numbers: Sequence[int], *, documents: bool = False) -> dict[int, Run]: ...


class ProjectLister(Protocol):
    """The projects product has it."""

    async def list(self, principal: Principal, entity_name: str | None = None) -> "Sequence[Project]": ...


class AlertingRun(TypedDict):
    """The run that had something to say."""

    entity: str
    project: str
    run_id: str
    display_name: str
    state: str


class AlertOfRun(AlertRow):
    """An alert with its run, null for one that was deleted."""

    run: AlertingRun | None


class AlertsOfRuns(TypedDict):
    """Alerts, newest first. `next_before` is for the next page; null when there is none."""

    alerts: list[AlertOfRun]
    next_before: int | None


def alert_list_routes(projects: ProjectLister, runs: RunsByNumber, alerts: Alerts) -> APIRouter:
    """The lists of alerts."""
    router = APIRouter(tags=["alerts"])

    async def page(places: Sequence[Project], least: Severity, before: int | None, limit: int) -> AlertsOfRuns:
        by_id = {project.project_id: project for project in places}
        found = await alerts.newest(list(by_id), least, before=before, limit=limit)
        known = await runs.by_numbers([alert.run_number for alert in found])
        next_before = found[-1].alert_id if len(found) == limit else None
        return {"alerts": [_row(alert, by_id, known) for alert in found], "next_before": next_before}

    @router.get("/projects/{entity}/{project}/alerts")
    async def list_alerts_of_project(
        target: ReadProject, least: Least = Severity.INFO, limit: PageSize = 100, before: BeforeAlert = None
    ) -> AlertsOfRuns:
        """The newest alerts of all runs of a project; `before` is `next_before` of an earlier page."""
        return await page([target.project], least, before, limit)

    @router.get("/alerts")
    async def list_alerts(
        caller: Caller,
        entity: Annotated[str | None, Query(max_length=256)] = None,
        least: Least = Severity.INFO,
        limit: PageSize = 100,
        before: BeforeAlert = None,
    ) -> AlertsOfRuns:
        """The newest alerts of all projects that the caller may see, or of those of one user or team."""
        return await page(await projects.list(caller, entity), least, before, limit)

    return router


def _row(alert: Alert, projects: Mapping[int, Project], runs: Mapping[int, Run]) -> AlertOfRun:
    run, project = runs.get(alert.run_number), projects[alert.project_id]
    return {**alert_row(alert), "run": None if run is None else _run(run, project)}


def _run(run: Run, project: Project) -> AlertingRun:
    return {
        "entity": project.entity_name,
        "project": project.name,
        "run_id": run.run_id,
        "display_name": run.display_name,
        "state": run.state.value,
    }
