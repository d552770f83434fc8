"""Reports and workspaces of clients: their documents, kept verbatim."""

import json
from dataclasses import replace
from typing import Any

from ariadne import MutationType, ObjectType, QueryType

from runlake.errors import InvalidInput, NotFound, PermissionDenied
from runlake.model import Project
from runlake.products.views import MOST_PROJECTS, ReportLink, View, ViewChange, ViewKind, ViewsQuery
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number, encode_id
from runlake.protocols.wandb.graphql.people import UserNode, user_node
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_project, project_node_of
from runlake.protocols.wandb.graphql.translate import Node, ProjectNode

_KINDS = {
    "runs": ViewKind.REPORT,
    "runs/draft": ViewKind.REPORT_DRAFT,
    "project-view": ViewKind.CLIENT_WORKSPACE,
}
_TYPES = {kind: name for name, kind in _KINDS.items()}
_DEFAULT_PAGE = 50

query = QueryType()
mutation = MutationType()
project_type = ObjectType("Project")
view_type = ObjectType("View")


class ViewNode(Node):
    """A view and its project."""

    view: View
    project: Project


@query.field("view")
async def resolve_view(_: object, info: Info, id: str) -> ViewNode | None:
    """The view of that id, with or without the padding; null for what the caller may not see."""
    context = context_of(info)
    try:
        return await _get_node(context, id)
    except NotFound:
        return None


@project_type.field("allViews")
async def resolve_views(
    node: ProjectNode,
    info: Info,
    viewType: str | None = None,  # noqa: N803 - the schema's name
    viewName: str | None = None,  # noqa: N803
    userName: str | None = None,  # noqa: N803
    first: int | None = None,
    after: str | None = None,
) -> Node:
    """A page of views of one type, newest first; `viewName` is either of their names."""
    context = context_of(info)
    limit = min(max(first if first is not None else _DEFAULT_PAGE, 1), 1000)
    owner = await context.services.identity.find_user(userName) if userName else None
    if userName and owner is None:
        return _connection([], more=False)
    wanted = ViewsQuery(
        kind=_kind_of(viewType or "runs"),
        name=viewName,
        owner_id=None if owner is None else owner.user_id,
        after=decode_number(after, "View") if after else None,
        limit=limit + 1,
    )
    found = await context.services.views.list(context.principal, node.project, wanted)
    return _connection([_node(view, node.project) for view in found[:limit]], more=len(found) > limit)


def _connection(nodes: list[ViewNode], *, more: bool) -> Node:
    edges = [Node(node=node, cursor=node["id"]) for node in nodes]
    return Node(edges=edges, pageInfo=Node(endCursor=nodes[-1]["id"] if nodes else None, hasNextPage=more))


@view_type.field("user")
async def resolve_user(node: ViewNode, info: Info) -> UserNode | None:
    """Who saved it first."""
    context = context_of(info)
    user = (await context.services.identity.users_by_id([node.view.owner_id])).get(node.view.owner_id)
    return None if user is None else user_node(user, context.principal)


@view_type.field("project")
async def resolve_project(node: ViewNode, info: Info) -> ProjectNode | None:
    return project_node_of(context_of(info), node.project)


