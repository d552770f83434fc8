"""Files that are saved, models that are watched, metrics that are defined."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import runlake
from runlake.errors import UsageError
from runlake.sdk.defined_metrics import definition
from runlake.sdk.outbox import Task
from runlake.sdk.saved_files import SavedFiles
from runlake.sdk.source_code import code_of
from runlake.sdk.watching import Watch


def test_saved_files_are_sent_again_when_they_change(tmp_path: Path) -> None:
    kept: list[Task] = []
    saved = SavedFiles(kept.append, every_s=0.01)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text("1")
    assert saved.add(tmp_path / "**" / "*.txt", tmp_path, "end") == ["a/one.txt"]
    assert kept == []
    saved.add(tmp_path / "a" / "*.txt", tmp_path, "now")
    saved.close()  # it has not changed since
    (tmp_path / "two.txt").write_text("2")
    saved.close()
    assert [task.title for task in kept] == ["a/one.txt"]
    live = SavedFiles(kept.append, every_s=60)
    live.add(tmp_path / "two.txt", tmp_path, "live")
    (tmp_path / "two.txt").write_text("changed")
    live.close()
    assert [task.size_bytes for task in kept[1:]] == [1, 7]


class Handle:
    def remove(self) -> None:
        pass


class Parameter:
    """Behaves as PyTorch's does, as far as `watch` sees it."""

    requires_grad = True

    def __init__(self) -> None:
        self.hooks: list[Any] = []

    def register_hook(self, hook: Any) -> Handle:
        self.hooks.append(hook)
        return Handle()

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        return np.ones(3)


class Model:
    training = True

    def __init__(self) -> None:
        self.weight = Parameter()

    def named_parameters(self) -> list[tuple[str, Parameter]]:
        return [("weight", self.weight)]

    def register_forward_pre_hook(self, hook: Any) -> Handle:
        self.begin = hook
        return Handle()


def test_a_model_is_counted_every_so_many_batches() -> None:
    logged: list[Any] = []
    model = Model()
    watch = Watch(model, logged.append, what="all", every=2)
    for _ in range(3):
        model.begin(model, ())
        for hook in model.weight.hooks:
            hook(np.array([0.0, 1.0]))
    watch.close()
    assert [sorted(each) for each in logged] == [["gradients/weight", "parameters/weight"]] * 2
    for wrong in ({"what": "none", "every": 1}, {"what": "all", "every": 0}):
        with pytest.raises(UsageError):
            Watch(model, logged.append, **wrong)  # type: ignore[arg-type]


def test_trees_have_a_histogram_for_each_leaf() -> None:
    assert sorted(runlake.histograms({"dense": [np.ones(2), np.zeros(3)]}, "p/")) == ["p/dense.0", "p/dense.1"]


def test_definitions_that_cannot_be_are_refused() -> None:
    assert definition("epoch", "min", None) == {"step_metric": "epoch", "summary": ["min"]}
    for wrong in ((None, "median", None), (None, "best", None), (None, None, "up"), ("", None, None)):
        with pytest.raises(UsageError):
            definition(*wrong)  # type: ignore[arg-type]


def test_code_leaves_out_what_tools_make(tmp_path: Path) -> None:
    for name in ("a.py", ".venv/b.py", "node_modules/c.py", "deep/d.py", "e.bin"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert code_of(tmp_path, "code", ["*.py"]).files == ["a.py", "deep/d.py"]
    with pytest.raises(UsageError):
        code_of(tmp_path, "code", ["*.rs"])
