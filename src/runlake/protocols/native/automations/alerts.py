"""`…/runs/{run}/alerts`: what a run had to say."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.products.alerts import Alert, Alerts, Severity
from runlake.protocols.native.deps import ReadProject, WriteProject
from runlake.protocols.native.runs.files import RunFinder

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


class NewAlert(BaseModel):
    """What a run has to say."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1, max_length=200)
    text: str = Field("", max_length=10_000)
    severity: Literal["INFO", "WARN", "ERROR"] = "INFO"
    wait_s: float = Field(0.0, ge=0, le=10_000_000)
    key: str | None = Field(None, pattern=r"^[0-9A-Za-z_.-]{1,200}$")


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

    @router.post("/projects/{entity}/{project}/runs/{run}/alerts", status_code=204)
    async def raise_alert(target: WriteProject, run: str, body: NewAlert) -> None:
        """Raise an alert of the run; the same `key` again, or the same title within `wait_s` seconds, is swallowed."""
        found = await runs.get(target.project.project_id, run)
        severity = Severity(body.severity)
        await alerts.raise_run_alert(target.principal, found, body.title, body.text, severity, body.wait_s, body.key)

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