@mutation.field("upsertView")
async def upsert_view(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Save a view, or change what is not null of one named by id."""
    context = context_of(info)
    kind = None if input.get("type") is None else _kind_of(input["type"])
    change = ViewChange(
        name=input.get("name"),
        display_name=input.get("displayName"),
        description=input.get("description"),
        body=_checked_spec(input.get("spec")),
        kind=kind,
        shared=None if kind is None else kind is not ViewKind.REPORT_DRAFT,
    )
    views, principal = context.services.views, context.principal
    if input.get("id"):
        found = await _get_node(context, input["id"])
        if kind is found.view.kind:  # whom it is shared with is not the client's to say again
            change = replace(change, shared=None)
        changed = await views.update(principal, found.project, found.view, change)
        return _payload(_node(changed, found.project), inserted=False, given=input)
    project = await get_project(context, input.get("entityName"), input.get("projectName"))
    view = await views.create(principal, project, kind or ViewKind.REPORT, _begun(change))
    return _payload(_node(view, project), inserted=True, given=input)


def _begun(change: ViewChange) -> ViewChange:
    """A new view: reports may be untitled, and begin empty."""
    return ViewChange(
        name=change.name,
        display_name=change.display_name or change.name or "Untitled",
        description=change.description,
        body=change.body or "{}",
        shared=change.shared,
    )


def _payload(node: ViewNode, *, inserted: bool, given: dict[str, Any]) -> Node:
    return Node(view=node, inserted=inserted, clientMutationId=given.get("clientMutationId"))


@mutation.field("deleteView")
async def delete_view(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Delete a view. Drafts are views of their own here, so that none waits for its report."""
    context = context_of(info)
    found = await _get_node(context, input["id"])
    await context.services.views.delete(context.principal, found.project, found.view)
    return Node(success=True, pendingDrafts=None, clientMutationId=input.get("clientMutationId"))


@view_type.field("accessTokens")
async def resolve_access_tokens(node: ViewNode, info: Info) -> list[Node]:
    """The links that open the report; none for those who may not share it."""
    context = context_of(info)
    links = context.services.report_links
    try:
        found = await links.list_links(context.principal, node.project, node.view)
    except PermissionDenied:
        return []
    return [await _token_node(context, link) for link in found if links.is_open(link)]


@mutation.field("createAccessToken")
async def create_access_token(_: object, info: Info, input: dict[str, Any]) -> Node:
    """A link to a report, good for 30 days, that opens runs and metrics of the named projects too."""
    context = context_of(info)
    found = await _get_node(context, input["viewId"])
    others = await _named_projects(context, input["projects"])
    link = await context.services.report_links.make(context.principal, found.project, found.view, others)
    return Node(accessToken=await _token_node(context, link), clientMutationId=input.get("clientMutationId"))


@mutation.field("updateAccessTokenProjects")
async def update_access_token_projects(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Let a link open these projects."""
    context = context_of(info)
    link, found = await _get_link(context, input["token"])
    others = await _named_projects(context, input["projects"])
    await context.services.report_links.widen(context.principal, found.project, found.view, link, others)
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


@mutation.field("revokeAccessToken")
async def revoke_access_token(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Let a link open nothing from now on."""
    context = context_of(info)
    link, found = await _get_link(context, input["token"])
    await context.services.report_links.revoke(context.principal, found.project, found.view, link)
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


async def _get_link(context: Context, token: str) -> tuple[ReportLink, ViewNode]:
    """A link and its report, which the caller may read. Raises NotFound."""
    link = await context.services.report_links.find(token)
    if link is None:
        raise NotFound("there is no such access token, or you may not see it")
    try:
        return link, await _get_node(context, encode_id("View", link.view_id))
    except NotFound as error:
        raise NotFound("there is no such access token, or you may not see it") from error


async def _named_projects(context: Context, named: list[dict[str, str]]) -> list[Project]:
    return [await get_project(context, each["entityName"], each["projectName"]) for each in named[: MOST_PROJECTS + 1]]


async def _token_node(context: Context, link: ReportLink) -> Node:
    found = [await context.services.projects.by_id(project_id) for project_id in link.project_ids]
    seen = [project for project in found if project is not None and project.role_of(context.principal) is not None]
    token = context.services.report_links.token_of(link)
    return Node(
        token=token,
        type="PUBLIC",
        revokedAt=link.revoked_at,
        projects=[project_node_of(context, each) for each in seen],
    )


async def _get_node(context: Context, global_id: str) -> ViewNode:
    """A view that the caller may read. Raises InvalidInput, NotFound."""
    view = await context.services.views.find(decode_number(_padded(global_id), "View"))
    project = None if view is None else await context.services.projects.by_id(view.project_id)
    if view is None or project is None or project.role_of(context.principal) is None:
        raise NotFound(f"view {global_id!r:.60} not found, or you may not see it")
    view.require_read(context.principal)
    return _node(view, project)


def _node(view: View, project: Project) -> ViewNode:
    node = ViewNode(
        id=encode_id("View", view.view_id),
        type=_TYPES.get(view.kind, view.kind.value),
        name=view.name,
        displayName=view.display_name,
        description=view.description,
        entityName=project.entity_name,
        spec=view.body,
        createdAt=view.created_at,
        updatedAt=view.updated_at,
        locked=False,
    )
    node.view, node.project = view, project
    return node


def _kind_of(name: str) -> ViewKind:
    if name not in _KINDS:
        raise InvalidInput(f"{name!r:.40} is not a type of view: use one of {', '.join(_KINDS)}")
    return _KINDS[name]


def _checked_spec(spec: str | None) -> str | None:
    """The document, if it is JSON. Raises InvalidInput."""
    try:
        if spec is not None:
            json.loads(spec)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"the spec of a view is not valid JSON: {error}") from error
    return spec


def _padded(global_id: str) -> str:
    """Addresses of reports hold the id without its padding. Source: protocol notes 13.4."""
    return global_id.rstrip("=") + "=" * (-len(global_id.rstrip("=")) % 4)


BINDABLES = (query, mutation, project_type, view_type)
