"""`POST /v1/traces`, `/v1/metrics`, `/v1/logs`, and the paths that other products taught their users.

A 200 means durable. Only 429 and 503 are sent for what may succeed later: exporters retry these and nothing else.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import RunlakeError, Unauthenticated, UnsupportedType
from runlake.model import Principal, Project
from runlake.products.identity import Identity
from runlake.products.projects import Projects
from runlake.products.traces import Traces
from runlake.protocols.body import read_body
from runlake.protocols.credentials import api_key_in
from runlake.protocols.otlp.answers import Form, Rejected, Signal, encode_answer, encode_error
from runlake.protocols.otlp.decode import ResourceSpans, decode_json, decode_protobuf
from runlake.protocols.otlp.projects import Path, path_in_headers, path_of_resource
from runlake.protocols.otlp.run_records import RunRecords
from runlake.protocols.otlp.signals import decode_records
from runlake.settings import LimitSettings

PATHS = (
    "/v1/traces",
    "/otel/v1/traces",
    "/traces/otel/v1/traces",
    "/agents/otel/v1/traces",
    "/api/public/otel/v1/traces",
)
_FORMS: dict[str, Form] = {
    "application/x-protobuf": "application/x-protobuf",
    "application/protobuf": "application/x-protobuf",
    "application/json": "application/json",
}
_KEY_HEADERS = ("wandb-api-key", "x-api-key", "api_key")
_INLINE_BYTES = 16 * 1024
_RETRY_LATER = 503
_MOST_REASONS = 3


class OtlpAdapter:
    """Takes exports of traces, metrics and logs."""

    def __init__(
        self, identity: Identity, projects: Projects, traces: Traces, records: RunRecords, limits: LimitSettings
    ) -> None:
        self._identity = identity
        self._projects = projects
        self._traces = traces
        self._records = records
        self._limits = limits

    def routes(self) -> list[Route]:
        return [Route(path, self.post_traces, methods=["POST"]) for path in PATHS] + [
            Route("/v1/metrics", self.post_metrics, methods=["POST"]),
            Route("/v1/logs", self.post_logs, methods=["POST"]),
        ]

    async def post_traces(self, request: Request) -> Response:
        """Take one export; answers once all of it is durable and visible."""
        return await _in_form(request, self._export)

    async def post_metrics(self, request: Request) -> Response:
        """Take one export of metrics; what belongs to no run is left out, and said so."""
        return await _in_form(request, partial(self._export_records, signal="metrics"), "metrics")

    async def post_logs(self, request: Request) -> Response:
        """Take one export of log records; what belongs to no run and to no span is left out, and said so."""
        return await _in_form(request, partial(self._export_records, signal="logs"), "logs")

    async def _export_records(self, request: Request, form: Form, signal: Signal) -> Rejected | None:
        principal = await self._principal(request)
        body = await read_body(request, self._limits.body_bytes)
        groups = await asyncio.to_thread(decode_records, signal, form, body)
        take = self._records.take_metrics if signal == "metrics" else self._records.take_logs
        return await take(principal, request.headers, groups)

    async def _export(self, request: Request, form: Form) -> Rejected | None:
        principal = await self._principal(request)
        body = await read_body(request, self._limits.body_bytes)
        decode = decode_json if form == "application/json" else decode_protobuf
        groups = decode(body) if len(body) < _INLINE_BYTES else await asyncio.to_thread(decode, body)
        named = path_in_headers(request.headers)
        by_path: dict[Path, list[ResourceSpans]] = {}
        for group in (group for group in groups if group.spans):
            by_path.setdefault(named or path_of_resource(group.resource), []).append(group)
        projects = [await self._project(principal, path) for path in by_path]  # all may be written, or nothing is
        for project, of_project in zip(projects, by_path.values(), strict=True):
            await self._traces.append(project.project_id, [span for group in of_project for span in group.spans])
        return _rejected(groups)

    async def _principal(self, request: Request) -> Principal:
        key = api_key_in(request.headers.get("authorization", ""))
        key = key or next((request.headers[name] for name in _KEY_HEADERS if name in request.headers), None)
        if not key:
            raise Unauthenticated(
                "no API key in the request: set OTEL_EXPORTER_OTLP_HEADERS=authorization=Bearer%20<key>"
            )
        principal = await self._identity.authenticate_key(key)
        if principal is None:
            raise Unauthenticated("the API key is not valid: make one in Runlake's settings")
        return principal

    async def _project(self, principal: Principal, path: Path) -> Project:
        entity, name = path
        return await self._projects.get_or_create(principal, entity or principal.username, name)


def _rejected(groups: list[ResourceSpans]) -> Rejected | None:
    reasons = [reason for group in groups for reason in group.rejected]
    if not reasons:
        return None
    return Rejected(len(reasons), "; ".join(dict.fromkeys(reasons[:_MOST_REASONS])))


async def _in_form(
    request: Request, work: Callable[[Request, Form], Awaitable[Rejected | None]], signal: Signal = "traces"
) -> Response:
    """Do the work; answer, also to errors, in the content type of the request."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    form = _FORMS.get(given)
    try:
        if form is None:
            raise UnsupportedType(
                f"content type {given[:100]!r} is not OTLP: send application/x-protobuf or application/json"
            )
        return Response(encode_answer(form, await work(request, form), signal), media_type=form)
    except RunlakeError as error:
        return _failed(form or "application/json", error)


def _failed(form: Form, error: RunlakeError) -> Response:
    status = _RETRY_LATER if error.retryable else error.status
    headers = {"Retry-After": f"{getattr(error, 'retry_after_s', 5.0):g}"} if error.retryable else {}
    return Response(encode_error(form, error.message), status, headers, media_type=form)
