"""Errors → the native body `{"error": {"code", "message"}}`, which wandb clients read as well."""

import logging

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from runlake.errors import Overloaded, RunlakeError

_log = logging.getLogger(__name__)


def install_error_handlers(app: Starlette) -> None:
    """Answer every error in our own shape."""
    app.add_exception_handler(RunlakeError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def error_response(error: RunlakeError) -> Response:
    """The answer to an error of ours. No `WWW-Authenticate`: browsers would ask for a password before our own page can."""
    headers = {}
    if isinstance(error, Overloaded):
        headers["Retry-After"] = f"{error.retry_after_s:g}"
    return error_body(error.code, error.message, error.status, headers)


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, RunlakeError)  # noqa: S101 - the handler is registered for this class
    if error.status >= 500:
        _log.warning("request refused", extra={"path": request.url.path, "code": error.code, "reason": error.message})
    return error_response(error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the handler is registered for this class
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "http_error")
    return error_body(code, f"{request.method} {request.url.path[:200]}: {error.detail}", error.status_code)


async def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("request failed", extra={"path": request.url.path}, exc_info=error)
    return error_body("internal", "the server failed; its log has the details. It is safe to try again", 500)


def error_body(code: str, message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """The body of an error."""
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers)
