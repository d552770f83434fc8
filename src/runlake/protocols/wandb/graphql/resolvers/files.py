"""Files of runs: listing, addresses to upload to and download from, deleting."""

from collections.abc import Sequence
from typing import Any

from ariadne import MutationType, ObjectType

from runlake.errors import InvalidInput, NotFound
from runlake.model import Run
from runlake.products.files import FileQuery, RunFile, cursor_after
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of, get_run
from runlake.protocols.wandb.graphql.translate import FileNode, Node, RunNode, file_node, missing_file_node

_DEFAULT_PAGE = 50
_MAX_PAGE = 1000
_MAX_UPLOADS = 10_000
_MAX_DELETES = 10_000

mutation = MutationType()
run_type = ObjectType("Run")
file_type = ObjectType("File")


@run_type.field("fileCount")
async def resolve_file_count(node: RunNode, info: Info) -> int:
    """All files of the run, whatever a listing beside it asks for."""
    return await context_of(info).batches.file_counts.get(node.run)


@run_type.field("files")
async def resolve_files(
    node: RunNode,
    info: Info,
    names: list[str | None] | None = None,
    after: str | None = None,
    first: int | None = None,
    pattern: str | None = None,
) -> Node:
    """Without names a page of all files; with names one node for each, also for files that are not there."""
    context = context_of(info)
    # `wandb verify` asks for "./name" of a file that its client uploaded as "name".
    wanted = [name.removeprefix("./") for name in names or [] if name is not None]
    if wanted:
        return await _named(context, node, wanted)
    limit = min(max(first if first is not None else _DEFAULT_PAGE, 1), _MAX_PAGE)
    query = FileQuery(pattern=pattern or None, after=after or None, limit=limit)
    page = await context.services.files.list(node.run.run_number, query)
    nodes = [file_node(node, file) for file in page.files]
    return _connection(nodes, total=page.total, end_cursor=page.next_cursor)


async def _named(context: Context, node: RunNode, names: Sequence[str]) -> Node:
    if len(names) > _MAX_UPLOADS:
        raise InvalidInput(f"{len(names)} file names in one request; {_MAX_UPLOADS} are allowed")
    found: dict[str, RunFile] = {}
    for start in range(0, len(names), _MAX_PAGE):
        found |= await context.services.files.find_named(node.run.run_number, names[start : start + _MAX_PAGE])
    nodes = [file_node(node, found[name]) if name in found else missing_file_node(node, name) for name in names]
    return _connection(nodes, total=len(nodes), end_cursor=None)


def _connection(nodes: Sequence[FileNode], total: int, end_cursor: str | None) -> Node:
    return Node(
        uploadHeaders=[],
        totalCount=total,
        edges=[Node(node=node, cursor=cursor_after(node["name"])) for node in nodes],
        pageInfo=Node(endCursor=end_cursor, hasNextPage=end_cursor is not None),
    )


@file_type.field("url")
async def resolve_url(node: FileNode, info: Info, upload: bool | None = None) -> str:
    """An absolute address that authorises itself, for one GET or for one PUT. Files of artifacts bring theirs."""
    if "directUrl" in node:
        return str(node.get("url") or node["directUrl"])
    if upload:
        node.project.require_write(info.context.principal)
        return info.context.base_url + await info.context.services.files.open_upload(node.run, node["name"])
    return await _download_url(node, info.context)


@file_type.field("directUrl")
async def resolve_direct_url(node: FileNode, info: Info) -> str:
    if "directUrl" in node:
        return str(node["directUrl"])
    return await _download_url(node, info.context)


async def _download_url(node: FileNode, context: Context) -> str:
    return context.base_url + await context.services.files.open_download(node.run, node["name"])


@mutation.field("createRunFiles")
async def create_run_files(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Addresses to upload to, one for each name, in the order asked for.

    A name that we refuse gets a null address: the client then skips that file, and keeps the rest of its batch.
    """
    context = context_of(info)
    if len(input["files"]) > _MAX_UPLOADS:
        raise InvalidInput(f"{len(input['files'])} files in one request; {_MAX_UPLOADS} are allowed")
    node = await get_run(context, input["entityName"], input["projectName"], input["runName"])
    files = [Node(name=name, uploadUrl=await _upload_url(context, node.run, name)) for name in input["files"]]
    return Node(runID=node["id"], uploadHeaders=[], files=files, clientMutationId=input.get("clientMutationId"))


async def _upload_url(context: Context, run: Run, name: str) -> str | None:
    try:
        return context.base_url + await context.services.files.open_upload(run, name)
    except InvalidInput:
        return None


@mutation.field("markRunFilesUploaded")
async def mark_run_files_uploaded(_: object, info: Info, input: dict[str, Any]) -> Node:
    """A file is there once its upload was answered: nothing is left to do but to check the path."""
    context = context_of(info)
    await get_run(context, input["entityName"], input["projectName"], input["runName"])
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


@mutation.field("deleteFiles")
async def delete_files(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Delete files by id, whatever project they are in, if the caller may write to each of these."""
    context = context_of(info)
    if len(input["files"]) > _MAX_DELETES:
        raise InvalidInput(f"{len(input['files'])} files in one request; {_MAX_DELETES} are allowed")
    files = await context.services.files.find_by_ids([decode_number(file, "File") for file in input["files"]])
    by_project: dict[int, list[int]] = {}
    for file in files:
        by_project.setdefault(file.project_id, []).append(file.file_id)
    projects = [await context.services.projects.by_id(project_id) for project_id in by_project]
    seen = [project for project in projects if project is not None and project.role_of(context.principal) is not None]
    if len(files) < len(set(input["files"])) or len(seen) < len(by_project):
        raise NotFound("one of the files was not found, or you may not see it; none was deleted")
    for project in seen:
        project.require_write(context.principal)
    for project_id, file_ids in by_project.items():
        await context.services.files.delete(project_id, file_ids)
    return Node(success=True, clientMutationId=input.get("clientMutationId"))


BINDABLES = (mutation, run_type, file_type)
