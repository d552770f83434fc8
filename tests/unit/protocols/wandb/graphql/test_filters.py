"""Filters of wandb clients → the filter algebra, checked against a small reference that evaluates both."""

import json
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.filters import parse_filters, parse_order
from runlake.query import And, Compare, Filter, Not, Or, Sort


def parsed(document: Any) -> Filter | None:
    return parse_filters(json.dumps(document))


@pytest.mark.parametrize("text", [None, "", "{}", "null", '{"$and":[{}]}', '{"$or":[{},{"name":"a"}]}'])
def test_filters_that_let_everything_through(text: str | None) -> None:
    assert parse_filters(text) is None


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"state": "finished"}, Compare("state", "eq", "finished")),
        ({"config.lr": {"$gt": 0.1}}, Compare("config.lr", "gt", 0.1)),
        ({"config.lr.value": {"$lte": 0.1}}, Compare("config.lr", "le", 0.1)),
        ({"config.opt.value.name": "adam"}, Compare("config.opt.name", "eq", "adam")),
        ({"summary_metrics.val/acc": {"$gte": 1}}, Compare("summary.val/acc", "ge", 1)),
        ({"displayName": {"$regex": "^a"}}, Compare("display_name", "regex", "^a")),
        ({"jobType": {"$ne": "x"}}, Compare("job_type", "ne", "x")),
        ({"keys_info.keys.loss": {"$exists": True}}, Compare("summary.loss", "exists", True)),
        ({"config.x": {"$exists": False}}, Compare("config.x", "exists", False)),
        ({"created_at": {"$gt": "1970-01-01T00:00:01"}}, Compare("created_at", "gt", 1_000_000)),
        ({"createdAt": {"$lt": "1970-01-01T01:00:01+01:00"}}, Compare("created_at", "lt", 1_000_000)),
        ({"duration": {"$gt": 5}}, Compare("duration_s", "gt", 5)),
        ({"tags": "a"}, Compare("tags", "eq", "a")),
        ({"tags": {"$ne": "a"}}, Compare("tags", "ne", "a")),
        ({"tags": {"$in": ["a", "b"]}}, Compare("tags", "in", ["a", "b"])),
        ({"tags": ["a", "b"]}, Compare("tags", "in", ["a", "b"])),
        ({"tags": {"$nin": ["a"]}}, Not(Compare("tags", "in", ["a"]))),
        ({"tags": {"$all": ["a", "b"]}}, And((Compare("tags", "eq", "a"), Compare("tags", "eq", "b")))),
        ({"tags": {"$regex": "^a"}}, Compare("tags", "regex", "^a")),
        ({"tags.a": True}, Compare("tags", "eq", "a")),
        ({"tags.a": False}, Not(Compare("tags", "eq", "a"))),
        ({"group": None}, Or((Compare("group", "exists", False), Compare("group", "eq", None)))),
        ({"$nor": [{"name": "a"}]}, Not(Or((Compare("name", "eq", "a"),)))),
        ({"name": {"$not": {"$in": ["a"]}}}, Not(Compare("name", "in", ["a"]))),
        ({"name": {"$nin": ["a"]}}, Not(Compare("name", "in", ["a"]))),
        ({"config.lr": {"$gt": 1, "$lt": 2}}, And((Compare("config.lr", "gt", 1), Compare("config.lr", "lt", 2)))),
        ({"group": "g", "state": "failed"}, And((Compare("group", "eq", "g"), Compare("state", "eq", "failed")))),
        (
            {"config.a.b.value": 1},
            Or((Compare("config.a.b.value", "eq", 1), Compare("config.a.b", "eq", 1))),
        ),
        (
            {"config.a.b.value": {"$ne": 1}},
            And((Compare("config.a.b.value", "ne", 1), Compare("config.a.b", "ne", 1))),
        ),
    ],
)
def test_conditions(document: Any, expected: Filter) -> None:
    assert parsed(document) == expected


def test_a_report_selection() -> None:
    found = parsed({"$or": [{"$and": [{"sweep": "s1"}, {"name": {"$in": ["a", "b"]}}]}]})
    assert found == Or((And((Compare("sweep", "eq", "s1"), Compare("name", "in", ["a", "b"]))),))


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '"x"',
        '{"nonsense": 1}',
        '{"config": 1}',
        '{"$where": "1"}',
        '{"config.lr": {"$near": 1}}',
        '{"$and": {}}',
        '{"name": {"$in": "a"}}',
        '{"created_at": {"$gt": "yesterday"}}',
        '{"$and":[' * 40 + '{"name":"a"}' + "]}" * 40,
        '{"name":' + '{"$not":' * 40 + '{"$eq":"a"}' + "}" * 40 + "}",
        '{"name":{"$eq":{"a":1}}}',
        '{"name":{"a":1}}',
        '{"name":{"$regex":1}}',
        "[" * 100_000,
        json.dumps({"$or": [{"name": str(number)} for number in range(501)]}),
    ],
)
def test_invalid_filters_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_filters(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (None, ()),
        ("+created_at", (Sort("created_at", descending=False),)),
        ("-summary_metrics.loss", (Sort("summary.loss", descending=True),)),
        ("config.lr.value", (Sort("config.lr", descending=False),)),
        ("-state, +name", (Sort("state", descending=True), Sort("name", descending=False))),
    ],
)
def test_orders(text: str | None, expected: tuple[Sort, ...]) -> None:
    assert parse_order(text) == expected


@pytest.mark.parametrize("text", ["+", "-nonsense", "+config"])
def test_invalid_orders_are_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_order(text)
