"""The in-process live bus: topics, bounded subscriptions, no waiting publishers."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `payload` is shared by all subscribers and must not be changed."""

    topic: str
    kind: str
    payload: object


class Subscription:
    """A bounded queue of events. When it overflows it empties itself and `lagged` turns true: refetch, then go on."""

    def __init__(self, bus: "LiveBus", topics: Iterable[str], capacity: int) -> None:
        self._bus = bus
        self.topics = frozenset(topics)
        self._queue: asyncio.Queue[Event] = asyncio.Queue(capacity)
        self.lagged = False

    def offer(self, event: Event) -> None:
        """Take an event without waiting."""
        try:
            self._queue.put_nowait(event)
        except asyncio.QueueFull:
            self.lagged = True
            while not self._queue.empty():
                self._queue.get_nowait()

    async def next(self, timeout_s: float) -> Event | None:
        """The next event, or None after `timeout_s` seconds of silence."""
        try:
            return await asyncio.wait_for(self._queue.get(), timeout_s)
        except TimeoutError:
            return None

    def next_nowait(self) -> Event | None:
        """The next event if there is one already."""
        return None if self._queue.empty() else self._queue.get_nowait()

    def close(self) -> None:
        """Leave the bus; idempotent."""
        self._bus.leave(self)


class LiveBus:
    """Publish to topics such as `project:7`, `run:42:points`. Used from the event loop's thread only."""

    def __init__(self, capacity: int = 1000) -> None:
        self._capacity = capacity
        self._subscribers: defaultdict[str, set[Subscription]] = defaultdict(set)

    def subscribe(self, topics: Iterable[str]) -> Subscription:
        subscription = Subscription(self, topics, self._capacity)
        for topic in subscription.topics:
            self._subscribers[topic].add(subscription)
        return subscription

    def leave(self, subscription: Subscription) -> None:
        for topic in subscription.topics:
            members = self._subscribers.get(topic)
            if members is not None:
                members.discard(subscription)
                if not members:
                    del self._subscribers[topic]

    def has_subscribers(self, topic: str) -> bool:
        """True when building a payload for the topic is worth the work."""
        return topic in self._subscribers

    def publish(self, topic: str, kind: str, payload: object) -> None:
        """Offer an event to all subscribers of the topic; never waits."""
        members = self._subscribers.get(topic)
        if members:
            event = Event(topic, kind, payload)
            for subscription in tuple(members):
                subscription.offer(event)
