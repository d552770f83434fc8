"""Configs of sweeps: what is read from them, and what is refused with which words."""

import pytest

from runlake.errors import InvalidInput, LimitExceeded
from runlake.products.sweeps.config import parse_config

LR = "parameters: {lr: {values: [1, 2]}}"


def test_a_whole_config() -> None:
    config = parse_config(
        "name: n\nmethod: bayes\nmetric: {name: val.loss, goal: maximize}\nrun_cap: 7\n"
        "early_terminate: {type: hyperband, min_iter: 3}\nparameters:\n  lr: {min: 1e-4, max: 1}\n"
    )
    assert (config.method, config.run_cap, config.expected_cells, config.display_name) == ("bayes", 7, 7, "n")
    assert config.metric is not None
    assert (config.metric.name, config.metric.maximize) == ("val.loss", True)
    assert config.stopping is not None
    assert config.space.parameters[0].distribution.at(0.5) == pytest.approx(0.50005)
    assert config.searches


def test_a_grid_knows_its_size_and_the_cap_limits_it() -> None:
    assert parse_config(f"method: grid\n{LR}").expected_cells == 2
    assert parse_config(f"method: grid\nrun_cap: 1\n{LR}").expected_cells == 1
    assert parse_config(f"method: random\n{LR}").expected_cells is None


def test_a_local_controller_searches_itself() -> None:
    config = parse_config("method: custom\ncontroller: {type: local}\nparameters: {}")
    assert config.is_local
    assert not config.searches


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LR, "needs a method"),
        (f"method: annealing\n{LR}", "'annealing' is not a search method"),
        ("method: grid", "needs parameters"),
        ("method: grid\nparameters: [1]", "must be a mapping"),
        (f"method: bayes\n{LR}", "bayes needs a metric"),
        (f"method: random\nmetric: {{goal: minimize}}\n{LR}", "needs a name"),
        (f"method: random\nmetric: {{name: a, goal: up}}\n{LR}", "minimize or maximize"),
        (f"method: random\nrun_cap: 0\n{LR}", "run_cap must be"),
        (f"method: random\nearly_terminate: {{type: median}}\n{LR}", "use hyperband"),
        (f"method: random\nearly_terminate: {{type: hyperband, min_iter: 3}}\n{LR}", "needs a metric"),
        ("method: grid\nparameters: {lr: {min: 0.1, max: 1}}", "a grid needs values that can be counted"),
        ("[1, 2]", "must be a mapping"),
        ("a: [", "not valid YAML"),
        ("method: random\nparameters: {x: {value: .nan}}", "cannot hold nan"),
        ("method: random\nparameters: {x: {value: !!python/object:os.system {}}}", "not valid YAML"),
    ],
)
def test_what_is_refused_says_why(text: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        parse_config(text)


def test_aliases_cannot_make_a_short_text_long() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(LimitExceeded):
        parse_config("method: random\n" + "\n".join(lines))


def test_aliases_that_python_writes_are_read() -> None:
    text = "method: grid\nparameters:\n  a: {values: &id001 [1, 2]}\n  b: {values: *id001}\n"
    assert parse_config(text).expected_cells == 4
