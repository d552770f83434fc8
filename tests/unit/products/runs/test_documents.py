"""Documents of clients: taken apart into leaves, merged, and shown without surprises."""

import json
import math
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.model import RunState
from runlake.products.runs import json_safe, parse_document, unwrapped_config, user_summary
from runlake.products.runs.configs import inherited_config, merged_config, summary_at
from runlake.products.runs.leaves import (
    MAX_LEAVES,
    MAX_TEXT,
    Leaf,
    changes_between,
    changes_since,
    config_leaves,
    leaves_of,
    summary_leaves,
)
from runlake.products.runs.versions import Versions
from tests.unit.products.runs.examples import make_run

JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=10,
)


def test_config_is_unwrapped_and_flattened() -> None:
    config = {"lr": {"value": 0.1, "desc": None}, "opt": {"value": {"name": "adam", "b": {"c": [1, 2]}, "none": {}}}}
    config |= {"_wandb": {"value": {"t": 1}}, "wandb_version": 1, "bare": 3}  # type: ignore[dict-item]
    assert config_leaves(json.dumps(config)) == {
        "config.lr": Leaf("number", 0.1),
        "config.opt.name": Leaf("string", 0.0, "adam"),
        "config.opt.b.c": Leaf("json", 0.0, "[1, 2]"),
        "config.opt.none": Leaf("json", 0.0, "{}"),
        "config.bare": Leaf("number", 3.0),
    }


def test_summary_is_flattened_with_its_non_finite_numbers() -> None:
    found = summary_leaves(
        '{"a": NaN, "b": {"c": -Infinity, "d": true, "e": null}, "_wandb": {"runtime": 1}, "x/y": 2}'
    )
    assert {path: leaf.value() for path, leaf in found.items()} == {
        "summary.a": "NaN",
        "summary.b.c": "-Infinity",
        "summary.b.d": True,
        "summary.b.e": None,
        "summary.x/y": 2,
    }


@pytest.mark.parametrize("text", ["", "[]", "1", "{", '"a"', "[" * 100_000, '{"a":' * 2000])
def test_what_is_no_object_is_an_empty_one(text: str) -> None:
    assert parse_document(text) == {}
    assert config_leaves(text) == {}


def test_documents_are_mirrored_within_limits() -> None:
    wide = json.dumps({f"k{index}": index for index in range(MAX_LEAVES + 50)})
    assert len(summary_leaves(wide)) == MAX_LEAVES
    long = summary_leaves(json.dumps({"text": "x" * 20_000, "list": [1] * 20_000, "p" * 3000: 1, "deep": [[[]]]}))
    assert {path: len(leaf.text) for path, leaf in long.items()} == {
        "summary.text": MAX_TEXT,
        "summary.list": MAX_TEXT,
        "summary.deep": 6,
    }
    assert isinstance(long["summary.list"].value(), str)
    nested = "[" * 900 + "]" * 900
    orjson.dumps(summary_leaves(f'{{"a": {nested}}}')["summary.a"].value())


@given(st.dictionaries(st.text(), JSON))
def test_everything_that_is_shown_can_be_encoded(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    run = make_run(config_json=text, summary_json=text)
    orjson.dumps(json_safe(unwrapped_config(text)))
    orjson.dumps(json_safe(user_summary(text)))
    for path, leaf in leaves_of(run).items():
        path.encode()
        leaf.text.encode()
        orjson.dumps(leaf.value())


def test_json_safe_keeps_what_json_can_say() -> None:
    document = {"a": [1, 1.5, "é", None, True, {"b": {}}], "c": 2**63 - 1}
    assert json_safe(document) == document
    assert json_safe([math.nan, math.inf, -math.inf, 2**64, 10**400, "\ud800"]) == [
        "NaN",
        "Infinity",
        "-Infinity",
        float(2**64),
        "Infinity",
        "?",
    ]


@given(st.lists(st.dictionaries(st.text(max_size=2), JSON), min_size=4, max_size=4))
def test_changes_lead_from_one_state_to_the_other(documents: list[dict[str, Any]]) -> None:
    texts = [json.dumps(document) for document in documents]
    before = make_run(config_json=texts[0], summary_json=texts[1], tags=("a", "b"))
    after = make_run(config_json=texts[2], summary_json=texts[3], tags=("b",), state=RunState.FINISHED)
    reached = {**leaves_of(before), **changes_between(before, after)}
    assert {path: leaf for path, leaf in reached.items() if leaf.kind != "removed"} == leaves_of(after)
    assert changes_since(leaves_of(after), leaves_of(after)) == {}
    assert changes_between(after, after).keys() <= {"heartbeat_at", "duration_s"}


def test_versions_grow_with_the_runs() -> None:
    versions = Versions()
    assert versions.get(5000) == 0
    versions.put(5000, 7)
    versions.put(3, 2**40)
    assert [versions.get(number) for number in (3, 4, 5000, 5001)] == [2**40, 0, 7, 0]
    versions.forget(5000)
    versions.forget(10**6)
    assert versions.get(5000) == 0


def test_configs_of_several_writers() -> None:
    one = '{"lr": {"value": 1},"_wandb":{"value":{"e":{"w1":{}}}}}'
    assert merged_config("{}", one) == one
    assert merged_config(one, one) == one
    assert merged_config(one, '{"lr": {"value": 2}}') == '{"lr": {"value": 2}}'
    two = json.loads(merged_config(one, '{"_wandb": {"value": {"e": {"w2": {}}, "m": []}}}'))
    assert two == {"_wandb": {"value": {"e": {"w1": {}, "w2": {}}, "m": []}}}


def test_what_a_fork_inherits() -> None:
    parent, own = '{"a": {"value": 1}, "b": {"value": NaN}, "_wandb": {"value": {"t": 1}}}', '{"a": {"value": 2}}'
    inherited = json.loads(inherited_config(parent, own))
    assert inherited["a"] == {"value": 2}
    assert math.isnan(inherited["b"]["value"])
    assert "_wandb" not in inherited
    assert inherited_config("{}", own) == own
    assert summary_at('{"_step": 4, "a": 1}', 4) == '{"_step": 4, "a": 1}'
    assert summary_at('{"_step": 4, "a": 1}', 3) == summary_at('{"a": 1}', 3) == "{}"
