"""Looks at points as they come in, for the automations that wait for them.

It listens on the live bus, so ingestion neither waits for it nor knows it. What it has looked at is written down now
and then; after a crash, or when it could not keep up, it reads from the store what it has missed. A firing has an
identity made of the point, so looking twice at a point fires once.
"""

import asyncio
import logging
import math
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import numpy as np
from sqlalchemy import Connection

from runlake.errors import StoreError
from runlake.ingest import PointsAppended, project_points_topic
from runlake.live import LiveBus, Subscription
from runlake.model import Happening
from runlake.model.clock import Clock
from runlake.products.automations.conditions import METRIC_EVENTS
from runlake.products.automations.faces import Surroundings
from runlake.products.automations.metric_points import Point, read_last_points
from runlake.products.automations.metrics import Window
from runlake.products.automations.records import Automation
from runlake.products.automations.store import outbox, rules
from runlake.storage.columnar import Columnar
from runlake.storage.metadata import Metadata

_SAVE_S = 5.0
_RELOAD_S = 10.0
_MOST_WATCHED = 20_000
_MARGIN = timedelta(seconds=150)
"""The time of a run's last sign of life is searchable a minute late at most; see the runs product."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Watched:
    """One automation on one run: its window, and the last line looked at in each segment."""

    window: Window
    marks: dict[int, int] = field(default_factory=dict)
    dirty: bool = False


class MetricWatch:
    """One per data folder, as the server is: a second process would hear its own points only.

    What it has looked at is in the metadata store, so whoever starts next goes on there; firings have identities.
    """

    def __init__(
        self, metadata: Metadata, columnar: Columnar, bus: LiveBus, surroundings: Surroundings, clock: Clock
    ) -> None:
        self._metadata = metadata
        self._columnar = columnar
        self._bus = bus
        self._surroundings = surroundings
        self._clock = clock
        self._rules: dict[int, list[Automation]] = {}
        self._known: dict[int, datetime] = {}
        self._watched: OrderedDict[tuple[int, int], _Watched] = OrderedDict()
        self._subscription: Subscription | None = None
        self.changed = asyncio.Event()
        """Set it when automations were made, changed or deleted."""

    async def watch(self) -> None:
        """Look until cancelled."""
        saved_at = loaded_at = -_RELOAD_S
        loop = asyncio.get_running_loop()
        while True:
            try:
                if self.changed.is_set() or loop.time() - loaded_at > _RELOAD_S:
                    self.changed.clear()
                    loaded_at = loop.time()
                    await self.reload()
                await self._take(0.2)
                if loop.time() - saved_at > _SAVE_S:
                    saved_at = loop.time()
                    await self.save()
            except StoreError:
                _log.exception("could not look at points: the next round reads what was missed")
                self._forget()
                await asyncio.sleep(1.0)

    async def reload(self) -> None:
        """Read which automations wait for points; catch up with what came in unseen. Raises StoreError."""
        found = await self._metadata.read(
            partial(rules.list_enabled, events=[event.value for event in METRIC_EVENTS], project_id=None)
        )
        known = {one.automation_id: one.updated_at for one in found}
        if known == self._known and self._subscription is not None:
            return
        stale = {key for key in self._watched if known.get(key[0]) != self._known.get(key[0])}
        for key in stale:
            del self._watched[key]
        by_project: defaultdict[int, list[Automation]] = defaultdict(list)
        for one in found:
            by_project[one.project_id].append(one)
        self._rules = dict(by_project)
        self._subscribe()
        await self._catch_up([one for one in found if self._known.get(one.automation_id) != one.updated_at])
        self._known = known

    async def save(self) -> None:
        """Write down what has been looked at. Raises StoreError."""
        if not self._rules:
            return
        # What was stored before now has been announced before now, and is looked at once the queue is empty.
        now = self._clock()
        while await self._take(0):
            continue
        dirty = [(key, watched) for key, watched in self._watched.items() if watched.dirty]

        def work(connection: Connection) -> None:
            for (automation_id, run_number), watched in dirty:
                if rules.find_automation(connection, automation_id) is not None:
                    rules.put_watch(connection, automation_id, run_number, watched.marks, holds=watched.window.holds)
            rules.put_checked_at(connection, now)

        await self._metadata.write(work)
        for _, watched in dirty:
            watched.dirty = False
        while len(self._watched) > _MOST_WATCHED:
            self._watched.popitem(last=False)

    async def drain(self) -> None:
        """Look at all that was announced; for a quiet end."""
        while await self._take(0):
            continue
        await self.save()

    def close(self) -> None:
        """Stop listening. Idempotent."""
        if self._subscription is not None:
            self._subscription.close()
            self._subscription = None

    def _forget(self) -> None:
        self._watched.clear()
        self._known = {}
        self.changed.set()

    def _subscribe(self) -> None:
        topics = {project_points_topic(project_id) for project_id in self._rules}
        if self._subscription is None or self._subscription.topics != topics:
            previous = self._subscription
            self._subscription = self._bus.subscribe(topics)
            if previous is not None:
                self._carry_over(previous)

    def _carry_over(self, previous: Subscription) -> None:
        while (event := previous.next_nowait()) is not None:
            if self._subscription is not None:
                self._subscription.offer(event)
        previous.close()

    async def _catch_up(self, automations: Sequence[Automation]) -> None:
        checked_at = await self._metadata.read(rules.find_checked_at)
        for one in automations:
            since = one.updated_at if checked_at is None else checked_at - _MARGIN
            for run_number in await self._surroundings.recent_runs(one.project_id, since):
                if (one.automation_id, run_number) not in self._watched:
                    await self._open(one, run_number)

    async def _take(self, timeout_s: float) -> bool:
        """Look at the next announced block; False when there was none."""
        subscription = self._subscription
        if subscription is None or not subscription.topics:
            await asyncio.sleep(timeout_s)
            return False
        event = subscription.next_nowait() or (await subscription.next(timeout_s) if timeout_s else None)
        if subscription.lagged:
            subscription.lagged = False
            self._forget()
            return False
        if event is None:
            return False
        appended = event.payload
        if isinstance(appended, PointsAppended) and appended.source == "history":
            await self._look_at(int(event.topic.split(":")[1]), appended)
        return True

    async def _look_at(self, project_id: int, appended: PointsAppended) -> None:
        points = appended.block.points
        for one in self._rules.get(project_id, ()):
            metric = one.condition.metric
            if metric is None or metric.metric not in points.metrics:
                continue
            watched = self._watched.get((one.automation_id, appended.run_number))
            if watched is None:
                await self._open(one, appended.run_number, appended)
                continue
            chosen = np.nonzero(points.metric_index == points.metrics.index(metric.metric))[0]
            columns = (column[chosen].tolist() for column in (points.line, points.step, points.value, points.time_ms))
            fresh = [Point(appended.segment, *row) for row in zip(*columns, strict=True)]
            await self._push(
                one, appended.run_number, watched, [each for each in fresh if each.is_after(watched.marks)]
            )

    async def _open(self, automation: Automation, run_number: int, appended: PointsAppended | None = None) -> None:
        """Begin to watch a run. Of its points those are new that come after what was written down; without that,
        those of the block that was just announced, and those logged since the automation is as it is.
        """
        metric = automation.condition.metric
        if metric is None:
            return
        points = await read_last_points(self._columnar, automation.project_id, run_number, metric.metric)
        seen = await self._metadata.read(
            partial(rules.find_watch, automation_id=automation.automation_id, run_number=run_number)
        )
        watched = _Watched(Window(metric, holds=seen is not None and seen[1]), {} if seen is None else dict(seen[0]))
        since_ms = automation.updated_at.timestamp() * 1000
        fresh = []
        for point in points:
            if seen is not None:
                is_new = point.is_after(watched.marks)
            else:
                is_new = point.time_ms >= since_ms or _is_in(point, appended)
            if is_new:
                fresh.append(point)
            else:
                watched.window.remember(point.value)
                watched.marks[point.segment] = max(point.line, watched.marks.get(point.segment, -1))
        self._watched[automation.automation_id, run_number] = watched
        await self._push(automation, run_number, watched, fresh)

    async def _push(self, automation: Automation, run_number: int, watched: _Watched, points: Sequence[Point]) -> None:
        fired: list[tuple[Point, float]] = []
        for point in points:
            measured = watched.window.push(point.value)
            watched.marks[point.segment] = point.line
            watched.dirty = True
            if measured is not None:
                fired.append((point, measured))
        self._watched.move_to_end((automation.automation_id, run_number))
        if fired:
            await self._fire(automation, run_number, fired)

    async def _fire(self, automation: Automation, run_number: int, fired: Sequence[tuple[Point, float]]) -> None:
        now = self._clock()
        metric = automation.condition.metric

        def work(connection: Connection) -> None:
            for point, measured in fired:
                facts = {"metric": metric.metric if metric else "", "value": _json(point.value), "step": point.step}
                happening = Happening(
                    automation.event,
                    automation.project_id,
                    run_number=run_number,
                    facts={**facts, "measured": _json(measured)},
                )
                version = int(automation.updated_at.timestamp() * 1_000_000)
                key = f"points:{automation.automation_id}:{version}:{run_number}:{point.segment}:{point.line}"
                outbox.insert_happening(connection, happening, now, key=key, automation_id=automation.automation_id)

        await self._metadata.write(work)


def _is_in(point: Point, appended: PointsAppended | None) -> bool:
    return appended is not None and point.segment == appended.segment and point.line >= appended.block.first_line


def _json(value: float) -> float | str:
    """JSON has no infinities."""
    return value if math.isfinite(value) else str(value)
