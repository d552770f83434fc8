"""Values to look at: `Image`, `Table`, `Histogram`. What they are made of is encoded when they are made.

They are stored as the wandb client's are, so that one page shows both. Source: the wandb client 0.28.2, `sdk/data_types`.
"""

import importlib
import io
import json
import math
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.values import Media, MediaFile, plain

_MOST_BYTES = 7 * 1024 * 1024
_SUFFIXES = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}
_PNG_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")


class Image(Media):
    """A picture. Needs Pillow.

    Args:
        picture: path of a PNG, JPEG, GIF or WebP, kept as it is; a Pillow image; or an array of shape (height, width),
            or (height, width, 1, 3 or 4): integers of 0 to 255, booleans, or floats, which are cut to 0 to 1.
        caption: shown below it.

    Raises:
        UsageError: it is none of these, or larger than 7 MiB when encoded.
    """

    def __init__(self, picture: Any, *, caption: str | None = None) -> None:
        self.caption = caption
        try:
            content, suffix, (self.width, self.height) = _encoded_picture(picture)
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"no picture can be made of {picture!r:.100}: {error}") from None
        self._file = _file("images", suffix, content)
        self.format = suffix

    def record(self) -> dict[str, Any]:
        caption = {"caption": self.caption} if self.caption else {}
        return {"_type": "image-file", **_named(self._file), **self._facts(), **caption}

    def files(self) -> list[MediaFile]:
        return [self._file]

    @classmethod
    def record_of(cls, values: Sequence["Image"]) -> dict[str, Any]:
        names = [value._file.name for value in values]
        captions = {"captions": [value.caption for value in values]} if any(value.caption for value in values) else {}
        return {"_type": "images/separated", "count": len(values), "filenames": names, **values[0]._facts(), **captions}

    def _facts(self) -> dict[str, Any]:
        return {"format": self.format, "width": self.width, "height": self.height}


class Table(Media):
    """Rows under columns.

    Args:
        rows: a pandas or Polars data frame, mappings of column to cell, or sequences with a cell for each of `columns`.
            Cells are numbers, texts, None, or lists and mappings of them.
        columns: names in their order; None means those of the frame, or of the mappings.

    Raises:
        UsageError: a row is not as long as the columns, or the table is larger than 7 MiB as JSON.
    """

    def __init__(self, rows: Any, columns: Sequence[str] | None = None) -> None:
        names, cells = _columns_and_rows(rows, columns)
        for number, row in enumerate(cells):
            if len(row) != len(names):
                raise UsageError(f"row {number} of the table has {len(row)} cells, there are {len(names)} columns")
        self.columns = names
        self.row_count = len(cells)
        content = json.dumps({"columns": names, "data": _shown(plain(cells))}).encode()
        self._file = _file("table", "table.json", content)

    def record(self) -> dict[str, Any]:
        return {"_type": "table-file", **_named(self._file), "ncols": len(self.columns), "nrows": self.row_count}

    def files(self) -> list[MediaFile]:
        return [self._file]


class Histogram(Media):
    """How often values fall between edges. Needs numpy.

    Args:
        values: numbers in an array of any shape, or a sequence; those that are not finite are left out.
        bins: how many bins of equal width from the least to the greatest, 1 to 512; or n + 1 ascending edges.

    Raises:
        UsageError: there is no finite number, or the bins cannot be.
    """

    def __init__(self, values: Any, *, bins: int | Sequence[float] = 64) -> None:
        numpy = _needed("numpy", "Histogram")
        try:
            numbers = numpy.asarray(_on_host(values), dtype=float).ravel()
            finite = numbers[numpy.isfinite(numbers)]
            if not len(finite) or (isinstance(bins, int) and not 1 <= bins <= 512):
                raise ValueError(f"{len(finite)} finite numbers, bins={bins!r:.50}")
            counts, edges = numpy.histogram(finite, bins=bins)
        except (ValueError, TypeError) as error:
            raise UsageError(f"no histogram can be made of it: {error}") from None
        self.counts: list[int] = counts.tolist()
        self.edges: list[float] = edges.tolist()

    def record(self) -> dict[str, Any]:
        return {"_type": "histogram", "values": self.counts, "bins": self.edges}


