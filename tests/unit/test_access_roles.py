"""Roles and visibility: what every combination of them allows."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import NotFound, PermissionDenied
from runlake.model import MemberRole, Principal, Project, ProjectMembers, Role, Visibility

OWNER, OTHER = 10, 11
MOMENT = datetime(2030, 1, 1, tzinfo=UTC)


def principal(roles: dict[int, Role], *, is_admin: bool = False) -> Principal:
    return Principal(1, "ann", None, "Ann", is_admin, OTHER, roles)


def project(visibility: Visibility) -> Project:
    return Project(1, OWNER, "team", "p", None, visibility, MOMENT, MOMENT, None)


def allowed(caller: Principal, target: Project) -> tuple[bool, bool, bool]:
    """Whether the caller may read, write, administer."""

    def passes(check: str) -> bool:
        try:
            getattr(target, check)(caller)
        except (NotFound, PermissionDenied):
            return False
        return True

    return passes("require_read"), passes("require_write"), passes("require_admin")


roles = st.dictionaries(st.sampled_from([OWNER, OTHER]), st.sampled_from(Role))
visibilities = st.sampled_from(Visibility)


@given(roles, visibilities)
def test_each_right_includes_the_smaller_ones(held: dict[int, Role], visibility: Visibility) -> None:
    read, write, administer = allowed(principal(held), project(visibility))
    assert read >= write >= administer


@given(roles, visibilities)
def test_rights_agree_with_a_table(held: dict[int, Role], visibility: Visibility) -> None:
    role = held.get(OWNER)
    if visibility is Visibility.RESTRICTED and role is not Role.ADMIN:
        role = None
    expected = (
        role is not None or visibility in (Visibility.SHARED_READ, Visibility.SHARED_WRITE),
        role in (Role.MEMBER, Role.ADMIN) or visibility == Visibility.SHARED_WRITE,
        role == Role.ADMIN,
    )
    assert allowed(principal(held), project(visibility)) == expected


@given(roles, visibilities)
def test_roles_elsewhere_do_not_matter(held: dict[int, Role], visibility: Visibility) -> None:
    without = {entity: role for entity, role in held.items() if entity == OWNER}
    assert allowed(principal(held), project(visibility)) == allowed(principal(without), project(visibility))


@given(roles, visibilities)
def test_an_instance_admin_may_do_everything(held: dict[int, Role], visibility: Visibility) -> None:
    assert allowed(principal(held, is_admin=True), project(visibility)) == (True, True, True)


def test_a_stranger_does_not_learn_that_a_private_project_exists() -> None:
    for check in ("require_read", "require_write", "require_admin"):
        with pytest.raises(NotFound):
            getattr(project(Visibility.PRIVATE), check)(principal({}))


def with_members(users: dict[int, MemberRole], teams: dict[int, MemberRole], visibility: Visibility) -> Project:
    return replace(project(visibility), members=ProjectMembers(users, teams))


def test_a_role_given_in_the_project_counts_before_one_in_its_entity() -> None:
    viewer = with_members({principal({}).user_id: MemberRole.VIEWER}, {}, Visibility.PRIVATE)
    assert viewer.role_of(principal({OWNER: Role.MEMBER})) is Role.VIEWER
    assert viewer.role_of(principal({OWNER: Role.ADMIN})) is Role.ADMIN
    assert viewer.role_of(principal({})) is Role.VIEWER


def test_a_team_passes_its_role_on_and_a_name_counts_before_it() -> None:
    by_team = with_members({}, {OTHER: MemberRole.ADMIN}, Visibility.RESTRICTED)
    assert by_team.role_of(principal({OTHER: Role.VIEWER})) is Role.ADMIN
    both = with_members(
        {principal({}).user_id: MemberRole.RESTRICTED_VIEWER}, {OTHER: MemberRole.ADMIN}, Visibility.RESTRICTED
    )
    assert both.role_of(principal({OTHER: Role.VIEWER})) is Role.VIEWER
    assert by_team.role_of(principal({})) is None
