"""`POST …/sessions/search` and `POST …/trace-users/search`: conversations and people, as sums over their traces."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.model import Project
from runlake.products.traces import MOST_CONVERSATIONS, ConversationsQuery, Traces
from runlake.protocols.native.deps import ReadProject

_NS_PER_MS = 1_000_000
_LATEST_MS = 2**63 // _NS_PER_MS


class ConversationsBody(BaseModel):
    """A page, the one that was last at work first; times in ms since the epoch."""

    model_config = ConfigDict(extra="forbid")
    contains: str = Field("", max_length=256)
    since: int = Field(0, ge=0, lt=_LATEST_MS)
    until: int | None = Field(None, ge=0, lt=_LATEST_MS)
    limit: int = Field(50, ge=1, le=MOST_CONVERSATIONS)
    cursor: str | None = Field(None, max_length=2000)


class _Sums(TypedDict):
    """Times in ms since the epoch; `busy_ms` is the time that the roots took together; tokens and cost of model requests."""

    traces: int
    spans: int
    errors: int
    input_tokens: int
    output_tokens: int
    cost: float
    start: float
    end: float
    busy_ms: float
    first_trace: str
    last_trace: str
    first_input: str
    last_output: str
    models: list[str]


class SessionRow(_Sums):
    """One session; at most ten of its users are named."""

    session_id: str
    users: list[str]
    user_count: int


class TraceUserRow(_Sums):
    """One user, as the traced program names them; at most ten of their sessions are named."""

    user_id: str
    sessions: list[str]
    session_count: int


class SessionsPage(TypedDict):
    """The next page begins at `next_cursor`."""

    sessions: list[SessionRow]
    next_cursor: str | None


class TraceUsersPage(TypedDict):
    """The next page begins at `next_cursor`."""

    users: list[TraceUserRow]
    next_cursor: str | None


def conversation_routes(traces: Traces) -> APIRouter:
    """The endpoints of sessions and users of traces."""
    router = APIRouter(tags=["traces"])

    @router.post("/projects/{entity}/{project}/sessions/search")
    async def search_sessions(target: ReadProject, body: ConversationsBody) -> SessionsPage:
        """Sessions (threads, conversations) whose spans began in a range of time."""
        rows, cursor = await _page(traces, target.project, body, ConversationsQuery(by="session_id"))
        sessions = [_named(row, "session_id", "users", "user_count") for row in rows]
        return {"sessions": sessions, "next_cursor": cursor}  # type: ignore[typeddict-item]

    @router.post("/projects/{entity}/{project}/trace-users/search")
    async def search_users(target: ReadProject, body: ConversationsBody) -> TraceUsersPage:
        """Users that the traced program names, whose spans began in a range of time."""
        rows, cursor = await _page(traces, target.project, body, ConversationsQuery(by="user_id"))
        users = [_named(row, "user_id", "sessions", "session_count") for row in rows]
        return {"users": users, "next_cursor": cursor}  # type: ignore[typeddict-item]

    return router


async def _page(
    traces: Traces, project: Project, body: ConversationsBody, query: ConversationsQuery
) -> tuple[list[dict[str, Any]], str | None]:
    asked = ConversationsQuery(
        by=query.by,
        contains=body.contains,
        since_ns=body.since * _NS_PER_MS,
        until_ns=query.until_ns if body.until is None else body.until * _NS_PER_MS,
        cursor=body.cursor,
        limit=body.limit,
    )
    page = await traces.lists.conversations(project.project_id, asked)
    return page.rows, page.next_cursor


def _named(row: dict[str, Any], key: str, others: str, count: str) -> dict[str, Any]:
    """A row under the names of its list; times in ms."""
    left = {name: value for name, value in row.items() if name not in _REPLACED}
    times = {"start": row["start_ns"] / _NS_PER_MS, "end": row["end_ns"] / _NS_PER_MS}
    return {
        key: row["key"],
        **left,
        **times,
        "busy_ms": row["busy_ns"] / _NS_PER_MS,
        others: row["others"],
        count: row["other_count"],
    }


_REPLACED = frozenset({"key", "start_ns", "end_ns", "busy_ns", "others", "other_count"})
