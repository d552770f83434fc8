"""LIKE patterns mean the same in SQLite's GLOB as in a ten-line reference; cursors come back as they were."""

import contextlib
import fnmatch
import re
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.files import check_file_name, cursor_after
from runlake.products.files.paging import MAX_PATTERN_CHARS, Pattern, name_of_cursor

tricky = st.text("aAbé/%_\\*?[]^-.", max_size=12)
names = st.text(st.characters(exclude_characters="/.", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


def reference_matches(pattern: str, name: str) -> bool:
    expression, escaped = "", False
    for character in pattern:
        if escaped or character not in "\\%_":
            expression, escaped = expression + re.escape(character), False
        elif character == "\\":
            escaped = True
        else:
            expression += ".*" if character == "%" else "."
    return re.fullmatch(expression + (re.escape("\\") if escaped else ""), name, re.DOTALL) is not None


def sqlite_matches(sql: str, name: str, pattern: str) -> bool:
    with sqlite3.connect(":memory:") as connection:
        found = bool(connection.execute(f"SELECT {sql}", (name, pattern)).fetchone()[0])
    connection.close()
    return found


@given(tricky, tricky)
def test_glob_agrees_with_the_reference(pattern: str, name: str) -> None:
    assert sqlite_matches("? GLOB ?", name, Pattern.parse(pattern).as_glob()) == reference_matches(pattern, name)


@given(tricky, tricky)
def test_like_agrees_with_the_reference_but_for_case(pattern: str, name: str) -> None:
    found = sqlite_matches("? LIKE ? ESCAPE '\\'", name, Pattern.parse(pattern).as_like())
    assert found == reference_matches(pattern.lower(), name.lower())


@given(tricky, tricky)
def test_a_prefix_is_literal(prefix: str, name: str) -> None:
    glob = Pattern.starting_with(prefix).as_glob()
    assert sqlite_matches("? GLOB ?", name, glob) == name.startswith(prefix)
    assert sqlite_matches("? GLOB ?", prefix + name, glob)


def test_ordinary_patterns_read_like_globs() -> None:
    assert Pattern.parse("media/%.png").as_glob() == "media/*.png"
    assert fnmatch.fnmatchcase("media/x.png", Pattern.parse("media/_.png").as_glob())


@pytest.mark.parametrize("text", ["%" * (MAX_PATTERN_CHARS + 1), "a\0", "\ud800"])
def test_what_no_store_can_look_for_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        Pattern.parse(text)
    with pytest.raises(InvalidInput):
        Pattern.starting_with(text)


@given(names)
def test_a_cursor_gives_its_name_back(name: str) -> None:
    cursor = cursor_after(name)
    assert re.fullmatch(r"[A-Za-z0-9_-]*", cursor)
    assert name_of_cursor(cursor) == name


@given(st.text(max_size=20))
def test_any_other_cursor_is_refused_or_harmless(cursor: str) -> None:
    with contextlib.suppress(InvalidInput):
        check_file_name(name_of_cursor(cursor))
