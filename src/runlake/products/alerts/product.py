"""The alerts that runs raise."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection

from runlake.errors import InvalidInput
from runlake.live import LiveBus
from runlake.model import Happening, HappeningKind, Principal, Run
from runlake.model.clock import Clock
from runlake.products.alerts import store
from runlake.products.alerts.alert import MAX_TEXT_CHARS, MAX_TITLE_CHARS, Alert, Severity, shorten
from runlake.storage.metadata import Metadata, Recorder, record_nothing

_LONGEST_WAIT_S = 366 * 86_400.0


def alerts_topic(run_number: int) -> str:
    """The bus topic of a run's alerts; its events carry an `Alert`."""
    return f"run:{run_number}:alerts"


class Alerts:
    """Raise and list run alerts. Callers have checked the caller's rights on the project."""

    def __init__(self, metadata: Metadata, bus: LiveBus, clock: Clock, record: Recorder = record_nothing) -> None:
        """`record` is told of every alert."""
        self._record = record
        self._metadata = metadata
        self._bus = bus
        self._clock = clock

    async def raise_run_alert(
        self,
        principal: Principal | None,
        run: Run,
        title: str,
        text: str = "",
        severity: str | None = None,
        wait_s: float = 0.0,
        client_key: str | None = None,
    ) -> bool:
        """Store an alert, durable on return, and publish it as `run:<number>:alerts`.

        Returns False, and stores nothing, when the run has raised one of this `client_key`, or in the last `wait_s`
        seconds one of this title.
        `severity` is INFO (when None), WARN or ERROR, in any case. A title over 200 characters or a text over 10,000
        is cut, with a note. Raises InvalidInput without a title and for another severity.
        """
        if not title.strip():
            raise InvalidInput("an alert needs a title")
        alert = Alert(
            alert_id=0,
            project_id=run.project_id,
            run_number=run.run_number,
            title=shorten(title, MAX_TITLE_CHARS),
            text=shorten(text, MAX_TEXT_CHARS),
            severity=Severity.parse(severity),
            created_at=self._clock(),
            user_id=None if principal is None else principal.user_id,
            client_key=client_key,
        )
        wait_s = min(max(wait_s, 0.0), _LONGEST_WAIT_S)

        def work(connection: Connection) -> Alert | None:
            added = store.add_alert(connection, alert, wait_s)
            if added is not None:
                self._record(connection, _raised(added, run))
            return added

        stored = await self._metadata.write(work)
        if stored is None:
            return False
        self._bus.publish(alerts_topic(run.run_number), "alert", stored)
        return True

    async def list(
        self, project_id: int, run_number: int | None = None, *, before: int | None = None, limit: int = 100
    ) -> list[Alert]:
        """The newest alerts of a project, or of one of its runs, newest first.

        `before` is the `alert_id` of the last alert of an earlier page. At most 1,000 at once.
        """
        query = partial(store.list_alerts, project_id=project_id, run_number=run_number, before=before, limit=limit)
        return await self._metadata.read(query)

    async def newest(
        self,
        project_ids: Sequence[int],
        least: Severity = Severity.INFO,
        *,
        before: int | None = None,
        limit: int = 100,
    ) -> Sequence[Alert]:
        """The newest alerts of all of these projects that are at least so bad, newest first; pages as in `list`."""
        severities = list(Severity)[list(Severity).index(least) :]  # they are declared in this order
        query = partial(store.list_newest, project_ids=project_ids, severities=severities, before=before, limit=limit)
        return await self._metadata.read(query)

    async def delete_of_run(self, run_number: int) -> int:
        """Delete all alerts of a run; returns how many there were."""
        return await self._metadata.write(partial(store.delete_alerts_of_run, run_number=run_number))


def _raised(alert: Alert, run: Run) -> Happening:
    facts = {"title": alert.title, "text": alert.text, "severity": alert.severity.value, "owner_id": run.user_id}
    return Happening(
        HappeningKind.RUN_ALERT, alert.project_id, run_number=alert.run_number, facts=facts, user_id=alert.user_id
    )
