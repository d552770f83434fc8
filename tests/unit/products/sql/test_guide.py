"""The guide says what may be asked."""

import re
from pathlib import Path

import pytest

from runlake.products.sql import VIEWS, Question
from runlake.products.sql.functions import AGGREGATES, PLAIN, WINDOWED

GUIDE = (Path(__file__).resolve().parents[4] / "docs" / "guide" / "sql.md").read_text()


def test_it_lists_every_function_and_every_view() -> None:
    listed = GUIDE.partition("Functions that can be called:\n")[2].partition(".\n\nAggregates")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == PLAIN | AGGREGATES | WINDOWED
    assert all(f"`{view}`" in GUIDE for view in VIEWS)


@pytest.mark.parametrize("text", re.findall(r'"""\n(.*?)"""', GUIDE, re.DOTALL))
def test_what_it_asks_may_be_asked(text: str) -> None:
    assert Question(text).views
