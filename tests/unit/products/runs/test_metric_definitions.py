"""What runs say of their metrics: kept as other clients keep it, and read back."""

from runlake.products.runs import (
    MetricDefinition,
    agreed_definitions,
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
    assert parse_definitions([{"1": "s" * 4097}, {"1": "a", "5": 1}])[1] == MetricDefinition("a")


def test_a_name_counts_before_a_pattern() -> None:
    wanted = summarised(DEFINED, ["loss", "val/acc", "val/loss", "other"])
    assert {metric: each.summary for metric, each in wanted.items()} == {
        "loss": ("min", "best"),
        "val/acc": ("max",),
        "val/loss": ("none",),
    }


def test_a_longer_pattern_counts_before_a_shorter_one_and_none_for_the_clients_own() -> None:
    defined = [MetricDefinition("*", "batch"), MetricDefinition("val/*", "epoch"), MetricDefinition("batch")]
    found = agreed_definitions([defined], ["val/loss", "loss", "batch", "_runtime"])
    assert {metric: each.step_metric for metric, each in found.items()} == {
        "val/loss": "epoch",
        "loss": "batch",
        "batch": None,
    }


def test_of_runs_that_disagree_the_newest_that_defines_a_metric_counts() -> None:
    newest = [MetricDefinition("acc"), MetricDefinition("loss", "batch")]
    middle = [MetricDefinition("loss", "epoch"), MetricDefinition("acc", "epoch", hidden=True)]
    oldest = [MetricDefinition("*", "_timestamp", hidden=True), MetricDefinition("lr", "lr")]
    found = agreed_definitions([newest, [], middle, oldest], ["loss", "acc", "lr", "other"])
    assert {metric: (each.step_metric, each.hidden) for metric, each in found.items()} == {
        "loss": ("batch", False),
        "acc": ("epoch", False),
        "lr": (None, False),
        "other": ("_timestamp", True),
    }


def test_hidden_metrics_are_read() -> None:
    assert parse_definitions([{"1": "a", "6": [2, 3]}]) == [MetricDefinition("a", hidden=True)]


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
