import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.model import RunState
from runlake.protocols.wandb.graphql.translate import (
    checked_run_id,
    json_lines,
    parse_access,
    parse_state,
    run_upsert,
    tail,
    wandb_config,
)

NOW = datetime(2026, 1, 31, tzinfo=UTC)
ALL_NULL: dict[str, Any] = dict.fromkeys(
    ("id", "name", "displayName", "notes", "tags", "groupName", "jobType", "description", "config", "commit", "host")
)


def test_null_leaves_a_field_unchanged() -> None:
    found = run_upsert(ALL_NULL | {"name": "abc"})
    assert found.run_id == "abc"
    assert found.tags is None
    assert found.config_json is None
    assert found.state is None


def test_an_empty_tag_list_clears_the_tags() -> None:
    assert run_upsert({"name": "abc", "tags": []}).tags == ()


def test_documents_are_kept_word_for_word() -> None:
    text = '{"lr":  {"value": NaN}}'
    assert run_upsert({"name": "abc", "config": text}).config_json == text


@pytest.mark.parametrize("text", ["", "[]", "1", "{"])
def test_documents_must_be_objects(text: str) -> None:
    with pytest.raises(InvalidInput):
        run_upsert({"name": "abc", "config": text})


@pytest.mark.parametrize("run_id", ["", " a", "a/b", "a:b", "a?", "it's", "..", "a\nb", "x" * 300])
def test_run_ids_that_the_client_refuses_are_refused(run_id: str) -> None:
    with pytest.raises(InvalidInput):
        checked_run_id(run_id)


@pytest.mark.parametrize("run_id", ["abc123", "ünïcode", "with space", "a.b-c_d"])
def test_other_run_ids_are_fine(run_id: str) -> None:
    assert checked_run_id(run_id) == run_id


def test_states_are_named_in_lower_case() -> None:
    assert parse_state("pending") is RunState.PENDING
    with pytest.raises(InvalidInput, match="not a run state"):
        parse_state("sleeping")


def test_access_is_a_visibility() -> None:
    assert parse_access(None) is None
    assert parse_access("USER_READ") == "shared_read"
    with pytest.raises(InvalidInput):
        parse_access("EVERYBODY")


def test_the_reserved_config_tells_whether_a_run_was_started() -> None:
    config = json.dumps({"_wandb": {"value": {"t": {"1": [1]}, "m": []}}, "lr": {"value": 1}})
    assert json.loads(wandb_config(config, ["t"])) == {"t": {"1": [1]}}
    assert json.loads(wandb_config(config, None)).keys() == {"t", "m"}


@pytest.mark.parametrize("config", ["", "{}", "[]", "nonsense", '{"_wandb":1}', '{"_wandb":{"value":[]}}'])
def test_a_run_created_ahead_of_time_was_not_started(config: str) -> None:
    assert json.loads(wandb_config(config, ["t"])) == {}


def test_tails_are_arrays_of_lines() -> None:
    assert tail(None) == "[]"
    lines = json.loads(tail({"_step": 3, "loss": math.nan}))
    assert json.loads(lines[0])["_step"] == 3
    assert lines == ['{"_step":3,"loss":NaN}']


def test_lines_keep_nesting_and_non_finite_numbers() -> None:
    assert json_lines([{"a": {"b": math.inf}, "ü": 1}]) == ['{"a":{"b":Infinity},"ü":1}']


def test_json_lines_keep_nan_nulls_and_large_integers() -> None:
    rows = [{"a": math.nan, "b": None}, {"a": 2**70}, {"ö": 1.5, "t": "null"}, {"deep": {"x": -math.inf}}]
    assert json_lines(rows) == [
        '{"a":NaN,"b":null}',
        f'{{"a":{2**70}}}',
        '{"ö":1.5,"t":"null"}',
        '{"deep":{"x":-Infinity}}',
    ]
