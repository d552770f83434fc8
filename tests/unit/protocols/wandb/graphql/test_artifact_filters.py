"""Filters and orders on versions and collections."""

from datetime import UTC, datetime

import pytest

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.artifact_filters import parse_artifact_filters, parse_artifact_order

FACTS = {
    "state": "COMMITTED",
    "version_index": 3,
    "name": "flowers",
    "tags": ["a", "b"],
    "created_at": datetime(2030, 1, 2, tzinfo=UTC),
    "description": None,
}


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        (None, True),
        ("", True),
        ('{"state": "COMMITTED"}', True),
        ('{"state": "PENDING"}', False),
        ('{"tags": "a"}', True),
        ('{"tags": {"$in": ["x", "b"]}}', True),
        ('{"tags": {"$nin": ["x", "b"]}}', False),
        ('{"tags": {"$ne": "a"}}', False),
        ('{"$and": [{"tags": "a"}, {"tags": "b"}]}', True),
        ('{"$or": [{"tags": "x"}, {"versionIndex": {"$gte": 3}}]}', True),
        ('{"$nor": [{"tags": "a"}]}', False),
        ('{"createdAt": {"$gt": "2030-01-01"}}', True),
        ('{"created_at": {"$lt": "2030-01-01T00:00:00Z"}}', False),
        ('{"name": {"$regex": "^fl.*s$"}}', True),
        ('{"name": {"$contains": "low"}}', True),
        ('{"description": {"$exists": false}}', True),
        ('{"version_index": {"$not": {"$gt": 5}}}', True),
        ('{"version_index": {"$gt": "text"}}', False),
    ],
)
def test_filters(text: str | None, matches: bool) -> None:
    assert parse_artifact_filters(text)(FACTS) is matches


@pytest.mark.parametrize("text", ["{", "[]", '{"a": {"$where": 1}}', "1"])
def test_what_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_artifact_filters(text)


@pytest.mark.parametrize("pattern", ["(a+)+$", "a{1,9}", ".*.*.*.*x", "[a-z]"])
def test_patterns_that_could_take_for_ever_are_refused(pattern: str) -> None:
    matches = parse_artifact_filters(f'{{"name": {{"$regex": "{pattern}"}}}}')
    with pytest.raises(InvalidInput):
        matches(FACTS)


def test_orders() -> None:
    assert parse_artifact_order("-createdAt", "+x") == ("created_at", True)
    assert parse_artifact_order(None, "-version_index") == ("version_index", True)
    assert parse_artifact_order("+name", "-x") == ("name", False)
