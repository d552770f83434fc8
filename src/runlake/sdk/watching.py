"""`run.watch`: histograms of a model's gradients and parameters, every so many batches.

Only numbers leave the model: a gradient is counted where it lies when it arrives, and no graph or tensor is held.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal

from runlake.errors import UsageError
from runlake.sdk.media.histogram import Histogram
from runlake.sdk.messages import warn

What = Literal["gradients", "parameters", "all"]
_BINS = 64


class Watch:
    """One model of PyTorch that is watched; its hooks go with `close`."""

    def __init__(self, model: Any, log: Callable[[Mapping[str, Any]], None], *, what: What, every: int) -> None:
        if what not in ("gradients", "parameters", "all") or every < 1:
            raise UsageError(
                f"watch takes log='gradients', 'parameters' or 'all' and every ≥ 1, not {what!r}, {every!r}"
            )
        if not callable(getattr(model, "named_parameters", None)):
            raise UsageError(f"{type(model).__name__} is no model of PyTorch: log trees with runlake.histograms(tree)")
        self._model, self._log = model, log
        self._parameters = what != "gradients"
        self._every = every
        self._batches = 0
        self._found: dict[str, Histogram] = {}
        self._handles = [model.register_forward_pre_hook(self._begin_batch)]
        if what != "parameters":
            for name, parameter in model.named_parameters():
                if parameter.requires_grad:
                    self._handles.append(parameter.register_hook(self._counter(f"gradients/{name}")))

    def close(self) -> None:
        """Log what was counted last, and leave the model alone. Idempotent."""
        for handle in self._handles:
            handle.remove()
        self._handles = []
        self._flush()

    @property
    def _is_due(self) -> bool:
        return (self._batches - 1) % self._every == 0

    def _begin_batch(self, *_: Any) -> None:
        if not getattr(self._model, "training", True):  # evaluation has no gradients, and its batches do not count
            return
        self._flush()
        self._batches += 1
        if self._parameters and self._is_due:
            for name, parameter in self._model.named_parameters():
                self._count(f"parameters/{name}", parameter)

    def _counter(self, name: str) -> Callable[[Any], None]:
        def count(gradient: Any) -> None:
            if self._is_due:
                self._count(name, gradient)

        return count

    def _count(self, name: str, tensor: Any) -> None:
        try:
            self._found[name] = histogram_of(tensor)
        except Exception as error:  # noqa: BLE001 - the border to the user's model: training goes on
            warn(f"watch {name}", f"{name} cannot be counted: {error}")

    def _flush(self) -> None:
        found, self._found = self._found, {}
        if found:
            self._log(found)


def histograms(tree: Any, prefix: str = "") -> dict[str, Histogram]:
    """Histograms of all arrays of a tree: parameters or gradients of JAX, Flax or Keras (`model.get_weights()`).

    Args:
        tree: mappings and sequences of arrays, nested.
        prefix: stands before each name: `gradients/`.
    """
    return {f"{prefix}{name}": histogram_of(leaf) for name, leaf in _leaves(tree)}


def histogram_of(tensor: Any) -> Histogram:
    """Counts of a tensor's cells, which leave its device as numbers only."""
    return Histogram(tensor, bins=_BINS)


def _leaves(tree: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(tree, Mapping):
        items: Any = tree.items()
    elif isinstance(tree, list | tuple):
        items = enumerate(tree)
    else:
        yield name or "value", tree
        return
    for key, inner in items:
        yield from _leaves(inner, f"{name}.{key}" if name else str(key))
