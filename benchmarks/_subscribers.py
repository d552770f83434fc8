"""Many live subscribers, as open pages are, in a thread of their own: each notes when it sees which step."""

import asyncio
import contextlib
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx

from _server import ENTITY, ServerProcess

START_TIMEOUT_S = 30


class Subscriber:
    """One open page, listening to the points of one run."""

    def __init__(self, project: str, run_id: str) -> None:
        self._topic = {"kind": "points", "entity": ENTITY, "project": project, "runs": [run_id], "metrics": None}
        self.seen_at: dict[int, float] = {}
        self.ready = asyncio.Event()
        self.resets = 0

    async def listen(self, client: httpx.AsyncClient, url: str) -> None:
        kind = ""
        async with client.stream("POST", f"{url}/api/v1/live", json={"topics": [self._topic]}) as answer:
            answer.raise_for_status()
            async for line in answer.aiter_lines():
                if line.startswith("event:"):
                    kind = line[6:].strip()
                    self.ready.set()
                    self.resets += kind == "reset"
                elif line.startswith("data:") and kind == "points":
                    self._note(json.loads(line[5:]))

    def _note(self, event: dict[str, Any]) -> None:
        now = time.perf_counter()
        for columns in event["series"].values():
            for step in columns["step"]:
                self.seen_at.setdefault(step, now)


@contextlib.contextmanager
def subscribed(server: ServerProcess, project: str, run_id: str, count: int) -> Iterator[list[Subscriber]]:
    """Keep `count` subscribers listening while the block runs; raises when one of them failed."""
    subscribers: list[Subscriber] = []
    started, stop, errors = threading.Event(), threading.Event(), []

    async def listen_all() -> None:
        subscribers.extend(Subscriber(project, run_id) for _ in range(count))
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        async with httpx.AsyncClient(auth=server.auth, timeout=60, limits=limits, trust_env=False) as client:
            tasks = [asyncio.create_task(each.listen(client, server.url)) for each in subscribers]
            await asyncio.wait_for(asyncio.gather(*(each.ready.wait() for each in subscribers)), START_TIMEOUT_S)
            started.set()
            await asyncio.to_thread(stop.wait)
            errors.extend(task.exception() for task in tasks if task.done() and task.exception())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(listen_all()), name="subscribers", daemon=True)
    thread.start()
    if not started.wait(START_TIMEOUT_S):
        raise RuntimeError(f"not all of {count} subscribers were let in")
    try:
        yield subscribers
    finally:
        stop.set()
        thread.join()
    if errors:
        raise errors[0]
