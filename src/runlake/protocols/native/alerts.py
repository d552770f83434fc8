"""`GET …/runs/{run}/alerts`: what a run had to say."""

from typing import Annotated

from fastapi import APIRouter, Query
from typing_extensions import TypedDict

from runlake.products.alerts import Alert, Alerts, Severity
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.files import RunFinder

PageSize = Annotated[int, Query(ge=1, le=1000)]
BeforeAlert = Annotated[int | None, Query(ge=0, lt=2**63)]


class AlertRow(TypedDict):
    """What a run had to say."""

    alert_id: int
    run_number: int
    title: str
    text: str
    severity: Severity
    created_at: str


class AlertList(TypedDict):
    """Alerts, newest first."""

    alerts: list[AlertRow]


def alert_routes(runs: RunFinder, alerts: Alerts) -> APIRouter:
    """The endpoint of a run's alerts."""
    router = APIRouter(tags=["alerts"])

    @router.get("/projects/{entity}/{project}/runs/{run}/alerts")
    async def list_alerts_of_run(
        target: ReadProject,
        run: str,
        limit: PageSize = 100,
        before: BeforeAlert = None,
    ) -> AlertList:
        """The newest alerts of a run; `before` is the last `alert_id` of an earlier page."""
        found = await runs.get(target.project.project_id, run)
        listed = await alerts.list(target.project.project_id, found.run_number, before=before, limit=limit)
        return {"alerts": [alert_row(alert) for alert in listed]}

    return router


def alert_row(alert: Alert) -> AlertRow:
    """An alert as JSON."""
    return {
        "alert_id": alert.alert_id,
        "run_number": alert.run_number,
        "title": alert.title,
        "text": alert.text,
        "severity": alert.severity,
        "created_at": alert.created_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
