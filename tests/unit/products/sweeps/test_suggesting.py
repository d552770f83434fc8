"""Bayesian search stays in its space, and learns."""

import statistics

from runlake.products.sweeps.space import parse_space, plain_config
from runlake.products.sweeps.suggesting import Trial, suggest


def test_suggestions_are_in_the_space() -> None:
    space = parse_space(
        {
            "lr": {"distribution": "log_uniform_values", "min": 1e-5, "max": 1},
            "n": {"min": 1, "max": 4},
            "opt": {"parameters": {"kind": {"values": ["adam", "sgd"]}}},
            "fixed": {"value": 7},
        }
    )
    trials = [Trial(space.args((0.1, 2, "sgd", 7)), 1.0), Trial(space.args((0.2, 3, "adam", 7)), None)]
    for seed in range(5):
        config = plain_config(suggest(space, trials, seed))
        assert 1e-5 <= config["lr"] <= 1
        assert config["n"] in (1, 2, 3, 4)
        assert config["opt"]["kind"] in ("adam", "sgd")
        assert config["fixed"] == 7


def test_it_looks_where_it_was_good() -> None:
    space = parse_space({"x": {"min": 0.0, "max": 1.0}})
    trials: list[Trial] = []
    for seed in range(30):
        args = suggest(space, trials, seed)
        trials.append(Trial(args, (args["x"]["value"] - 0.2) ** 2))
    late = [abs(trial.args["x"]["value"] - 0.2) for trial in trials[-10:]]
    assert statistics.median(late) < 0.15  # draws at random would be 0.3 away


def test_a_space_without_choice_has_one_cell() -> None:
    space = parse_space({"x": {"value": 1}})
    assert suggest(space, [], 0) == {"x": {"value": 1}}
