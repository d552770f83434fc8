"""Exports of traces, metrics and logs, whichever way they came: who sends them, where they belong, what is left out."""

import asyncio
from collections.abc import Mapping

from starlette.datastructures import Headers

from runlake.errors import Unauthenticated
from runlake.ingest import in_turn
from runlake.model import Principal, Project
from runlake.products.identity import Identity
from runlake.products.projects import Projects
from runlake.products.traces import Traces
from runlake.protocols.credentials import api_key_in
from runlake.protocols.otlp.answers import Form, Rejected, Signal
from runlake.protocols.otlp.decode import ResourceSpans, decode_json, decode_protobuf
from runlake.protocols.otlp.projects import Path, path_in_headers, path_of_resource
from runlake.protocols.otlp.run_records import RunRecords
from runlake.protocols.otlp.signals import decode_records

_KEY_HEADERS = ("wandb-api-key", "x-api-key", "api_key")
_INLINE_BYTES = 16 * 1024
_LONG_BYTES = 4 * 1024 * 1024
"""Other exports do not wait for the decoding of so long ones."""

_MOST_REASONS = 3


class Exports:
    """Takes the exports of callers with a key."""

    def __init__(self, identity: Identity, projects: Projects, traces: Traces, records: RunRecords) -> None:
        self._identity = identity
        self._projects = projects
        self._traces = traces
        self._records = records

    async def principal(self, headers: Mapping[str, str]) -> Principal:
        """Who sends it; `headers` have names in lower case. Raises Unauthenticated."""
        key = api_key_in(headers.get("authorization", ""))
        key = key or next((headers[name] for name in _KEY_HEADERS if name in headers), None)
        if not key:
            raise Unauthenticated(
                "no API key in the request: set OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20<key>"
            )
        principal = await self._identity.authenticate_key(key)
        if principal is None:
            raise Unauthenticated("the API key is not valid: make one in Runlake's settings")
        return principal

    async def take(
        self, principal: Principal, signal: Signal, form: Form, headers: Headers, body: bytes
    ) -> Rejected | None:
        """Store one export; durable and visible on return. Says what was left out, None when nothing was.

        Raises MalformedBody, NotFound, PermissionDenied, Overloaded or StoreError; then nothing of a trace export is stored.
        """
        if signal == "traces":
            return await self._take_spans(principal, form, headers, body)
        groups = await asyncio.to_thread(decode_records, signal, form, body)
        take = self._records.take_metrics if signal == "metrics" else self._records.take_logs
        return await take(principal, headers, groups)

    async def _take_spans(self, principal: Principal, form: Form, headers: Headers, body: bytes) -> Rejected | None:
        decode = decode_json if form == "application/json" else decode_protobuf
        if len(body) < _INLINE_BYTES:
            groups = decode(body)
        else:
            groups = await (in_turn if len(body) < _LONG_BYTES else asyncio.to_thread)(decode, body)
        named = path_in_headers(headers)
        by_path: dict[Path, list[ResourceSpans]] = {}
        for group in (group for group in groups if group.spans):
            by_path.setdefault(named or path_of_resource(group.resource), []).append(group)
        projects = [await self.project(principal, path) for path in by_path]  # all may be written, or nothing is
        for project, of_project in zip(projects, by_path.values(), strict=True):
            await self._traces.append(project.project_id, [span for group in of_project for span in group.spans])
        return _rejected(groups)

    async def project(self, principal: Principal, path: Path) -> Project:
        """The project that is meant, made when it is not there. Raises NotFound or PermissionDenied."""
        entity, name = path
        return await self._projects.get_or_create(principal, entity or principal.username, name)


def _rejected(groups: list[ResourceSpans]) -> Rejected | None:
    reasons = [reason for group in groups for reason in group.rejected]
    if not reasons:
        return None
    return Rejected(len(reasons), "; ".join(dict.fromkeys(reasons[:_MOST_REASONS])))
