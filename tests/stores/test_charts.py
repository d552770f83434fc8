"""Chart presets on a real metadata store."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from runlake.errors import Conflict, InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.model import Principal, Role
from runlake.products import charts as charts_package
from runlake.products import identity as identity_package
from runlake.products.charts import Charts, NewChart, chart, product
from runlake.products.identity import Identity
from runlake.settings import SessionSettings
from runlake.storage.metadata import Metadata
from runlake.storage.migrate import migrate_metadata
from tests.stores.conftest import FakeClock

BARS = NewChart("bars", "Bars", '{"mark": "bar", "title": "${string:title}"}', is_public=False)


@pytest.fixture
async def lab_id(metadata: Metadata, clock: FakeClock) -> int:
    await migrate_metadata(metadata, [identity_package, charts_package])
    return (await Identity(metadata, clock, SessionSettings()).put_team("lab", None, {})).entity_id


@pytest.fixture
def charts(metadata: Metadata, clock: FakeClock, lab_id: int) -> Charts:
    return Charts(metadata, clock)


@pytest.fixture
def people(lab_id: int) -> dict[str, Principal]:
    def person(user_id: int, role: Role | None) -> Principal:
        return Principal(user_id, f"u{user_id}", None, "", False, 90 + user_id, {lab_id: role} if role else {})

    roles = {"ann": Role.MEMBER, "bob": Role.MEMBER, "boss": Role.ADMIN, "guest": Role.VIEWER, "stranger": None}
    return {name: person(place, role) for place, (name, role) in enumerate(roles.items(), 1)}


async def test_a_preset_is_made_once(charts: Charts, people: dict[str, Principal]) -> None:
    made = await charts.create(people["ann"], "lab", BARS)
    assert (made.path, made.spec_json, made.is_public) == ("lab/bars", BARS.spec_json, False)
    assert await charts.create(people["ann"], "lab", BARS) == made  # asked again: the answer was not heard
    with pytest.raises(Conflict, match="lab/bars already"):
        await charts.create(people["bob"], "lab", replace(BARS, spec_json='{"mark": "line"}'))
    assert [each.name for each in await charts.list(people["guest"], "lab")] == ["bars"]


async def test_strangers_see_public_ones_alone(charts: Charts, people: dict[str, Principal]) -> None:
    await charts.create(people["ann"], "lab", BARS)
    await charts.create(people["ann"], "lab", replace(BARS, name="open", is_public=True))
    assert (await charts.get(people["stranger"], "lab", "open")).name == "open"
    for name in ("bars", "nothing"):
        with pytest.raises(NotFound, match=f"chart lab/{name} not found, or you may not see it"):
            await charts.get(people["stranger"], "lab", name)
    for entity_name in ("lab", "nobody"):
        with pytest.raises(NotFound, match=f"entity {entity_name} not found"):
            await charts.list(people["stranger"], entity_name)
        with pytest.raises(NotFound, match=f"entity {entity_name} not found"):
            await charts.create(people["stranger"], entity_name, BARS)
    with pytest.raises(PermissionDenied, match="may not make charts"):
        await charts.create(people["guest"], "lab", BARS)


async def test_makers_and_admins_delete(charts: Charts, people: dict[str, Principal]) -> None:
    for who in ("ann", "boss"):
        await charts.create(people["ann"], "lab", BARS)
        for other in ("bob", "guest"):
            with pytest.raises(PermissionDenied):
                await charts.delete(people[other], "lab", "bars")
        await charts.delete(people[who], "lab", "bars")
        with pytest.raises(NotFound):
            await charts.get(people["ann"], "lab", "bars")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"name": "a/b"}, InvalidInput),
        ({"name": ""}, InvalidInput),
        ({"name": "x" * (chart.MAX_NAME_CHARS + 1)}, LimitExceeded),
        ({"display_name": "nul\0"}, InvalidInput),
        ({"spec_json": "{"}, InvalidInput),
        ({"spec_json": "[" * 100_000}, InvalidInput),
        ({"spec_json": "[1]"}, InvalidInput),
        ({"spec_json": '{"a": "' + "x" * chart.MAX_SPEC_CHARS + '"}'}, LimitExceeded),
    ],
)
async def test_what_cannot_be_a_preset_is_refused(
    charts: Charts, people: dict[str, Principal], wrong: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        await charts.create(people["ann"], "lab", replace(BARS, **wrong))  # type: ignore[arg-type]


async def test_there_is_a_limit(
    charts: Charts, people: dict[str, Principal], monkeypatch: pytest.MonkeyPatch, metadata: Metadata
) -> None:
    monkeypatch.setattr(product, "MAX_CHARTS", 1)
    await charts.create(people["ann"], "lab", BARS)
    with pytest.raises(LimitExceeded, match="has 1 charts already"):
        await charts.create(people["ann"], "lab", replace(BARS, name="more"))
    count = sa.text("SELECT count(*) FROM charts")
    assert await metadata.read(lambda connection: connection.execute(count).scalar_one()) == 1
