"""Identity on a real metadata store: who gets in, and what they may do afterwards."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from runlake.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from runlake.model import Role
from runlake.products import identity as identity_package
from runlake.products.identity import EntityKind, Identity, Passwords, TooManyAttempts
from runlake.settings import SessionSettings, Settings
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

pytestmark = pytest.mark.filterwarnings("ignore:.*expression-based index")

PASSWORD = "correct horse"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
async def identity(metadata: Metadata, clock: FakeClock) -> AsyncIterator[Identity]:
    await migrate_metadata(metadata, [identity_package])
    product = Identity(metadata, clock, SessionSettings(lifetime_days=2), Passwords(CHEAP))
    yield product
    await product.close()


async def stored_text(metadata: Metadata) -> str:
    """Everything in the database, as text."""

    def work(connection: sa.Connection) -> str:
        tables = sa.MetaData()
        tables.reflect(connection)
        return "\n".join(str(row) for table in tables.sorted_tables for row in connection.execute(sa.select(table)))

    return await metadata.read(work)


async def test_a_new_user_owns_an_entity_of_the_same_name(identity: Identity) -> None:
    user = await identity.create_user("ann", email="ann@example.com", name="Ann")
    entity = await identity.find_entity("ann")
    assert entity is not None
    assert (entity.entity_id, entity.kind, entity.organization_id) == (user.entity_id, EntityKind.USER, None)
    assert await identity.entity_of(user.entity_id) == entity
    assert await identity.find_user("ANN@example.com") == user
    assert await identity.find_user("ann") == user
    assert await identity.find_user_by_id(user.user_id) == user
    assert (await identity.users_by_id([user.user_id, 99]))[user.user_id] == user


@pytest.mark.parametrize("name", ["", "-x", ".x", "a/b", "a b", "ü", "x" * 129, "login", "API"])
async def test_bad_names_are_refused(identity: Identity, name: str) -> None:
    with pytest.raises(InvalidInput):
        await identity.create_user(name)


async def test_names_are_taken_whatever_their_case(identity: Identity) -> None:
    await identity.create_user("ann", email="ann@example.com")
    for username, email in (("ann", None), ("Ann", None), ("bob", "Ann@Example.com")):
        with pytest.raises(Conflict):
            await identity.create_user(username, email=email)
    with pytest.raises(Conflict):
        await identity.put_team("ann", None, {})


async def test_keys_let_in_until_revoked_and_are_never_stored(
    identity: Identity, metadata: Metadata, clock: FakeClock
) -> None:
    user = await identity.create_user("ann")
    key, secret = await identity.create_key(user.user_id, "laptop")
    assert len(secret) == 40
    assert secret.isalnum()
    principal = await identity.authenticate_key(secret)
    assert principal is not None
    assert (principal.username, principal.roles) == ("ann", {user.entity_id: Role.ADMIN})
    assert secret not in await stored_text(metadata)
    await identity.close()
    (listed,) = await identity.list_keys(user.user_id)
    assert (listed.prefix, listed.last_used_at) == (secret[:6], clock.now)
    with pytest.raises(NotFound):
        await identity.revoke_key(user.user_id + 1, key.key_id)
    await identity.revoke_key(user.user_id, key.key_id)
    assert await identity.authenticate_key(secret) is None
    assert await identity.authenticate_key("") is None


async def test_the_last_use_of_a_key_is_written_about_once_a_minute(identity: Identity, clock: FakeClock) -> None:
    user = await identity.create_user("ann")
    _, secret = await identity.create_key(user.user_id, "laptop")
    seen = set()
    for _ in range(30):
        await identity.authenticate_key(secret)
        await asyncio.gather(*identity._background)
        seen.add((await identity.list_keys(user.user_id))[0].last_used_at)
        clock.advance(seconds=6)
    assert len(seen) == 3


async def test_a_role_taken_away_is_gone_at_once(identity: Identity) -> None:
    user = await identity.create_user("ann")
    _, secret = await identity.create_key(user.user_id, "laptop")
    team = await identity.put_team("team", None, {"ann": Role.MEMBER})
    principal = await identity.authenticate_key(secret)
    assert principal is not None
    assert principal.role_in(team.entity_id) is Role.MEMBER
    await identity.remove_member(team.entity_id, "ann")
    principal = await identity.authenticate_key(secret)
    assert principal is not None
    assert principal.role_in(team.entity_id) is None


async def test_what_another_process_changes_is_seen_after_five_seconds(
    identity: Identity, metadata: Metadata, clock: FakeClock
) -> None:
    user = await identity.create_user("ann")
    key, secret = await identity.create_key(user.user_id, "laptop")
    assert await identity.authenticate_key(secret)
    other = Identity(metadata, clock)
    await other.revoke_key(user.user_id, key.key_id)
    clock.advance(seconds=5)
    assert await identity.authenticate_key(secret) is None


async def test_imported_keys_may_be_repeated_but_not_shared(identity: Identity) -> None:
    name = "user_gw0-" + "0123456789abcdef" * 3
    for _ in range(2):
        await identity.put_user(name, password=PASSWORD, api_key=name)
    principal = await identity.authenticate_key(name)
    assert principal is not None
    assert principal.username == name
    assert len(await identity.list_keys(principal.user_id)) == 1
    with pytest.raises(Conflict):
        await identity.put_user("other", api_key=name)
    assert await identity.find_user("other") is None
    with pytest.raises(InvalidInput):
        await identity.put_user("other", api_key="short")


async def test_putting_a_user_again_keeps_what_is_left_out(identity: Identity) -> None:
    await identity.put_user("ann", email="ann@example.com", name="Ann", admin=True)
    await identity.put_user("bob", admin=True)
    user = await identity.put_user("ann", admin=False)
    assert (user.email, user.name, user.is_admin) == ("ann@example.com", "Ann", False)


async def test_the_last_admin_stays(identity: Identity) -> None:
    await identity.put_user("ann", admin=True)
    with pytest.raises(Conflict):
        await identity.put_user("ann", admin=False)
    with pytest.raises(Conflict):
        await identity.delete_user("ann")


async def test_a_deleted_user_is_out_and_the_name_is_free_for_somebody_else(identity: Identity) -> None:
    key = "k" * 40
    user = await identity.put_user("ann", email="ann@example.com", password=PASSWORD, api_key=key)
    session = await identity.login("ann", PASSWORD)
    link = await identity.create_login_link(user.user_id)
    team = await identity.put_team("team", None, {"ann": Role.ADMIN})
    await identity.delete_user("ann")
    assert await identity.authenticate_key(key) is None
    assert await identity.authenticate_session(session.token) is None
    assert await identity.find_user("ann") is None
    assert await identity.find_entity("ann") is None
    assert await identity.list_members(team.entity_id) == []
    with pytest.raises(NotFound):
        await identity.redeem_login_link(link)
    with pytest.raises(NotFound):
        await identity.delete_user("ann")
    again = await identity.put_user("ann", email="ann@example.com", api_key=key)
    assert again.user_id != user.user_id
    assert again.entity_id != user.entity_id
    assert (await identity.users_by_id([user.user_id]))[user.user_id].username == "ann"


async def test_a_session_lasts_until_logout_or_its_end(
    identity: Identity, metadata: Metadata, clock: FakeClock
) -> None:
    await identity.create_user("ann", password=PASSWORD)
    first, second = await identity.login("ann", PASSWORD), await identity.login("ann", PASSWORD)
    assert first.csrf_token != second.csrf_token
    found = await identity.find_session(first.token)
    assert found is not None
    assert found.csrf_token == first.csrf_token
    stored = await stored_text(metadata)
    assert first.token not in stored
    assert PASSWORD not in stored
    await identity.logout(first.token)
    assert await identity.authenticate_session(first.token) is None
    assert await identity.authenticate_session(second.token) is not None
    clock.advance(days=2)
    assert await identity.authenticate_session(second.token) is None


async def test_a_new_password_ends_sessions(identity: Identity) -> None:
    await identity.create_user("ann", password=PASSWORD)
    session = await identity.login("ann", PASSWORD)
    await identity.set_password("ann", "another one")
    assert await identity.authenticate_session(session.token) is None
    with pytest.raises(Unauthenticated):
        await identity.login("ann", PASSWORD)
    await identity.login("ann", "another one")
    with pytest.raises(InvalidInput, match="8 to"):
        await identity.set_password("ann", "short")


async def test_outdated_hashes_are_renewed_at_login(identity: Identity, metadata: Metadata, clock: FakeClock) -> None:
    await identity.create_user("ann", password=PASSWORD)
    stronger = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    later = Identity(metadata, clock, passwords=Passwords(stronger))
    await later.login("ann", PASSWORD)
    assert "t=2" in await stored_text(metadata)
    await later.login("ann", PASSWORD)


async def test_wrong_names_and_wrong_passwords_look_the_same(identity: Identity) -> None:
    await identity.create_user("ann", password=PASSWORD)
    await identity.create_user("bob")
    messages = set()
    for username in ("ann", "bob", "nobody"):
        with pytest.raises(Unauthenticated) as caught:
            await identity.login(username, "wrong password")
        messages.add(caught.value.message)
    assert len(messages) == 1


async def test_guessing_is_slowed_down_for_known_and_unknown_names(identity: Identity, clock: FakeClock) -> None:
    await identity.create_user("ann", password=PASSWORD)
    for username in ("ann", "nobody"):
        for _ in range(5):
            with pytest.raises(Unauthenticated):
                await identity.login(username, "wrong password")
        with pytest.raises(TooManyAttempts) as caught:
            await identity.login(username, PASSWORD)
        assert caught.value.retry_after_s >= 1
    clock.advance(seconds=61)
    await identity.login("ann", PASSWORD)


async def test_a_login_link_works_once_and_for_a_day(identity: Identity, clock: FakeClock) -> None:
    user = await identity.create_user("ann")
    link = await identity.create_login_link(user.user_id)
    results = await asyncio.gather(*(identity.redeem_login_link(link) for _ in range(5)), return_exceptions=True)
    assert [type(result) for result in results].count(NotFound) == 4
    late = await identity.create_login_link(user.user_id)
    clock.advance(hours=24)
    with pytest.raises(NotFound):
        await identity.redeem_login_link(late)


async def test_organizations_own_an_entity_and_teams(identity: Identity) -> None:
    for username in ("ann", "bob", "cy"):
        await identity.create_user(username)
    for _ in range(2):
        organization = await identity.put_organization("acme", {"ann": Role.ADMIN})
    assert organization.entity_name == "acme-org"
    await identity.add_organization_members("acme", {"bob": Role.VIEWER})
    for _ in range(2):
        team = await identity.put_team("red", "acme", {"ann": Role.ADMIN, "cy": Role.ADMIN})
    assert team.organization_id == organization.organization_id
    members = {each.user.username: each.role for each in await identity.list_members(organization.entity_id)}
    assert members == {"ann": Role.ADMIN, "bob": Role.VIEWER, "cy": Role.MEMBER}
    cy = await identity.get_user("cy")
    assert [each.entity.name for each in await identity.entities_of(cy.user_id)] == ["acme-org", "cy", "red"]
    assert await identity.organizations_of(cy.user_id) == [organization]
    assert await identity.organization_of(organization.organization_id) == organization
    assert await identity.teams_of(organization.organization_id) == [team]
    await identity.delete_organization("acme")
    assert await identity.find_organization("acme") is None
    assert await identity.find_entity("acme-org") is None
    assert await identity.find_entity("red") is None
    assert [each.entity.name for each in await identity.entities_of(cy.user_id)] == ["cy"]
    with pytest.raises(NotFound):
        await identity.delete_organization("acme")
    await identity.put_organization("acme", {})


async def test_unknown_members_and_foreign_teams_change_nothing(identity: Identity) -> None:
    await identity.create_user("ann")
    await identity.put_organization("acme", {})
    await identity.put_organization("other", {})
    with pytest.raises(NotFound):
        await identity.put_team("red", "acme", {"ann": Role.MEMBER, "ghost": Role.MEMBER})
    assert await identity.find_entity("red") is None
    with pytest.raises(NotFound):
        await identity.put_team("red", "nowhere", {})
    await identity.put_team("red", "acme", {})
    with pytest.raises(Conflict):
        await identity.put_team("red", "other", {})
    own = (await identity.get_user("ann")).entity_id
    with pytest.raises(InvalidInput):
        await identity.put_member(own, "ann", Role.VIEWER)


async def test_the_first_start_makes_an_admin_once(identity: Identity) -> None:
    first = await identity.ensure_admin(Settings())
    assert first is not None
    assert first.api_key is not None
    assert first.login_token is not None
    assert first.api_key not in repr(first)
    principal = await identity.authenticate_key(first.api_key)
    assert principal is not None
    assert (principal.username, principal.is_admin) == ("admin", True)
    assert (await identity.redeem_login_link(first.login_token)).principal == principal
    assert await identity.ensure_admin(Settings()) is None


async def test_the_first_start_takes_what_the_settings_give(identity: Identity) -> None:
    given = Settings(admin_user="root", admin_password=PASSWORD, admin_api_key="k" * 20)
    first = await identity.ensure_admin(given)
    assert first is not None
    assert (first.username, first.api_key, first.login_token) == ("root", None, None)
    assert await identity.authenticate_key("k" * 20) is not None
    assert (await identity.login("root", PASSWORD)).principal.is_admin
