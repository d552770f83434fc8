"""The cookie that keeps a browser logged in."""

from starlette.responses import Response

from runlake.products.identity import Session
from runlake.settings import SessionSettings

SESSION_COOKIE = "runlake_session"


def set_session_cookie(response: Response, session: Session, settings: SessionSettings) -> None:
    """Log the browser in; the answer is not to be cached."""
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie(
        SESSION_COOKIE,
        session.token,
        max_age=settings.lifetime_days * 24 * 3600,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookie,
    )
