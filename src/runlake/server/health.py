"""Health: `/healthz` says that the process answers, `/readyz` that writes and queries work."""

import asyncio
import time
from datetime import UTC, datetime

import pyarrow as pa
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from runlake.errors import RunlakeError
from runlake.storage.columnar import Columnar, Ddl
from runlake.storage.metadata import Metadata

_FRESH_S = 2.0
CREATE_HEALTH_TABLE = Ddl().create_table(
    "health_checks",
    ("id UInt8", "checked_at DateTime64(3, 'UTC')"),
    engine="ReplacingMergeTree(checked_at)",
    order_by="id",
)


class Health:
    """Exercises the real write and query paths, at most once in two seconds however often it is asked."""

    def __init__(self, metadata: Metadata, columnar: Columnar, version: str) -> None:
        self._metadata = metadata
        self._columnar = columnar
        self._version = version
        self._lock = asyncio.Lock()
        self._checked = 0.0
        self._problem: str | None = None

    def routes(self) -> list[Route]:
        ready = [Route(path, self.ready, methods=["GET", "HEAD"]) for path in ("/readyz", "/ready")]
        alive = [Route(path, self.alive, methods=["GET", "HEAD"]) for path in ("/healthz", "/health")]
        return ready + alive

    async def alive(self, request: Request) -> Response:
        return JSONResponse({"status": "ok", "version": self._version})

    async def ready(self, request: Request) -> Response:
        async with self._lock:
            if time.monotonic() - self._checked > _FRESH_S:
                self._problem = await self._find_problem()
                self._checked = time.monotonic()
        if self._problem is None:
            return JSONResponse({"status": "ok", "version": self._version})
        return JSONResponse({"status": "unavailable", "reason": self._problem}, 503)

    async def _find_problem(self) -> str | None:
        now = datetime.now(UTC)
        row = pa.table({"id": pa.array([1], pa.uint8()), "checked_at": pa.array([now], pa.timestamp("ms", "UTC"))})
        try:
            async with asyncio.timeout(10):
                await self._columnar.insert("health_checks", row)
                await self._columnar.query("SELECT max(checked_at) FROM health_checks")
                await self._metadata.write(lambda connection: connection.execute(text("SELECT 1")))
        except RunlakeError as error:
            return error.message
        except TimeoutError:
            return "the stores did not answer within 10 s"
        return None
