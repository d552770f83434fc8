"""Finding what a request names, and checking that the caller may use it."""

from graphql import FieldNode

from runlake.errors import NotFound
from runlake.model import Project, Run
from runlake.protocols.wandb.graphql.context import Context, Info
from runlake.protocols.wandb.graphql.ids import decode_number
from runlake.protocols.wandb.graphql.translate import ProjectNode, RunNode, project_node, run_node


def context_of(info: Info) -> Context:
    """The request's context, typed; counts one look-up."""
    info.context.budget.spend()
    return info.context


def asks_only(info: Info, *names: str) -> bool:
    """Whether no more than these fields is asked of what a resolver returns; then it need not be looked up."""
    sets = (node.selection_set for node in info.field_nodes)
    asked = [selection for one in sets if one is not None for selection in one.selections]
    known = {"__typename", *names}
    return all(isinstance(selection, FieldNode) and selection.name.value in known for selection in asked)


async def find_project(context: Context, entity_name: str | None, name: str | None) -> Project | None:
    """The project if it exists and the caller may read it. A missing entity is the caller's default one."""
    if not name:
        return None
    project = await context.services.projects.find(entity_name or context.default_entity, name)
    return project if project is not None and project.role_of(context.principal) is not None else None


async def get_project(context: Context, entity_name: str | None, name: str | None) -> Project:
    """The same, but raises NotFound."""
    project = await find_project(context, entity_name, name)
    if project is None:
        raise NotFound(f"project {entity_name or context.default_entity}/{name} not found, or you may not see it")
    return project


async def get_run(context: Context, entity_name: str | None, project_name: str | None, run_id: str) -> RunNode:
    """A run by its path, for writing. Raises NotFound or PermissionDenied."""
    project = await get_project(context, entity_name, project_name)
    project.require_write(context.principal)
    return node_of(context, await context.services.runs.get(project.project_id, run_id), project)


async def get_run_by_id(context: Context, global_id: str) -> RunNode:
    """A run by its global id, for writing. Raises InvalidInput, NotFound or PermissionDenied."""
    run = await context.services.runs.find_by_number(decode_number(global_id, "Run"))
    if run is None:
        raise NotFound(f"run {global_id!r:.60} not found, or you may not see it")
    project = await context.services.projects.by_id(run.project_id)
    if project is None or project.role_of(context.principal) is None:  # a stranger must not learn where the run is
        raise NotFound(f"run {global_id!r:.60} not found, or you may not see it")
    project.require_write(context.principal)
    return node_of(context, run, project)


async def get_project_by_id(context: Context, global_id: str) -> Project:
    """A project by its global id. Raises InvalidInput or NotFound."""
    project = await context.services.projects.by_id(decode_number(global_id, "Project", "ProjectInternalId"))
    if project is None or project.role_of(context.principal) is None:
        raise NotFound(f"project {global_id!r:.60} not found, or you may not see it")
    return project


def node_of(context: Context, run: Run, project: Project) -> RunNode:
    """The node of a run that the caller sees."""
    return run_node(run, project, context.principal)


def project_node_of(context: Context, project: Project | None) -> ProjectNode | None:
    """The node of a project that the caller sees."""
    return None if project is None else project_node(project, context.principal)
