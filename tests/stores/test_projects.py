"""Projects on a real metadata store: made on demand, unique, shown only to those who may see them."""

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from runlake.model import Principal, Role, Visibility
from runlake.products import identity as identity_package
from runlake.products import projects as projects_package
from runlake.products.identity import Identity
from runlake.products.projects import ProjectChange, Projects
from runlake.products.projects.rules import checked_name
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock


@dataclass
class World:
    """A team with one of each role, and somebody outside."""

    projects: Projects
    identity: Identity
    admin: Principal
    member: Principal
    viewer: Principal
    stranger: Principal
    root: Principal


@pytest.fixture
async def world(metadata: Metadata, clock: FakeClock) -> World:
    await migrate_metadata(metadata, [identity_package, projects_package])
    identity = Identity(metadata, clock)
    roles = {"admin1": Role.ADMIN, "member1": Role.MEMBER, "viewer1": Role.VIEWER}
    for name in (*roles, "stranger1", "root1"):
        await identity.put_user(name, api_key=name * 4, admin=name == "root1")
    await identity.put_team("team", None, roles)
    people = [await identity.authenticate_key(name * 4) for name in (*roles, "stranger1", "root1")]
    return World(Projects(metadata, clock), identity, *(person for person in people if person))


async def test_writers_make_a_project_together(world: World) -> None:
    made = await asyncio.gather(*(world.projects.get_or_create(world.member, "team", "p") for _ in range(10)))
    assert len({project.project_id for project in made}) == 1
    assert made[0] == await world.projects.find("team", "p") == await world.projects.by_id(made[0].project_id)
    assert (made[0].visibility, made[0].created_by) == (Visibility.PRIVATE, world.member.user_id)


async def test_no_name_means_uncategorized(world: World) -> None:
    for name in (None, ""):
        assert (await world.projects.get_or_create(world.stranger, "stranger1", name)).name == "uncategorized"


async def test_only_members_make_projects(world: World) -> None:
    with pytest.raises(PermissionDenied):
        await world.projects.get_or_create(world.viewer, "team", "p")
    for entity in ("team", "nowhere"):
        with pytest.raises(NotFound):
            await world.projects.get_or_create(world.stranger, entity, "p")
    assert await world.projects.list(world.root) == []


async def test_what_is_made_by_writing_is_empty_before(world: World) -> None:
    blank = await world.projects.get_or_blank(world.member, "team", "not-yet")
    assert (blank.project_id, blank.entity_name, blank.name) == (0, "team", "not-yet")
    assert await world.projects.find("team", "not-yet") is None
    for outsider in (world.viewer, world.stranger):
        with pytest.raises(NotFound):
            await world.projects.get_or_blank(outsider, "team", "not-yet")
    made = await world.projects.get_or_create(world.member, "team", "not-yet")
    assert await world.projects.get_or_blank(world.viewer, "team", "not-yet") == made
    with pytest.raises(NotFound):
        await world.projects.get_or_blank(world.stranger, "team", "not-yet")


async def test_writing_to_an_existing_project_needs_the_role(world: World) -> None:
    await world.projects.create(world.admin, "team", "p")
    with pytest.raises(PermissionDenied):
        await world.projects.get_or_create(world.viewer, "team", "p")
    with pytest.raises(NotFound):
        await world.projects.get_or_create(world.stranger, "team", "p")
    await world.projects.create(world.admin, "team", "open", visibility=Visibility.SHARED_WRITE)
    await world.projects.get_or_create(world.stranger, "team", "open")


async def test_lists_hold_what_the_caller_may_read(world: World) -> None:
    for visibility in Visibility:
        await world.projects.create(world.admin, "team", visibility.value, visibility=visibility)
    await world.projects.create(world.stranger, "stranger1", "own")

    async def seen(principal: Principal, entity: str | None = None) -> list[str]:
        return [project.name for project in await world.projects.list(principal, entity)]

    shared = ["shared_read", "shared_write"]
    assert await seen(world.viewer) == ["private", *shared]
    assert await seen(world.stranger) == ["own", *shared]
    assert await seen(world.stranger, "team") == shared
    assert await seen(world.root) == ["own", "private", "restricted", *shared]
    assert await seen(world.admin) == ["private", "restricted", *shared]
    assert await seen(world.stranger, "nowhere") == []


async def test_names_are_unique_in_an_entity_until_deleted(world: World) -> None:
    first = await world.projects.create(world.admin, "team", "p", description="one")
    with pytest.raises(Conflict):
        await world.projects.create(world.member, "team", "p")
    await world.projects.create(world.member, "member1", "p")
    with pytest.raises(PermissionDenied):
        await world.projects.delete(world.member, first)
    await world.projects.delete(world.admin, first)
    assert await world.projects.find("team", "p") is None
    with pytest.raises(NotFound):
        await world.projects.get("team", "p")
    second = await world.projects.create(world.admin, "team", "p")
    assert second.project_id > first.project_id


async def test_renaming_moves_the_path(world: World, clock: FakeClock) -> None:
    project = await world.projects.create(world.admin, "team", "old")
    await world.projects.create(world.admin, "team", "taken")
    clock.advance(seconds=1)
    renamed = await world.projects.rename(world.admin, project, "new")
    assert (renamed.project_id, renamed.name, renamed.updated_at) == (project.project_id, "new", clock.now)
    assert await world.projects.find("team", "old") is None
    with pytest.raises(Conflict):
        await world.projects.rename(world.admin, renamed, "taken")
    with pytest.raises(PermissionDenied):
        await world.projects.rename(world.member, renamed, "mine")


async def test_members_describe_and_admins_share(world: World) -> None:
    project = await world.projects.create(world.admin, "team", "p")
    described = await world.projects.update(world.member, project, ProjectChange(description="hello"))
    assert described.description == "hello"
    with pytest.raises(PermissionDenied):
        await world.projects.update(world.member, described, ProjectChange(visibility=Visibility.SHARED_READ))
    shared, made = await world.projects.put(world.admin, "team", "p", ProjectChange(visibility=Visibility.SHARED_READ))
    assert (made, shared.visibility, shared.description) == (False, Visibility.SHARED_READ, "hello")
    _, made = await world.projects.put(world.admin, "team", "q", ProjectChange())
    assert made


async def test_projects_of_a_deleted_owner_cannot_be_reached(world: World) -> None:
    project = await world.projects.get_or_create(world.stranger, "stranger1", "p")
    await world.identity.delete_user("stranger1")
    assert await world.projects.find("stranger1", "p") is None
    assert await world.projects.by_id(project.project_id) is None
    await world.identity.put_user("stranger1", api_key="another key of 20 chars")
    newcomer = await world.identity.authenticate_key("another key of 20 chars")
    assert newcomer is not None
    assert (await world.projects.get_or_create(newcomer, "stranger1", "p")).project_id != project.project_id


@pytest.mark.parametrize("name", ["a/b", "a\\b", "a#b", "a?b", "a%b", "a:b", "x" * 129, "a\nb", "..", " "])
def test_names_that_the_wandb_client_refuses_are_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        checked_name(name)


@given(st.text(st.characters(categories=["L", "N"], include_characters=" -_.()'&é"), min_size=1, max_size=128))
def test_other_names_are_taken_as_they_are(name: str) -> None:
    if name.strip(". "):
        assert checked_name(name) == name