def _encoded_picture(picture: Any) -> tuple[bytes, str, tuple[int, int]]:
    """Bytes, suffix, and (width, height)."""
    pillow = _needed("PIL.Image", "Image")
    if isinstance(picture, str | Path):
        content = Path(picture).read_bytes()
        with pillow.open(io.BytesIO(content)) as opened:
            if opened.format in _SUFFIXES:
                return content, _SUFFIXES[opened.format], opened.size
            return _png(opened)
    return _png(picture if isinstance(picture, pillow.Image) else pillow.fromarray(_pixels(picture)))


def _png(picture: Any) -> tuple[bytes, str, tuple[int, int]]:
    written = io.BytesIO()
    (picture if picture.mode in _PNG_MODES else picture.convert("RGB")).save(written, "PNG")
    return written.getvalue(), "png", picture.size


def _pixels(array: Any) -> Any:
    """The array as bytes from 0 to 255."""
    numpy = _needed("numpy", "Image")
    cells = numpy.asarray(_on_host(array))
    if cells.ndim == 3 and cells.shape[2] == 1:
        cells = cells[:, :, 0]
    if 0 in cells.shape or not (cells.ndim == 2 or (cells.ndim == 3 and cells.shape[2] in (3, 4))):
        raise ValueError(f"its shape is {cells.shape}, not (height, width) or (height, width, 1, 3 or 4)")
    if cells.dtype.kind in "fb":
        cells = (numpy.nan_to_num(cells.astype(float)).clip(0, 1) * 255).round()
    elif cells.dtype.kind not in "iu" or cells.min() < 0 or cells.max() > 255:
        raise ValueError(f"its cells are {cells.dtype}, and not all from 0 to 255")
    return cells.astype("uint8")


def _columns_and_rows(rows: Any, columns: Sequence[str] | None) -> tuple[list[str], list[Any]]:
    if hasattr(rows, "columns"):  # a data frame: Polars gives rows, pandas values
        names, cells = list(rows.columns), rows.rows() if hasattr(rows, "rows") else rows.values.tolist()
        return [str(name) for name in columns or names], list(cells)
    listed = list(rows)
    if listed and all(isinstance(row, Mapping) for row in listed):
        names = list(columns or dict.fromkeys(name for row in listed for name in row))
        return [str(name) for name in names], [[row.get(name) for name in names] for row in listed]
    if columns is None or not all(isinstance(row, Sequence) and not isinstance(row, str) for row in listed):
        raise UsageError("a table is made of a data frame, of mappings, or of sequences together with columns=")
    return [str(name) for name in columns], listed


def _shown(cells: Any) -> Any:
    """The cells without numbers that JSON does not know: those become their names."""
    if isinstance(cells, list):
        return [_shown(cell) for cell in cells]
    if isinstance(cells, dict):
        return {name: _shown(cell) for name, cell in cells.items()}
    if isinstance(cells, float) and not math.isfinite(cells):
        return "NaN" if math.isnan(cells) else "Infinity" if cells > 0 else "-Infinity"
    return cells


def _file(folder: str, suffix: str, content: bytes) -> MediaFile:
    """The content under its digest: what is logged again is the same file."""
    if len(content) > _MOST_BYTES:
        raise UsageError(f"it has {len(content):,} bytes when encoded; {_MOST_BYTES:,} can be logged")
    return MediaFile(f"media/{folder}/{sha256(content).hexdigest()}.{suffix}", content)


def _named(file: MediaFile) -> dict[str, Any]:
    return {"path": file.name, "sha256": sha256(file.content).hexdigest(), "size": len(file.content)}


def _on_host(array: Any) -> Any:
    """A tensor without its graph, in the machine's own memory."""
    return array.detach().cpu() if hasattr(array, "detach") else array


def _needed(module: str, kind: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        package = "pillow" if module.startswith("PIL") else module
        raise UsageError(f"{kind} needs {package}: pip install {package}") from None
