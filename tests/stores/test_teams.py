"""Teams on a real metadata store: invitations, roles, service accounts, default entities."""

from collections.abc import AsyncIterator

import pytest
from argon2 import PasswordHasher

from runlake.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from runlake.model import Principal, Role
from runlake.products import identity as identity_package
from runlake.products.identity import Entity, Identity, Invite, Member, Passwords, UserKind
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
async def identity(metadata: Metadata, clock: FakeClock) -> AsyncIterator[Identity]:
    await migrate_metadata(metadata, [identity_package])
    product = Identity(metadata, clock, passwords=Passwords(CHEAP))
    for name in ("ann", "bob", "eve"):
        await product.put_user(name, email=f"{name}@example.com", api_key=name * 10)
    await product.put_organization("acme", {})
    await product.put_team("lab", "acme", {"ann": Role.ADMIN})
    yield product
    await product.close()


async def caller(identity: Identity, name: str) -> Principal:
    found = await identity.authenticate_key(name * 10)
    assert found is not None
    return found


async def lab(identity: Identity) -> Entity:
    return await identity.get_team(await caller(identity, "ann"), "lab", to_change=True)


async def roles(identity: Identity) -> dict[str, Role]:
    team = await identity.find_entity("lab")
    assert team is not None
    return {member.user.username: member.role for member in await identity.list_members(team.entity_id)}


async def test_an_invited_user_is_a_member_at_once_of_the_organization_too(identity: Identity) -> None:
    found = await identity.invite(await caller(identity, "ann"), await lab(identity), "BOB@example.com", Role.VIEWER)
    assert isinstance(found, Member)
    assert await roles(identity) == {"ann": Role.ADMIN, "bob": Role.VIEWER}
    assert [each.name for each in await identity.organizations_of(found.user.user_id)] == ["acme"]
    with pytest.raises(Conflict, match="already"):
        await identity.invite(await caller(identity, "ann"), await lab(identity), "bob", Role.MEMBER)


async def test_an_address_waits_until_somebody_has_it(identity: Identity) -> None:
    ann, team = await caller(identity, "ann"), await lab(identity)
    for role in (Role.MEMBER, Role.ADMIN):  # the second invitation changes the first
        assert isinstance(await identity.invite(ann, team, "Dan@example.com", role), Invite)
    assert [invite.role for invite in await identity.list_invites(team.entity_id)] == [Role.ADMIN]
    await identity.create_user("dan", email="dan@example.com")
    assert (await roles(identity))["dan"] is Role.ADMIN
    assert await identity.list_invites(team.entity_id) == []


async def test_a_withdrawn_invitation_lets_nobody_in(identity: Identity) -> None:
    team = await lab(identity)
    invite = await identity.invite(await caller(identity, "ann"), team, "dan@example.com", Role.MEMBER)
    assert isinstance(invite, Invite)
    await identity.withdraw_invite(team, invite.invite_id)
    with pytest.raises(NotFound):
        await identity.withdraw_invite(team, invite.invite_id)
    await identity.put_user("dan", email="dan@example.com")
    assert "dan" not in await roles(identity)


async def test_unknown_names_and_bad_addresses_are_not_invited(identity: Identity) -> None:
    ann, team = await caller(identity, "ann"), await lab(identity)
    with pytest.raises(NotFound, match="nobody"):
        await identity.invite(ann, team, "nobody", Role.MEMBER)
    with pytest.raises(InvalidInput):
        await identity.invite(ann, team, "a b@c", Role.MEMBER)


async def test_only_admins_of_a_team_may_change_it_and_strangers_do_not_see_it(identity: Identity) -> None:
    await identity.invite(await caller(identity, "ann"), await lab(identity), "bob", Role.MEMBER)
    bob, eve = await caller(identity, "bob"), await caller(identity, "eve")
    assert (await identity.get_team(bob, "lab")).name == "lab"
    with pytest.raises(PermissionDenied):
        await identity.get_team(bob, "lab", to_change=True)
    for name in ("lab", "no-such-team"):
        with pytest.raises(NotFound):
            await identity.get_team(eve, name)
    with pytest.raises(InvalidInput, match="own entity"):
        await identity.get_team(eve, "eve", to_change=True)


async def test_a_team_keeps_an_admin(identity: Identity) -> None:
    team = await lab(identity)
    with pytest.raises(Conflict, match="last admin"):
        await identity.set_role(team, "ann", Role.MEMBER)
    with pytest.raises(Conflict, match="last admin"):
        await identity.dismiss(team, "ann")
    await identity.invite(await caller(identity, "ann"), team, "bob", Role.MEMBER)
    await identity.set_role(team, "bob", Role.ADMIN)
    await identity.dismiss(team, "ann")
    assert await roles(identity) == {"bob": Role.ADMIN}
    with pytest.raises(NotFound):
        await identity.set_role(team, "eve", Role.MEMBER)


async def test_a_service_account_works_for_its_team_and_ends_with_it(identity: Identity, clock: FakeClock) -> None:
    ann, team = await caller(identity, "ann"), await lab(identity)
    user, secret = await identity.create_service_account(ann, team, "nightly build")
    assert user.kind is UserKind.SERVICE
    assert user.username.startswith("lab-nightly-build-")
    principal = await identity.authenticate_key(secret)
    assert principal is not None
    assert (principal.default_entity, principal.role_in(team.entity_id)) == ("lab", Role.MEMBER)
    assert identity.fresh_secrets.take(99, user.user_id) is None  # for its maker only,
    assert identity.fresh_secrets.take(ann.user_id, user.user_id) == secret
    assert identity.fresh_secrets.take(ann.user_id, user.user_id) is None  # once,
    other, _ = await identity.create_service_account(ann, team, "…")
    clock.advance(seconds=61)
    assert identity.fresh_secrets.take(ann.user_id, other.user_id) is None  # and soon
    await identity.dismiss(team, user.username)
    assert await identity.authenticate_key(secret) is None
    assert set(await roles(identity)) == {"ann", other.username}


async def test_runs_go_to_the_entity_that_the_user_chose(identity: Identity) -> None:
    ann = await caller(identity, "ann")
    assert ann.default_entity == "ann"
    await identity.set_default_entity(ann, "lab")
    assert (await caller(identity, "ann")).default_entity == "lab"
    with pytest.raises(NotFound):
        await identity.set_default_entity(await caller(identity, "eve"), "lab")
    await identity.delete_organization("acme")
    assert (await caller(identity, "ann")).default_entity == "ann"
    await identity.put_team("lab2", None, {"ann": Role.MEMBER})
    await identity.set_default_entity(await caller(identity, "ann"), "lab2")
    await identity.set_default_entity(await caller(identity, "ann"), None)
    assert (await caller(identity, "ann")).default_entity == "ann"
