"""Plain objects that are plainly something to look at: `log` takes them as they are."""

import sys
from typing import Any

from runlake.sdk.values import Media

_CHANNELS = (3, 4)


def recognised(value: Any) -> Media | None:
    """The value as what it is; None when that is not certain. Raises UsageError when it cannot be made.

    Certain are figures of Matplotlib and Plotly, Pillow images, data frames, and arrays of bytes of shape (height,
    width, 3 or 4). An array of floats may be anything.
    """
    module = type(value).__module__.partition(".")[0]
    if module in ("matplotlib", "plotly"):
        return _figure(value)
    if module == "PIL" and isinstance(value, sys.modules["PIL.Image"].Image):
        return _image(value)
    if module in ("pandas", "polars", "pyarrow") and hasattr(value, "columns"):
        from runlake.sdk.media.table import Table

        return Table(value)
    return _image(value) if _is_picture(value) else None


def _figure(value: Any) -> Media | None:
    from runlake.sdk.media.figure import Figure, is_matplotlib

    return Figure(value) if hasattr(value, "to_plotly_json") or is_matplotlib(value) else None


def _image(value: Any) -> Media:
    from runlake.sdk.media.image import Image

    return Image(value)


def _is_picture(value: Any) -> bool:
    """Also of torch, whose type of bytes is called `torch.uint8`."""
    shape = tuple(getattr(value, "shape", ()))
    return len(shape) == 3 and shape[2] in _CHANNELS and str(getattr(value, "dtype", "")).endswith("uint8")
