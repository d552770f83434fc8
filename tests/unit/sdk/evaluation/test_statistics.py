"""What scores sum up to."""

import pytest

from runlake.sdk.evaluation.statistics import paired, summary_of


def test_shares_have_wilsons_interval() -> None:
    found = summary_of([[True]] * 8 + [[False]] * 2)
    assert (found["true_count"], found["true_fraction"], found["count"]) == (8, 0.8, 10)
    assert (found["low"], found["high"]) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))


def test_trials_count_by_rows() -> None:
    found = summary_of([[True, True, False, True], [False, False, False, False]])
    assert found["true_fraction"] == 3 / 8
    assert found["pass_hat"] == {"1": 3 / 8, "2": 0.25, "3": 1 / 8, "4": 0}
    assert found["trial_spread"] == pytest.approx(0.25)
    assert (found["low"], found["high"]) == (pytest.approx(0.0561, abs=1e-4), pytest.approx(0.8583, abs=1e-4))


def test_numbers_have_means() -> None:
    found = summary_of([[1.0], [2.0], [3.0]])
    assert (found["mean"], found["min"], found["max"]) == (2, 1, 3)
    assert found["low"] == pytest.approx(2 - 1.959964 / 3**0.5)
    assert summary_of([]) == {"count": 0}


def test_differences_are_of_pairs() -> None:
    assert paired([0, 0, 1], [1, 1, 1])[0] == pytest.approx(2 / 3)
