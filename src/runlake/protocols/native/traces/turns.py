"""`POST …/sessions/turns`: one session as a conversation."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from runlake.products.traces import MOST_TURNS, Traces
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.traces.span_rows import span_row


class TurnsBody(BaseModel):
    """A page of the turns of a session, the oldest first."""

    model_config = ConfigDict(extra="forbid")
    session_id: str = Field(min_length=1, max_length=4096)
    limit: int = Field(50, ge=1, le=MOST_TURNS)
    cursor: str | None = Field(None, max_length=300)


def turn_routes(traces: Traces) -> APIRouter:
    """The endpoint of a session."""
    router = APIRouter(tags=["traces"])

    @router.post("/projects/{entity}/{project}/sessions/turns")
    async def read_turns(target: ReadProject, body: TurnsBody) -> dict[str, Any]:
        """The roots of a session's traces, each with what its trace sums up to and the tools that it called."""
        project_id = target.project.project_id
        page = await traces.lists.turns(project_id, body.session_id, cursor=body.cursor, limit=body.limit)
        totals = await traces.lists.totals(project_id, [row["trace_id"] for row in page.turns])
        turns = [
            {
                **span_row(row),
                "trace": totals.get(row["trace_id"]),
                "tools": [span_row(tool) for tool in page.tools.get(row["trace_id"], [])],
            }
            for row in page.turns
        ]
        return {"turns": turns, "next_cursor": page.next_cursor}

    return router
