"""Saved views of a project's page: …/views."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from runlake.products.identity import User
from runlake.products.views import View, ViewChange, ViewKind, Views, ViewsQuery
from runlake.protocols.native.deps import ReadProject

_MOST = 1000
_UNNAMED = Field(min_length=1, max_length=200)
_SEARCH = Field(max_length=32 * 1024, description="The query string of the page.")

UserFinder = Callable[[list[int]], Awaitable[Mapping[int, User]]]
"""User ids → users, deleted ones included. The identity product has it."""


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewView(_Body):
    """A view to save."""

    name: str = _UNNAMED
    kind: Literal["workspace"] = "workspace"
    url_search: str = _SEARCH
    shared: bool = False


class EditView(_Body):
    """What to change; what is left out keeps its value."""

    name: str | None = Field(None, min_length=1, max_length=200)
    url_search: str | None = Field(None, max_length=32 * 1024)
    shared: bool | None = None


class ViewRow(BaseModel):
    """A saved view. `owner` is a user's name."""

    view_id: int
    name: str
    kind: Literal["workspace"] = "workspace"
    owner: str
    url_search: str
    shared: bool
    created_at: datetime
    updated_at: datetime


class ViewList(BaseModel):
    """Saved views, newest first."""

    views: list[ViewRow]


def view_routes(views: Views, users_by_id: UserFinder) -> APIRouter:
    """The routes of saved views."""
    router = APIRouter(tags=["views"])

    async def rows(found: Sequence[View]) -> list[ViewRow]:
        owners = await users_by_id([view.owner_id for view in found])
        return [_row(view, owners.get(view.owner_id)) for view in found]

    @router.get("/projects/{entity}/{project}/views")
    async def list_views(target: ReadProject) -> ViewList:
        """Shared views and the caller's own."""
        query = ViewsQuery(kind=ViewKind.WORKSPACE, limit=_MOST)
        return ViewList(views=await rows(await views.list(target.principal, target.project, query)))

    @router.post("/projects/{entity}/{project}/views", status_code=201)
    async def create_view(target: ReadProject, body: NewView) -> ViewRow:
        """Save a view; for members."""
        change = ViewChange(display_name=body.name, body=body.url_search, shared=body.shared)
        view = await views.create(target.principal, target.project, ViewKind.WORKSPACE, change)
        return (await rows([view]))[0]

    @router.patch("/projects/{entity}/{project}/views/{view_id}")
    async def edit_view(target: ReadProject, view_id: int, body: EditView) -> ViewRow:
        """Change a view; for its owner and admins."""
        view = await views.get(target.principal, target.project, view_id)
        change = ViewChange(display_name=body.name, body=body.url_search, shared=body.shared)
        return (await rows([await views.update(target.principal, target.project, view, change)]))[0]

    @router.delete("/projects/{entity}/{project}/views/{view_id}", status_code=204)
    async def delete_view(target: ReadProject, view_id: int) -> None:
        """Delete a view; for its owner and admins."""
        view = await views.get(target.principal, target.project, view_id)
        await views.delete(target.principal, target.project, view)

    return router


def _row(view: View, owner: User | None) -> ViewRow:
    return ViewRow(
        view_id=view.view_id,
        name=view.display_name,
        owner=owner.username if owner else "",
        url_search=view.body,
        shared=view.shared,
        created_at=view.created_at,
        updated_at=view.updated_at,
    )
