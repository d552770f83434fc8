"""`POST /v1/traces`, `/v1/metrics`, `/v1/logs`, and the paths that other products taught their users.

A 200 means durable. Only 429 and 503 are sent for what may succeed later: exporters retry these and nothing else.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import RunlakeError, UnsupportedType
from runlake.protocols.body import read_body
from runlake.protocols.otlp.answers import Form, Signal, encode_answer, encode_error, retry_after_s
from runlake.protocols.otlp.exports import Exports
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
_RETRY_LATER = 503


class OtlpAdapter:
    """Takes exports over HTTP."""

    def __init__(self, exports: Exports, limits: LimitSettings) -> None:
        self._exports = exports
        self._limits = limits

    def routes(self) -> list[Route]:
        return [Route(path, self.post_traces, methods=["POST"]) for path in PATHS] + [
            Route("/v1/metrics", self.post_metrics, methods=["POST"]),
            Route("/v1/logs", self.post_logs, methods=["POST"]),
        ]

    async def post_traces(self, request: Request) -> Response:
        """Take one export; answers once all of it is durable and visible."""
        return await self._post(request, "traces")

    async def post_metrics(self, request: Request) -> Response:
        """Take one export of metrics; what belongs to no run is left out, and said so."""
        return await self._post(request, "metrics")

    async def post_logs(self, request: Request) -> Response:
        """Take one export of log records; what belongs to no run and to no span is left out, and said so."""
        return await self._post(request, "logs")

    async def _post(self, request: Request, signal: Signal) -> Response:
        """Take one export; answer, also to errors, in the content type of the request."""
        given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        form = _FORMS.get(given)
        try:
            if form is None:
                raise UnsupportedType(
                    f"content type {given[:100]!r} is not OTLP: send application/x-protobuf or application/json"
                )
            principal = await self._exports.principal(request.headers)
            body = await read_body(request, self._limits.body_bytes)
            rejected = await self._exports.take(principal, signal, form, request.headers, body)
            return Response(encode_answer(form, rejected, signal), media_type=form)
        except RunlakeError as error:
            return _failed(form or "application/json", error)


def _failed(form: Form, error: RunlakeError) -> Response:
    status = _RETRY_LATER if error.retryable else error.status
    headers = {"Retry-After": f"{retry_after_s(error):g}"} if error.retryable else {}
    return Response(encode_error(form, error.message), status, headers, media_type=form)
