"""What is current in this thread or task: the span, the session and its user."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

from runlake.errors import UsageError

if TYPE_CHECKING:
    from runlake.sdk.tracing.spans import Span


class Session(NamedTuple):
    """A conversation of traces, and who talks; None: not said."""

    session_id: str | None = None
    user: str | None = None


current: ContextVar["Span | None"] = ContextVar("runlake_span", default=None)
talking: ContextVar[Session] = ContextVar("runlake_session", default=Session())  # noqa: B039 - immutable


def current_span() -> "Span | None":
    """The span that the program is in; None outside of all, or when nothing is traced."""
    return current.get()


@contextmanager
def session(session_id: str | None = None, *, user: str | None = None) -> Iterator[Session]:
    """What is traced within belongs to a session, and to a user; None keeps that of the session around it.

    Raises UsageError when neither is given, or one is no text.
    """
    for what, given in (("session_id", session_id), ("user", user)):
        if given is not None and (not isinstance(given, str) or not given):
            raise UsageError(f"{what} is {given!r:.100}; it must be a text that is not empty")
    if session_id is None and user is None:
        raise UsageError("session needs an id, a user, or both: runlake.session('chat-7', user='ada')")
    around = talking.get()
    within = Session(session_id or around.session_id, user or around.user)
    token = talking.set(within)
    try:
        yield within
    finally:
        talking.reset(token)
