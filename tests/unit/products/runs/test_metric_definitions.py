"""What runs say of their metrics: kept as other clients keep it, and read back."""

from runlake.products.runs import (
    MetricDefinition,
    encode_definitions,
    parse_definitions,
    summarised,
    summary_of,
)
from runlake.products.runs.configs import merged_config

DEFINED = [
    MetricDefinition("loss", "epoch", ("min", "best"), "min"),
    MetricDefinition("val/*", "epoch", ("none",)),
    MetricDefinition("val/acc", summary=("max",)),
]


def test_definitions_are_kept_as_other_clients_keep_them() -> None:
    kept = encode_definitions(DEFINED)
    assert kept[:3] == [
        {"1": "epoch", "6": [3]},
        {"1": "loss", "5": 1, "6": [1, 3], "7": [1, 4], "8": 1},
        {"2": "val/*", "5": 1, "6": [1, 3], "7": [6]},
    ]
    assert parse_definitions(kept) == [MetricDefinition("epoch"), *DEFINED]


def test_what_cannot_be_read_is_passed_over() -> None:
    assert parse_definitions("no list") == []
    kept = [3, {}, {"1": "a", "5": 9, "7": ["x", 99], "8": "y"}, {"1": 7}, {"1": "b", "5": True, "7": 3, "8": [1]}]
    assert [each.name for each in parse_definitions(kept)] == ["a", "b"]


def test_a_name_counts_before_a_pattern() -> None:
    wanted = summarised(DEFINED, ["loss", "val/acc", "val/loss", "other"])
    assert {metric: each.summary for metric, each in wanted.items()} == {
        "loss": ("min", "best"),
        "val/acc": ("max",),
        "val/loss": ("none",),
    }


def test_summaries() -> None:
    statistics = {"min": 1.0, "max": 3.0, "mean": 2.0, "first": 3.0, "last": 1.0}
    assert summary_of(DEFINED[0], statistics) == {"min": 1.0, "best": 1.0}
    assert summary_of(DEFINED[1], statistics) is None
    assert summary_of(DEFINED[0], {"first": 1.0, "last": 1.0}) == {}


def test_a_writer_that_defines_nothing_leaves_the_definitions_of_others() -> None:
    old = '{"_wandb": {"value": {"e": {"a": {}}, "m": [{"1": "x"}]}}}'
    new = '{"_wandb": {"value": {"e": {"b": {}}}}}'
    merged = merged_config(old, new)
    assert '"m": [{"1": "x"}]' in merged
    assert '"a"' in merged
