"""`/feedback/aggregate`: how often scorers gave which tag, and the sums of their ratings, by group and time."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Literal

from msgspec import Struct, field
from starlette.routing import Route

from runlake.errors import InvalidInput
from runlake.products.feedback import Feedback, FeedbackItem, FeedbackQuery
from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.refs import name_in_ref

Dimension = Literal["scorer_id", "span_agent_name", "span_agent_version", "span_status_code"]
_SPAN_KINDS = {"agent_turn": "/agent_turn/", "agent_conversation": "/agent_conversation/"}


class AggregateBody(Struct):
    """`/feedback/aggregate`; times are ms since 1970, the last is exclusive. Lists are "one of these"."""

    project_id: str
    after_ms: int
    before_ms: int
    feedback_types: list[str] = field(default_factory=list)
    group_by: list[Dimension] = field(default_factory=list)
    monitor_ids: list[str] = field(default_factory=list)
    scorer_ids: list[str] = field(default_factory=list)
    span_agent_names: list[str] = field(default_factory=list)
    span_types: list[Literal["agent_turn", "agent_conversation"]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    rating_min: float | None = None
    rating_max: float | None = None
    time_bucket_seconds: int | None = None


class FeedbackTotals:
    """The endpoint of sums over feedback."""

    def __init__(self, feedback: Feedback) -> None:
        self._feedback = feedback

    def routes(self, door: Door) -> list[Route]:
        return door.routes("/feedback/aggregate", self.aggregate, AggregateBody)

    async def aggregate(self, asked: Asked) -> dict[str, Any]:
        """One bucket for each group; without groups and times a single one, also when there is no feedback."""
        body: AggregateBody = asked.body
        if body.time_bucket_seconds is not None and body.time_bucket_seconds < 1:
            raise InvalidInput("time_bucket_seconds must be at least 1")
        found = await self._feedback.list(asked.project.project_id, FeedbackQuery(kinds=body.feedback_types or None))
        groups: dict[tuple[int, tuple[str, ...]], list[FeedbackItem]] = defaultdict(list)
        for item in found:
            if _matches(item, body):
                groups[_time(item, body), tuple(_dimension(item, name) for name in body.group_by)].append(item)
        if body.time_bucket_seconds is None and not body.group_by:
            groups.setdefault((0, ()), [])
        return {
            "after_ms": body.after_ms,
            "before_ms": body.before_ms,
            "time_bucket_seconds": body.time_bucket_seconds,
            "buckets": [_bucket(body, at, group, items) for (at, group), items in sorted(groups.items(), key=_order)],
        }


def _order(entry: tuple[tuple[int, tuple[str, ...]], Any]) -> tuple[int, tuple[str, ...]]:
    return entry[0]


def _matches(item: FeedbackItem, body: AggregateBody) -> bool:
    details = item.details
    ratings = (details.get("scorer_ratings") or {}).values()
    low, high = body.rating_min, body.rating_max
    in_range = (low is None and high is None) or any(
        (low is None or value >= low) and (high is None or value <= high) for value in ratings
    )
    return (
        in_range
        and body.after_ms <= item.created_at.timestamp() * 1000 < body.before_ms
        and _is_one(_ref_name(details.get("trigger_ref")), body.monitor_ids)
        and _is_one(_dimension(item, "scorer_id"), body.scorer_ids)
        and _is_one(_dimension(item, "span_agent_name"), body.span_agent_names)
        and (not body.span_types or any(_SPAN_KINDS[kind] in item.target for kind in body.span_types))
        and (not body.tags or not set(body.tags).isdisjoint(details.get("scorer_tags") or ()))
    )


def _bucket(body: AggregateBody, at: int, group: Sequence[str], items: Sequence[FeedbackItem]) -> dict[str, Any]:
    tags: Counter[str] = Counter()
    sums: dict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    for item in items:
        tags.update(item.details.get("scorer_tags") or ())
        for name, value in (item.details.get("scorer_ratings") or {}).items():
            sums[name] += value
            counts[name] += 1
    scored = [item for item in items if item.details.get("scorer_tags") or item.details.get("scorer_ratings")]
    return {
        "time_bucket_start_ms": None if body.time_bucket_seconds is None else at,
        "group": dict(zip(body.group_by, group, strict=True)),
        "total_count": len(items),
        "scored_count": len(scored),
        "tag_counts": dict(tags),
        "rating_sums": dict(sums),
        "rating_counts": dict(counts),
    }


def _time(item: FeedbackItem, body: AggregateBody) -> int:
    step_s = body.time_bucket_seconds
    return 0 if step_s is None else int(item.created_at.timestamp() // step_s) * step_s * 1000


def _dimension(item: FeedbackItem, name: Dimension) -> str:
    if name == "scorer_id":
        return _ref_name(item.details.get("runnable_ref"))
    return str(item.details.get(name) or "")


def _ref_name(ref: Any) -> str:
    return name_in_ref(ref) if isinstance(ref, str) else ""


def _is_one(value: str, wanted: Sequence[str]) -> bool:
    return not wanted or value in wanted
