"""Saved views on a real metadata store."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from runlake.errors import InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.model import Principal, Project, Role, Visibility
from runlake.products import views as views_package
from runlake.products.views import ReportLinks, ShownRuns, View, ViewChange, ViewKind, Views, ViewsQuery, view
from runlake.query import Compare, Or
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

NOW = datetime(2030, 1, 1, tzinfo=UTC)
LAB = 5
PROJECT = Project(3, LAB, "lab", "vision", None, Visibility.SHARED_READ, NOW, NOW, None)


def person(user_id: int, role: Role | None) -> Principal:
    return Principal(user_id, f"u{user_id}", None, "", False, 90 + user_id, {LAB: role} if role else {})


ANN, BOB, BOSS, STRANGER = (
    person(1, Role.MEMBER),
    person(2, Role.MEMBER),
    person(3, Role.ADMIN),
    person(4, None),
)


@pytest.fixture
async def views(metadata: Metadata, clock: FakeClock) -> Views:
    await migrate_metadata(metadata, [views_package])
    return Views(metadata, clock)


async def names(views: Views, reader: Principal, kind: ViewKind = ViewKind.WORKSPACE) -> list[str]:
    return [each.display_name for each in await views.list(reader, PROJECT, ViewsQuery(kind))]


async def save(views: Views, owner: Principal, name: str, kind: ViewKind = ViewKind.WORKSPACE, **more: bool) -> View:
    return await views.create(owner, PROJECT, kind, ViewChange(display_name=name, body="?q=ü", **more))


async def test_shared_views_are_everybodys_and_others_their_owners(views: Views) -> None:
    await save(views, ANN, "mine", shared=False)
    shared = await save(views, ANN, "ours", shared=True)
    assert await names(views, ANN) == ["ours", "mine"]  # newest first
    assert await names(views, BOB) == await names(views, STRANGER) == ["ours"]
    assert (await views.get(STRANGER, PROJECT, shared.view_id)).body == "?q=ü"


async def test_what_is_not_shared_or_in_another_project_is_not_found(views: Views) -> None:
    mine = await save(views, ANN, "mine", shared=False)
    other = Project(4, LAB, "lab", "other", None, Visibility.PRIVATE, NOW, NOW, None)
    for reader, project in ((BOB, PROJECT), (ANN, other), (STRANGER, other)):
        with pytest.raises(NotFound):
            await views.get(reader, project, mine.view_id)
    with pytest.raises(NotFound):
        await views.list(STRANGER, other, ViewsQuery(ViewKind.WORKSPACE))


async def test_owners_and_admins_change_views(views: Views, clock: FakeClock) -> None:
    ours = await save(views, ANN, "ours")
    clock.advance(seconds=5)
    changed = await views.update(ANN, PROJECT, ours, ViewChange(display_name="better", shared=False))
    assert (changed.display_name, changed.body, changed.shared) == ("better", "?q=ü", False)
    assert changed.updated_at > changed.created_at
    ours = await views.update(ANN, PROJECT, changed, ViewChange(shared=True))
    for who in (BOB, STRANGER):
        with pytest.raises(PermissionDenied):
            await views.update(who, PROJECT, ours, ViewChange(display_name="x"))
        with pytest.raises(PermissionDenied):
            await views.delete(who, PROJECT, ours)
    await views.delete(BOSS, PROJECT, ours)
    assert await names(views, ANN) == []
    with pytest.raises(NotFound, match="deleted"):
        await views.update(ANN, PROJECT, ours, ViewChange(display_name="x"))


async def test_members_edit_reports_but_do_not_delete_them(views: Views) -> None:
    report = await save(views, ANN, "report", ViewKind.REPORT)
    assert (await views.update(BOB, PROJECT, report, ViewChange(body="{}"))).body == "{}"
    with pytest.raises(PermissionDenied):
        await views.delete(BOB, PROJECT, report)
    draft = await save(views, ANN, "draft", ViewKind.REPORT_DRAFT, shared=False)
    with pytest.raises(NotFound):
        await views.update(BOB, PROJECT, draft, ViewChange(body="{}"))


async def test_a_list_is_paged_and_filtered_by_name_kind_and_owner(views: Views) -> None:
    saved = [await save(views, owner, f"v{n}") for n, owner in enumerate((ANN, ANN, BOB))]
    await save(views, ANN, "v1", ViewKind.REPORT)

    async def ids(**query: object) -> list[int]:
        found = await views.list(ANN, PROJECT, ViewsQuery(ViewKind.WORKSPACE, **query))  # type: ignore[arg-type]
        return [each.view_id for each in found]

    newest = [each.view_id for each in reversed(saved)]
    assert await ids(limit=2) == newest[:2]
    assert await ids(after=newest[1]) == newest[2:]
    assert await ids(name="v1") == [saved[1].view_id]
    assert await ids(owner_id=BOB.user_id) == [saved[2].view_id]


async def test_viewers_and_strangers_save_nothing(views: Views) -> None:
    for who in (person(6, Role.VIEWER), STRANGER):
        with pytest.raises(PermissionDenied):
            await save(views, who, "x")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (ViewChange(body="x"), InvalidInput),
        (ViewChange(display_name="x"), InvalidInput),
        (ViewChange(display_name=" ", body="x"), InvalidInput),
        (ViewChange(display_name="a\0b", body="x"), InvalidInput),
        (ViewChange(display_name="x", body="\ud800"), InvalidInput),
        (ViewChange(display_name="x" * 201, body="x"), LimitExceeded),
        (ViewChange(display_name="x", body="x" * (view.MAX_SEARCH_CHARS + 1)), LimitExceeded),
    ],
)
async def test_bad_views_are_refused(views: Views, change: ViewChange, error: type[Exception]) -> None:
    with pytest.raises(error):
        await views.create(ANN, PROJECT, ViewKind.WORKSPACE, change)


async def test_documents_of_clients_may_be_large(views: Views) -> None:
    body = "x" * (view.MAX_SEARCH_CHARS + 1)
    report = await views.create(ANN, PROJECT, ViewKind.REPORT, ViewChange(display_name="r", body=body))
    assert report.body == body


@dataclass
class Sharing:
    """What links ask the other products: who their makers are today, which projects there are, what a report shows."""

    people: dict[int, Principal]

    def links(self, metadata: Metadata, clock: FakeClock, key: bytes = b"k" * 32) -> ReportLinks:
        return ReportLinks(
            metadata,
            key,
            clock,
            principal_of=self.principal_of,
            project_of=self.project_of,
            run_sets_of=lambda body: [ShownRuns("", "", Compare("name", "eq", body))],
        )

    async def principal_of(self, user_id: int) -> Principal | None:
        return self.people.get(user_id)

    async def project_of(self, project_id: int) -> Project | None:
        return PROJECT if project_id == PROJECT.project_id else None


@pytest.fixture
def sharing() -> Sharing:
    return Sharing({each.user_id: each for each in (ANN, BOB, BOSS, STRANGER)})


async def test_links_expire_and_are_their_reports_owners_to_make(
    views: Views, metadata: Metadata, clock: FakeClock, sharing: Sharing
) -> None:
    links = sharing.links(metadata, clock)
    report = await save(views, ANN, "report", ViewKind.REPORT)
    for who in (BOB, STRANGER):
        with pytest.raises(PermissionDenied):
            await links.make(who, PROJECT, report, [])
    elsewhere = Project(9, 77, "theirs", "secret", None, Visibility.PRIVATE, NOW, NOW, None)
    with pytest.raises(NotFound):
        await links.make(ANN, PROJECT, report, [elsewhere])
    link = await links.make(ANN, PROJECT, report, [], days=2)
    opened = await links.open(links.token_of(link))
    assert (opened.report, opened.home, opened.project_ids) == (report, PROJECT, {PROJECT.project_id})
    assert opened.runs_of(PROJECT) == Or((Compare("name", "eq", report.body),))
    assert opened.runs_of(elsewhere) == Or(())
    with pytest.raises(PermissionDenied):
        await sharing.links(metadata, clock, b"x" * 32).open(links.token_of(link))
    clock.advance(seconds=2 * 86_400)
    with pytest.raises(PermissionDenied):
        await links.open(links.token_of(link))


@pytest.mark.parametrize("today", [None, person(1, None), person(1, Role.VIEWER)], ids=["deleted", "left", "reads"])
async def test_a_link_opens_what_its_maker_may_still_share(
    views: Views, metadata: Metadata, clock: FakeClock, sharing: Sharing, today: Principal | None
) -> None:
    links = sharing.links(metadata, clock)
    link = await links.make(ANN, PROJECT, await save(views, ANN, "report", ViewKind.REPORT), [])
    await links.open(links.token_of(link))
    sharing.people = {ANN.user_id: today} if today else {}
    with pytest.raises(PermissionDenied):
        await links.open(links.token_of(link))
