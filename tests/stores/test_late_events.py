"""Events that come apart from their spans, on both metadata stores."""

from datetime import timedelta

import runlake.products.traces as traces_package
from runlake.products.traces.late_events import LateEvents
from runlake.products.traces.records import SpanEvent
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock
from tests.stores.traces_world import START, span

KEY = (f"{1:032x}", f"{1:016x}")


async def test_events_are_put_into_their_span_whenever_it_comes_within_a_day(
    metadata: Metadata, clock: FakeClock
) -> None:
    await migrate_metadata(metadata, [traces_package])
    first, second = SpanEvent("a", START + 1, {"x": 1}), SpanEvent("b", START, {})
    late = LateEvents(metadata, clock)
    await late.add(1, {KEY: [first, second, first]})
    await late.add(1, {KEY: [first]})
    of_span, other_span = await LateEvents(metadata, clock).join(1, [span(1), span(2)])  # also after a new start
    assert (of_span.events, other_span) == ([second, first], span(2))
    assert (await late.join(1, [of_span]))[0] is of_span
    assert await late.join(2, [span(1)]) == [span(1)]
    clock.advance(seconds=timedelta(days=2).total_seconds())
    await late.add(1, {("0" * 32, "0" * 16): [first]})
    assert await late.join(1, [span(1)]) == [span(1)]
