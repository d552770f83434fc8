"""Saved views of a project's page: …/views. They are kept as the documents that clients read and write too."""

import secrets
import string
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from runlake.errors import NotFound
from runlake.products.identity import User
from runlake.products.views import View, ViewChange, ViewKind, Views, ViewsQuery
from runlake.protocols.native.deps import ProjectAccess, ReadProject

_MOST = 1000
_UNNAMED = Field(min_length=1, max_length=200)
_MOST_SEARCH = 256 * 1024
_SEARCH = Field(max_length=_MOST_SEARCH, description="The query string of the page.")
_STORED: Mapping[str, tuple[ViewKind, ...]] = {
    "workspace": (ViewKind.CLIENT_WORKSPACE, ViewKind.WORKSPACE),
    "traces": (ViewKind.TRACES,),
}
_KINDS = frozenset(kind for kinds in _STORED.values() for kind in kinds)

PageKind = Literal["workspace", "traces"]
"""Of which page of a project a view is."""

UserFinder = Callable[[list[int]], Awaitable[Mapping[int, User]]]
"""User ids → users, deleted ones included. The identity product has it."""


@dataclass(frozen=True, slots=True)
class ViewDocuments:
    """How pages are kept. Whoever knows the documents has it.

    `search_of`: a document → the query string at which the page shows it. `with_search`: a document, "" for a new one,
    and how the page looks now → the document that says so.
    """

    search_of: Callable[[str], str]
    with_search: Callable[[str, str], str]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewView(_Body):
    """A view to save."""

    name: str = _UNNAMED
    kind: PageKind = "workspace"
    url_search: str = _SEARCH
    shared: bool = False


class EditView(_Body):
    """What to change; what is left out keeps its value."""

    name: str | None = Field(None, min_length=1, max_length=200)
    url_search: str | None = Field(None, max_length=_MOST_SEARCH)
    shared: bool | None = None


class ViewRow(BaseModel):
    """A saved view. `owner` is a user's name; `client_name` is what the addresses that clients print have as `nw`."""

    view_id: int
    client_name: str | None
    name: str
    kind: PageKind = "workspace"
    owner: str
    url_search: str
    shared: bool
    created_at: datetime
    updated_at: datetime


class ViewList(BaseModel):
    """Saved views, newest first."""

    views: list[ViewRow]


def view_routes(views: Views, users_by_id: UserFinder, documents: ViewDocuments) -> APIRouter:
    """The routes of saved views."""
    router = APIRouter(tags=["views"])

    async def rows(found: Sequence[View]) -> list[ViewRow]:
        owners = await users_by_id([view.owner_id for view in found])
        return [_row(view, owners.get(view.owner_id), documents) for view in found]

    @router.get("/projects/{entity}/{project}/views")
    async def list_views(target: ReadProject, kind: PageKind = "workspace") -> ViewList:
        """Shared views of a page and the caller's own, those that clients saved among them."""
        found = []
        for stored in _STORED[kind]:
            found += await views.list(target.principal, target.project, ViewsQuery(kind=stored, limit=_MOST))
        return ViewList(views=await rows(sorted(found, key=lambda view: view.view_id, reverse=True)[:_MOST]))

    @router.post("/projects/{entity}/{project}/views", status_code=201)
    async def create_view(target: ReadProject, body: NewView) -> ViewRow:
        """Save a view; for members."""
        kind, change = _new_view(body, documents)
        return (await rows([await views.create(target.principal, target.project, kind, change)]))[0]

    @router.patch("/projects/{entity}/{project}/views/{view_id}")
    async def edit_view(target: ReadProject, view_id: int, body: EditView) -> ViewRow:
        """Change a view; for its owner and admins. What the page does not show of it stays as it is."""
        view = await _get(views, target, view_id)
        change = ViewChange(display_name=body.name, shared=body.shared)
        if body.url_search is not None:
            change = _with_search(view, change, body.url_search, documents)
        updated = await views.update(target.principal, target.project, view, change, base_version=view.version)
        return (await rows([updated]))[0]

    @router.delete("/projects/{entity}/{project}/views/{view_id}", status_code=204)
    async def delete_view(target: ReadProject, view_id: int) -> None:
        """Delete a view; for its owner and admins."""
        view = await _get(views, target, view_id)
        await views.delete(target.principal, target.project, view)

    return router


async def _get(views: Views, target: ProjectAccess, view_id: int) -> View:
    view = await views.get(target.principal, target.project, view_id)
    if view.kind not in _KINDS:
        raise NotFound(f"view {view_id} not found, or you may not see it")
    return view


def _new_view(body: NewView, documents: ViewDocuments) -> tuple[ViewKind, ViewChange]:
    change = ViewChange(display_name=body.name, shared=body.shared)
    if body.kind == "traces":
        return ViewKind.TRACES, replace(change, body=body.url_search)
    document = documents.with_search("", body.url_search)
    return ViewKind.CLIENT_WORKSPACE, replace(change, name=_new_name(), body=document)


def _with_search(view: View, change: ViewChange, search: str, documents: ViewDocuments) -> ViewChange:
    """A view of earlier releases, whose body is the query string itself, becomes a document with its first change.

    One of traces stays a query string: no client has a document for it.
    """
    if view.kind is ViewKind.TRACES:
        return replace(change, body=search)
    if view.kind is ViewKind.CLIENT_WORKSPACE:
        return replace(change, body=documents.with_search(view.body, search))
    body = documents.with_search("", search)
    return replace(change, body=body, name=_new_name(), kind=ViewKind.CLIENT_WORKSPACE)


def _new_name() -> str:
    """As clients name theirs. Source: `workspaces/internal.py` of wandb-workspaces 0.4.13."""
    characters = string.ascii_lowercase + string.digits
    return f"nw-{''.join(secrets.choice(characters) for _ in range(11))}-v"


def _row(view: View, owner: User | None, documents: ViewDocuments) -> ViewRow:
    is_document = view.kind is ViewKind.CLIENT_WORKSPACE
    return ViewRow(
        view_id=view.view_id,
        client_name=view.name.removeprefix("nw-").removesuffix("-v") if is_document else None,
        name=view.display_name,
        kind="traces" if view.kind is ViewKind.TRACES else "workspace",
        owner=owner.username if owner else "",
        url_search=documents.search_of(view.body) if is_document else view.body,
        shared=view.shared,
        created_at=view.created_at,
        updated_at=view.updated_at,
    )
