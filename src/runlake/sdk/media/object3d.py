"""`Object3D`: point clouds and models."""

from collections.abc import Mapping
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.media.stored import (
    FileMedia,
    dumped,
    file_at,
    file_of,
    is_path,
    needed,
    suffix_of,
    told_by_log,
)
from runlake.sdk.values import MediaFile, on_host, plain

SUFFIXES = ("pts.json", "glb", "gltf", "obj", "stl", "babylon")
_SCENE = frozenset(("type", "points", "boxes", "vectors"))
_POINT_COLUMNS = (3, 4, 6)


class Object3D(FileMedia):
    """A point cloud, or a model.

    Args:
        shape: path of a .glb, .gltf, .obj, .stl or .pts.json, kept as it is; an array of shape (points, 3: x y z;
            4: x y z category, 1 to 14; or 6: x y z and red green blue of 0 to 255), which needs numpy; or a mapping
            with `points` and, if there are, `boxes` (`{"corners": 8 points, "label", "color"}`) and `vectors`
            (`{"start", "end"}`).
        caption: shown below it.

    When it is none of these, `problem` says so, and `log` warns and leaves it out.
    """

    kind = "object3D-file"
    kind_of_list = "object3D"
    list_name = "objects"

    @told_by_log
    def __init__(self, shape: Any, *, caption: str | None = None) -> None:
        try:
            file = _file(shape)
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"no object can be made of {shape!r:.100}: {error}") from None
        super().__init__(file, caption)


def _file(shape: Any) -> MediaFile:
    if is_path(shape):
        return file_at("object3D", suffix_of(shape, SUFFIXES, "Object3D"), shape)
    if not isinstance(shape, Mapping):
        return file_of("object3D", "pts.json", dumped(_points(shape)))
    if unknown := shape.keys() - _SCENE:
        raise ValueError(f"a scene has points, boxes and vectors, not {', '.join(map(str, sorted(unknown)))}")
    points = {"points": _points(shape["points"])} if "points" in shape else {}
    return file_of("object3D", "pts.json", dumped({"type": "lidar/beta", **plain(dict(shape)), **points}))


def _points(array: Any) -> list[list[float]]:
    numpy = needed("numpy", "Object3D")
    cells = numpy.asarray(on_host(array), dtype=float)
    if cells.ndim != 2 or cells.shape[1] not in _POINT_COLUMNS:
        raise ValueError(f"its shape is {cells.shape}, not (points, 3, 4 or 6)")
    points: list[list[float]] = cells[numpy.isfinite(cells).all(axis=1)].tolist()
    return points
