"""Errors of the native API: those of every protocol, and what its framework finds in a request."""

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response

from runlake.server.errors import error_body, install_error_handlers


def install_native_error_handlers(app: FastAPI) -> None:
    """Answer every error in our own shape."""
    install_error_handlers(app)
    app.add_exception_handler(RequestValidationError, _invalid)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the handler is registered for this class
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return error_body("invalid_input", f"{place}: {first['msg']}", 400)
