"""`/feedback/stats`, `/feedback/payload_schema`, `/feedback/aggregate`: what judgements sum up to over time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from msgspec import Struct, field
from starlette.routing import Route

from runlake.model.clock import Clock
from runlake.products.feedback import Feedback, FeedbackItem, FeedbackQuery
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.query.fields import at_path
from runlake.protocols.weave.query.values import MISSING, to_boolean, to_double
from runlake.protocols.weave.stat_values import Buckets, Statistics, named, statistics_of

_DEEPEST = 20
ValueType = Literal["numeric", "boolean", "categorical"]


class PayloadMetric(Statistics, kw_only=True):
    """A value at a path of payloads."""

    json_path: str
    value_type: ValueType = "numeric"


class FeedbackStatsBody(Struct):
    """`/feedback/stats` and, with fewer keys, `/feedback/payload_schema`."""

    project_id: str
    start: datetime
    end: datetime | None = None
    feedback_type: str | None = None
    trigger_ref: str | None = None
    granularity: int | None = None
    metrics: list[PayloadMetric] = field(default_factory=list)
    timezone: str | None = None
    sample_limit: int | None = None


class FeedbackStats:
    """The endpoints of statistics over feedback."""

    def __init__(self, feedback: Feedback, clock: Clock) -> None:
        self._feedback = feedback
        self._clock = clock

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes("/feedback/stats", self.stats, FeedbackStatsBody),
            *door.routes("/feedback/payload_schema", self.payload_schema, FeedbackStatsBody),
        ]

    async def stats(self, asked: Asked) -> dict[str, Any]:
        """Every bucket of the range, also those without feedback, and the same statistics over all of it."""
        body: FeedbackStatsBody = asked.body
        buckets = self._buckets(body)
        items = await self._items(asked, buckets)
        in_bucket: dict[datetime, list[FeedbackItem]] = defaultdict(list)
        for item in items:
            in_bucket[buckets.of(item.created_at)].append(item)
        starts = buckets.all() if body.metrics else []
        return {
            "start": buckets.start,
            "end": buckets.end,
            "granularity": buckets.step_s,
            "timezone": body.timezone or "UTC",
            "buckets": [_bucket(at, in_bucket[at], body.metrics) for at in starts],
            "window_stats": {_slug(one): _statistics(items, one) for one in body.metrics} if body.metrics else None,
        }

    async def payload_schema(self, asked: Asked) -> dict[str, Any]:
        """The paths to values in payloads, and what kind of values they are."""
        body: FeedbackStatsBody = asked.body
        items = await self._items(asked, self._buckets(body))
        kinds: dict[str, set[type]] = defaultdict(set)
        for item in items[-(body.sample_limit or 2000) :]:
            for path, value in _leaves(item.payload, ""):
                kinds[path].add(type(value))
        paths = [{"json_path": path, "value_type": _value_type(found)} for path, found in sorted(kinds.items())]
        return {"paths": paths}

    def _buckets(self, body: FeedbackStatsBody) -> Buckets:
        return Buckets(_aware(body.start), _aware(body.end or self._clock()), body.granularity)

    async def _items(self, asked: Asked, buckets: Buckets) -> list[FeedbackItem]:
        body: FeedbackStatsBody = asked.body
        kinds = [body.feedback_type] if body.feedback_type else None
        found = await self._feedback.list(asked.project.project_id, FeedbackQuery(kinds=kinds))
        return [
            item
            for item in found
            if buckets.start <= item.created_at < buckets.end
            and body.trigger_ref in (None, item.details.get("trigger_ref"))
        ]


def _bucket(at: datetime, items: Sequence[FeedbackItem], metrics: Iterable[PayloadMetric]) -> dict[str, Any]:
    members: dict[str, Any] = {"timestamp": at, "count": len(items)}
    for one in metrics:
        members |= named(_statistics(items, one), _slug(one))
    return members


def _statistics(items: Iterable[FeedbackItem], wanted: PayloadMetric) -> Mapping[str, float | None]:
    path = wanted.json_path.split(".")
    read = to_boolean if wanted.value_type == "boolean" else to_double
    values = (read(at_path(item.payload, path)) for item in items)
    return statistics_of([value for value in values if value is not None], wanted, ())


def _slug(metric: PayloadMetric) -> str:
    return metric.json_path.replace(".", "_")


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Path → value for what is neither a list nor an object; names with dots cannot be asked for."""
    left = [(path, value)]
    while left:
        at, found = left.pop()
        if isinstance(found, dict) and at.count(".") < _DEEPEST:
            left += [(f"{at}.{name}" if at else name, member) for name, member in found.items() if "." not in name]
        elif at and found is not None and not isinstance(found, dict | list) and found is not MISSING:
            yield at, found


def _value_type(kinds: set[type]) -> ValueType:
    if kinds <= {bool}:
        return "boolean"
    return "numeric" if kinds <= {int, float} else "categorical"


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
