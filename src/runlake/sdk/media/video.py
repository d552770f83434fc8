"""`Video`: moving pictures."""

import importlib.util
import io
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.media.image import pixels_of
from runlake.sdk.media.stored import FileMedia, file_at, file_of, is_path, needed, suffix_of, told_by_log

SUFFIXES = ("mp4", "webm", "ogg", "ogv", "mov", "gif")


class Video(FileMedia):
    """Moving pictures.

    Args:
        video: path of an MP4, WebM, Ogg, MOV or GIF, kept as it is; bytes of one, with `format`; or an array of shape
            (frames, height, width) or (frames, height, width, 1 or 3), with cells as `Image` takes them.
        fps: frames a second, of an array.
        caption: shown below it.
        format: of bytes: what they are. Of an array: "mp4" (H.264; needs the package av) or "gif" (needs Pillow);
            None takes MP4 where av is installed.

    When it is none of these, or a package is missing, `problem` says so, and `log` warns and leaves it out.
    """

    kind = "video-file"
    kind_of_list = "videos"
    list_name = "videos"

    @told_by_log
    def __init__(self, video: Any, *, fps: float = 8, caption: str | None = None, format: str | None = None) -> None:
        facts: dict[str, Any] = {}
        try:
            if is_path(video):
                file = file_at("videos", suffix_of(video, SUFFIXES, "Video"), video)
            elif isinstance(video, bytes):
                file = file_of("videos", suffix_of(f".{format or 'mp4'}", SUFFIXES, "Video"), video)
            else:
                frames = _frames(video)
                suffix, encode = _encoder(format)
                file = file_of("videos", suffix, encode(frames, _checked_fps(fps)))
                facts = {"width": int(frames.shape[2]), "height": int(frames.shape[1])}
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"no video can be made of {video!r:.100}: {error}") from None
        super().__init__(file, caption, facts)


def _frames(video: Any) -> Any:
    """Bytes of shape (frames, height, width, 3)."""
    numpy = needed("numpy", "Video")
    cells = pixels_of(video, "Video")
    if cells.ndim == 3:
        cells = cells[..., None]
    if cells.ndim != 4 or cells.shape[3] not in (1, 3) or 0 in cells.shape:
        raise ValueError(f"its shape is {cells.shape}, not (frames, height, width, 1 or 3)")
    return numpy.ascontiguousarray(numpy.broadcast_to(cells, (*cells.shape[:3], 3)))


def _checked_fps(fps: float) -> float:
    if not 0.01 <= fps <= 1000:
        raise ValueError(f"fps={fps!r}: 0.01 to 1000 frames a second can be shown")
    return float(fps)


def _encoder(format: str | None) -> tuple[str, Callable[[Any, float], bytes]]:
    if format is None:
        format = "mp4" if importlib.util.find_spec("av") else "gif"
    if format not in ("mp4", "gif"):
        raise ValueError(f"an array becomes mp4 or gif, not {format!r}")
    return format, _mp4 if format == "mp4" else _gif


def _mp4(frames: Any, fps: float) -> bytes:
    """H.264 in the one pixel format that all browsers play; it has even sides, so an odd last row or column goes."""
    av = needed("av", "Video as mp4")
    frames = frames[:, : max(2, frames.shape[1] // 2 * 2), : max(2, frames.shape[2] // 2 * 2)]
    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000))
        stream.height, stream.width = frames.shape[1:3]
        stream.pix_fmt = "yuv420p"
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode(None))
    return written.getvalue()


def _gif(frames: Any, fps: float) -> bytes:
    pillow = needed("PIL.Image", "Video as gif", "pillow")
    first, *others = [pillow.fromarray(frame) for frame in frames]
    written = io.BytesIO()
    first.save(written, "GIF", save_all=True, append_images=others, duration=max(10, round(1000 / fps)), loop=0)
    return written.getvalue()
