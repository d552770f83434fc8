"""Settings of a project that clients ask for: what holds for every project here."""

from typing import Any

from starlette.routing import Route

from runlake.protocols.weave.door import Asked, Door
from runlake.protocols.weave.object_wire import ProjectBody

_NO_RETENTION = {"retention_days": None}
_NO_SAMPLING = {"dry_run": False, "sample_rate": 1.0}
_NO_REDACTION = {"policy": "off"}


class ProjectEndpoints:
    """Traces are kept until they are deleted, all of them, as they came."""

    def routes(self, door: Door) -> list[Route]:
        return [
            *door.routes("/project/ttl_settings/read", self.retention, ProjectBody),
            *door.routes("/project/ingest_sampling_settings/read", self.sampling, ProjectBody),
            *door.routes("/project/sensitive_data_settings", self.redaction, method="GET"),
        ]

    async def retention(self, _: Asked) -> dict[str, Any]:
        """After how many days traces are deleted: never."""
        return _NO_RETENTION

    async def sampling(self, _: Asked) -> dict[str, Any]:
        """Which part of the spans is kept: all."""
        return _NO_SAMPLING

    async def redaction(self, _: Asked) -> dict[str, Any]:
        """What is taken out of traces: nothing."""
        return _NO_REDACTION
