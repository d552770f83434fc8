"""The guide and the examples of the page say what may be asked."""

import re
from pathlib import Path

import pytest

from runlake.products.sql import FUNCTIONS, VIEWS, Question

ROOT = Path(__file__).resolve().parents[4]
GUIDE = (ROOT / "docs" / "guide" / "sql.md").read_text()
EXAMPLES = (ROOT / "web" / "src" / "products" / "sql" / "examples.ts").read_text()


def test_it_lists_every_function_and_every_view() -> None:
    listed = GUIDE.partition("Functions that can be called:\n")[2].partition(".\n\nAggregates")[0]
    assert set(re.findall(r"`(\w+)`", listed)) == set(FUNCTIONS)
    assert all(f"`{view}`" in GUIDE for view in VIEWS)


@pytest.mark.parametrize(
    "text", re.findall(r'"""\n(.*?)"""', GUIDE, re.DOTALL) + re.findall(r"query: `(.*?)`", EXAMPLES, re.DOTALL)
)
def test_what_it_asks_may_be_asked(text: str) -> None:
    assert Question(text).views
