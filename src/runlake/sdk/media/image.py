"""`Image`: a picture."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.media.stored import FileMedia, file_of, is_path, needed, told_by_log
from runlake.sdk.values import on_host

_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")


class Image(FileMedia):
    """A picture. Needs Pillow.

    Args:
        picture: path of a PNG, JPEG, GIF or WebP, kept as it is; a Pillow image; or an array of shape (height, width),
            or (height, width, 1, 3 or 4): integers of 0 to 255, booleans, or floats, which are cut to 0 to 1.
        caption: shown below it.

    When it is none of these, `problem` says so, and `log` warns and leaves it out.
    """

    kind = "image-file"

    @told_by_log
    def __init__(self, picture: Any, *, caption: str | None = None) -> None:
        try:
            content, self.format, (self.width, self.height) = _encoded(picture)
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"no picture can be made of {picture!r:.100}: {error}") from None
        facts = {"format": self.format, "width": self.width, "height": self.height}
        super().__init__(file_of("images", self.format, content), caption, facts)

    @classmethod
    def record_of(cls, values: Sequence["Image"]) -> dict[str, Any]:
        names = [value._file.name for value in values]
        captions = {"captions": [value.caption for value in values]} if any(value.caption for value in values) else {}
        return {"_type": "images/separated", "count": len(values), "filenames": names, **values[0]._facts, **captions}


def pixels_of(array: Any, kind: str = "Image") -> Any:
    """An array of cells as bytes from 0 to 255, in the same shape. Raises ValueError."""
    numpy = needed("numpy", kind)
    cells = numpy.asarray(on_host(array))
    if cells.dtype.kind == "V":  # bfloat16 and the like, which numpy knows by name alone
        cells = cells.astype(float)
    if cells.dtype.kind in "fb":
        cells = (numpy.nan_to_num(cells.astype(float)).clip(0, 1) * 255).round()
    elif cells.dtype.kind not in "iu" or (cells.size and (cells.min() < 0 or cells.max() > 255)):
        raise ValueError(f"its cells are {cells.dtype}, and not all from 0 to 255")
    return cells.astype("uint8")


def _encoded(picture: Any) -> tuple[bytes, str, tuple[int, int]]:
    """Bytes, suffix, and (width, height)."""
    pillow = needed("PIL.Image", "Image", "pillow")
    if is_path(picture):
        content = Path(picture).read_bytes()
        with pillow.open(io.BytesIO(content)) as opened:
            if opened.format in _SUFFIXES:
                return content, _SUFFIXES[opened.format], opened.size
            return _png(opened)
    return _png(picture if isinstance(picture, pillow.Image) else pillow.fromarray(_plane(picture)))


def _png(picture: Any) -> tuple[bytes, str, tuple[int, int]]:
    written = io.BytesIO()
    (picture if picture.mode in _PNG_MODES else picture.convert("RGB")).save(written, "PNG")
    return written.getvalue(), "png", picture.size


def _plane(array: Any) -> Any:
    """The array as Pillow takes it."""
    cells = pixels_of(array)
    if cells.ndim == 3 and cells.shape[2] == 1:
        cells = cells[:, :, 0]
    if 0 in cells.shape or not (cells.ndim == 2 or (cells.ndim == 3 and cells.shape[2] in (3, 4))):
        raise ValueError(f"its shape is {cells.shape}, not (height, width) or (height, width, 1, 3 or 4)")
    return cells
