"""Names, aliases, tags."""

import pytest

from runlake.errors import InvalidInput
from runlake.products.artifacts import split_name
from runlake.products.artifacts.rules import checked_alias, checked_name, checked_tag, index_in


@pytest.mark.parametrize(
    ("name", "parts"), [("a", ("a", "latest")), ("a:v3", ("a", "v3")), ("a:", ("a", "latest")), ("a:b:c", ("a", "b:c"))]
)
def test_a_bare_name_means_the_latest(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize("name", ["", "a/b", "a:b", "x" * 129, "a\\b", "a\nb"])
def test_bad_names_are_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        checked_name(name)


@pytest.mark.parametrize("alias", ["", "v0", "v12", "a/b", "a:b", "x" * 129])
def test_bad_aliases_are_refused(alias: str) -> None:
    with pytest.raises(InvalidInput):
        checked_alias(alias)


def test_versions_are_v_and_a_number() -> None:
    assert [index_in(name) for name in ("v0", "v12", "v", "vx", "V1", "v1.0")] == [0, 12, None, None, None, None]


@pytest.mark.parametrize("tag", ["", " a", "a ", "a/b", "a,b"])
def test_bad_tags_are_refused(tag: str) -> None:
    with pytest.raises(InvalidInput):
        checked_tag(tag)


def test_a_tag_is_words() -> None:
    assert checked_tag("needs review-2") == "needs review-2"
