"""Histories: scanned row by row and as Parquet, the same rows in each way."""

from ast import literal_eval
from typing import Any

import pytest

from tests.conformance.wandb_client import PYARROW, WandbClient


@pytest.fixture(scope="module")
def result(client: WandbClient) -> Any:
    client.add(PYARROW)
    return client.run("public_history").result


def expected_flat() -> list[dict[str, str]]:
    return [
        {
            "_step": str(n),
            "loss": repr(1 / (n + 1)) if n else "1",
            "epoch": str(n // 10),
            "odd": "nan" if n == 3 else (str(n // 2) if n % 2 == 0 else str(n / 2)),
        }
        for n in range(2500)
    ]


def test_every_row_comes_once_in_order(result: Any) -> None:
    assert result["flat"] == expected_flat()


def test_a_range_of_steps_and_keys(result: Any) -> None:
    assert [(row["epoch"], row["loss"]) for row in result["flat_page"]] == [
        (row["epoch"], row["loss"]) for row in expected_flat()[990:1010]
    ]


def test_rows_without_what_was_asked_for_are_left_out(result: Any) -> None:
    assert [row["val"] for row in result["sparse_val"]] == ["0", "-10", "-20"]
    assert [sorted(row) for row in result["sparse"][:2]] == [["_step", "loss", "val"], ["_step", "loss"]]


def test_nesting_comes_back_and_flattened_names_are_found(result: Any) -> None:
    row = result["nested"][3]
    # The client walks a dictionary in random order when it flattens it: which member comes first is not told.
    assert (row["_step"], literal_eval(row["a"])) == ("3", {"b": 3, "c": {"d": 0.75}})
    assert [row["a.c.d"] for row in result["nested_key"]] == ["0", "0.25", "0.5", "0.75", "1"]
    assert {"a.b", "a.c.d"} <= set(result["nested_keys"])


def test_history_keys_tell_counts_last_values_and_what_never_goes_down(result: Any) -> None:
    keys = result["keys"]
    assert keys["epoch"] == {
        "typeCounts": [{"type": "number", "count": 2500}],
        "monotonic": True,
        "previousValue": 249.0,
    }
    assert (keys["loss"]["monotonic"], keys["loss"]["previousValue"]) == (False, 1 / 2500)
    assert (keys["odd"]["monotonic"], keys["_step"]["monotonic"]) == (False, True)


def test_the_beta_scan_reads_the_same(result: Any, client: WandbClient) -> None:
    if not client.is_newest:
        pytest.skip("0.19 looks for Parquet only in its own cloud")
    assert result["beta"] == expected_flat()
    assert [row["loss"] for row in result["beta_keys"]] == [row["loss"] for row in expected_flat()[2495:]]
    assert result["beta_sparse"] == result["sparse"]


def test_a_finished_run_is_downloaded_as_parquet(result: Any, client: WandbClient) -> None:
    if "export" not in result:
        pytest.skip(f"wandb {client.version} cannot")
    export = result["export"]
    assert (export["rows"], export["files"], export["epochs"]) == (2500, 1, [249, 249, 249])
    assert {name: export["types"][name] for name in ("_step", "epoch", "loss", "odd")} == {
        "_step": "int64",
        "epoch": "int64",
        "loss": "double",
        "odd": "double",
    }
    assert result["incomplete"] == "IncompleteRunHistoryError"
