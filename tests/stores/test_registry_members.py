"""Roles given in a single project, on a real metadata store."""

import asyncio

import pytest

from runlake.errors import InvalidInput, NotFound, PermissionDenied
from runlake.model import MemberRole, Role, Visibility
from runlake.products.projects import ProjectChange
from tests.stores.test_projects import World, world

__all__ = ["world"]

REGISTRY = "wandb-registry-models"


async def test_who_makes_a_registry_administers_it(world: World) -> None:
    made, inserted = await world.projects.put(world.member, "team", REGISTRY, ProjectChange(allows_all_types=False))
    assert inserted
    assert made.is_registry
    assert made.members.users == {world.member.user_id: MemberRole.ADMIN}
    assert made.role_of(world.member) is Role.ADMIN
    assert not made.allows_all_types
    opened = await world.projects.update(world.member, made, ProjectChange(allows_all_types=True))
    assert opened.allows_all_types
    with pytest.raises(PermissionDenied):
        await world.projects.update(world.viewer, opened, ProjectChange(allows_all_types=False))


async def test_members_of_a_restricted_project_see_it_and_others_do_not(world: World) -> None:
    change = ProjectChange(visibility=Visibility.RESTRICTED)
    made, _ = await world.projects.put(world.admin, "team", REGISTRY, change)
    assert await world.projects.list(world.stranger, "team") == []
    with pytest.raises(NotFound):
        made.require_read(world.member)
    await world.projects.add_members(world.admin, made, [world.stranger.user_id], [])
    (seen,) = await world.projects.list(world.stranger, "team")
    assert seen.role_of(world.stranger) is Role.VIEWER
    with pytest.raises(PermissionDenied):
        await world.projects.add_members(world.stranger, seen, [world.member.user_id], [])
    await world.projects.set_user_role(world.admin, seen, world.stranger.user_id, "member")
    again = await world.projects.get("team", REGISTRY)
    again.require_write(world.stranger)
    await world.projects.remove_members(world.admin, again, [world.stranger.user_id], [])
    assert await world.projects.list(world.stranger, "team") == []


async def test_two_admins_at_once_lose_nothing(world: World) -> None:
    made, _ = await world.projects.put(world.admin, "team", REGISTRY, ProjectChange())
    people = [world.member, world.viewer, world.stranger]
    await asyncio.gather(*(world.projects.add_members(world.admin, made, [one.user_id], []) for one in people))
    found = await world.projects.get("team", REGISTRY)
    assert set(found.members.users) == {world.admin.user_id, *(one.user_id for one in people)}


async def test_only_members_have_a_role_and_only_known_ones(world: World) -> None:
    made, _ = await world.projects.put(world.admin, "team", REGISTRY, ProjectChange())
    with pytest.raises(NotFound):
        await world.projects.set_team_role(world.admin, made, 99, "viewer")
    with pytest.raises(InvalidInput):
        await world.projects.set_user_role(world.admin, made, world.admin.user_id, "owner")
