"""A `SummaryWriter` that writes to a run: change the import, leave the calls as they are.

Source: torch.utils.tensorboard.SummaryWriter of torch 2.13, its methods and their layouts.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from runlake.errors import UsageError
from runlake.integrations.begun import BegunRun, numbers_of
from runlake.sdk import Run
from runlake.sdk.media import Audio, Figure, Histogram, Image, Text, Video
from runlake.sdk.messages import warn
from runlake.sdk.values import on_host


class SummaryWriter:
    """Logs what TensorBoard's writer takes. `global_step` None means the step after the highest so far.

    Args:
        log_dir: names the run, if that has no name. Nothing is written there.
        run: a live run to write to; None begins one with `options` of `runlake.init`, and `close` ends it.
    """

    def __init__(self, log_dir: str | None = None, *_: Any, run: Run | None = None, **options: Any) -> None:
        known = {name: options[name] for name in options if name not in _OF_TENSORBOARD}
        self.log_dir = log_dir or ""
        self._begun = BegunRun(run, **({"name": Path(log_dir).name} if log_dir else {}) | known)

    @property
    def run(self) -> Run:
        return self._begun.run

    def add_scalar(self, tag: str, scalar_value: Any, global_step: int | None = None, *_: Any, **__: Any) -> None:
        self.run.log({tag: float(scalar_value)}, step=global_step)

    def add_scalars(
        self, main_tag: str, tag_scalar_dict: Mapping[str, Any], global_step: int | None = None, *_: Any
    ) -> None:
        values = {f"{main_tag}/{tag}": float(value) for tag, value in tag_scalar_dict.items()}
        self.run.log(values, step=global_step)

    def add_histogram(
        self, tag: str, values: Any, global_step: int | None = None, bins: Any = 64, *_: Any, **__: Any
    ) -> None:
        """`bins`: a number, or edges; the names of numpy's ways to choose them mean 64."""
        self._log(tag, lambda: Histogram(values, bins=64 if isinstance(bins, str) else bins), global_step)

    def add_image(
        self,
        tag: str,
        img_tensor: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        dataformats: str = "CHW",
    ) -> None:
        self._log(tag, lambda: Image(_arranged(img_tensor, dataformats, "HWC")), global_step)

    def add_images(
        self,
        tag: str,
        img_tensor: Any,
        global_step: int | None = None,
        walltime: float | None = None,
        dataformats: str = "NCHW",
    ) -> None:
        self._log(tag, lambda: [Image(each) for each in _arranged(img_tensor, dataformats, "NHWC")], global_step)

    def add_figure(
        self, tag: str, figure: Any, global_step: int | None = None, close: bool = True, walltime: float | None = None
    ) -> None:
        figures = list(figure) if isinstance(figure, list | tuple) else [figure]
        self._log(tag, lambda: _one_or_all([Figure(each) for each in figures]), global_step)
        if close:
            from matplotlib import pyplot

            for each in figures:
                pyplot.close(each)

    def add_text(self, tag: str, text_string: str, global_step: int | None = None, *_: Any) -> None:
        self._log(tag, lambda: Text(text_string, format="markdown"), global_step)

    def add_audio(
        self, tag: str, snd_tensor: Any, global_step: int | None = None, sample_rate: int = 44100, *_: Any
    ) -> None:
        self._log(tag, lambda: Audio(_numpy(snd_tensor).reshape(-1), sample_rate), global_step)

    def add_video(self, tag: str, vid_tensor: Any, global_step: int | None = None, fps: float = 4, *_: Any) -> None:
        """`vid_tensor`: of shape (videos, frames, channels, height, width)."""
        videos = _arranged(vid_tensor, "NTCHW", "NTHWC")
        self._log(tag, lambda: _one_or_all([Video(each, fps=fps) for each in videos]), global_step)

    def add_hparams(self, hparam_dict: Mapping[str, Any], metric_dict: Mapping[str, Any], *_: Any, **__: Any) -> None:
        """The hyperparameters go to the config, the metrics to the summary."""
        self.run.config.update(dict(hparam_dict))
        self.run.summary.update(numbers_of(metric_dict))

    def add_pr_curve(self, *_: Any, **__: Any) -> None:
        """Not kept."""
        _say_not_kept("curves")

    def add_graph(self, *_: Any, **__: Any) -> None:
        """Not kept."""
        _say_not_kept("graphs")

    def add_embedding(self, *_: Any, **__: Any) -> None:
        """Not kept."""
        _say_not_kept("embeddings")

    def flush(self) -> None:
        """Nothing to do: what was added is in the run's journal."""

    def close(self) -> None:
        self._begun.finish()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _log(self, tag: str, make: Any, step: int | None) -> None:
        """A value that cannot be shown does not end the training."""
        try:
            self.run.log({tag: make()}, step=step)
        except (UsageError, ValueError, TypeError) as error:
            warn(f"tensorboard {tag}", f"{tag!r} is not kept: {error}")


_OF_TENSORBOARD = frozenset({"comment", "purge_step", "max_queue", "flush_secs", "filename_suffix", "write_to_disk"})


def _arranged(cells: Any, given: str, wanted: str) -> Any:
    """An array with its axes in the order that is wanted; an axis that is missing has one cell."""
    array = _numpy(cells)
    if len(given) != array.ndim:
        raise UsageError(f"the array has {array.ndim} dimensions, {given!r} names {len(given)}")
    for axis in wanted:
        if axis not in given:
            array, given = array[..., None], given + axis
    return array.transpose([given.index(axis) for axis in wanted])


def _numpy(cells: Any) -> Any:
    import numpy

    return numpy.asarray(on_host(cells))


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _say_not_kept(what: str) -> None:
    warn(f"tensorboard {what}", f"{what} are not kept; the rest is")
