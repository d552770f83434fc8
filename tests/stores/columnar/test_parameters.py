"""Parameters reach the engine unchanged, whatever is in them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runlake.storage.columnar import ChdbColumnar

TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.fixture
async def columnar(tmp_path: Path) -> AsyncIterator[ChdbColumnar]:
    store = await ChdbColumnar.open(tmp_path / "columnar", readers=1)
    yield store
    await store.close()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXT, texts=st.lists(TEXT, max_size=5))
async def test_strings_come_back_as_they_went_in(columnar: ChdbColumnar, text: str, texts: list[str]) -> None:
    sql = "SELECT {text:String} AS text, {texts:Array(String)} AS texts"
    rows = (await columnar.query(sql, {"text": text, "texts": texts})).to_pylist()
    assert rows == [{"text": text, "texts": texts}]


async def test_numbers_and_tuples_come_back_as_they_went_in(columnar: ChdbColumnar) -> None:
    sql = "SELECT {a:Int64} AS a, {b:Float64} AS b, {c:Array(Tuple(UInt32, String))} AS c"
    rows = (await columnar.query(sql, {"a": -5, "b": 1e-300, "c": [(1, "it's")]})).to_pylist()
    assert rows[0]["a"] == -5
    assert rows[0]["b"] == 1e-300
    assert [tuple(item.values()) for item in rows[0]["c"]] == [(1, "it's")]
