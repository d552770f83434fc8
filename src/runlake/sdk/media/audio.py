"""`Audio`: sound."""

import io
import wave
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.media.stored import FileMedia, file_at, file_of, is_path, needed, suffix_of, told_by_log
from runlake.sdk.values import on_host

SUFFIXES = ("wav", "mp3", "ogg", "oga", "flac", "m4a", "aac", "opus", "webm")


class Audio(FileMedia):
    """Sound.

    Args:
        sound: path of a file that browsers play (WAV, MP3, Ogg, FLAC, …), kept as it is; bytes of one, with `format`;
            or an array of shape (samples,) or (samples, channels): floats of −1 to 1, or 16-bit integers. An array
            becomes a WAV of 16 bits and needs numpy.
        rate: samples a second; for arrays only.
        caption: shown below it.
        format: of bytes: the ending that a file of them would have.

    When it is none of these, `problem` says so, and `log` warns and leaves it out.
    """

    kind = "audio-file"
    kind_of_list = "audio"
    list_name = "audio"

    @told_by_log
    def __init__(self, sound: Any, rate: int | None = None, *, caption: str | None = None, format: str = "wav") -> None:
        facts: dict[str, Any] = {}
        try:
            if is_path(sound):
                file = file_at("audio", suffix_of(sound, SUFFIXES, "Audio"), sound)
            elif isinstance(sound, bytes):
                file = file_of("audio", suffix_of(f".{format}", SUFFIXES, "Audio"), sound)
            else:
                samples = _samples(sound)
                if not isinstance(rate, int) or not 1 <= rate <= 768_000:
                    raise ValueError(f"rate={rate!r}: give the samples a second, at most 768,000")
                file = file_of("audio", "wav", _wav(samples, rate))
                facts = {"sample_rate": rate, "duration_s": len(samples) / rate}
        except (OSError, ValueError, TypeError) as error:
            raise UsageError(f"no sound can be made of {sound!r:.100}: {error}") from None
        super().__init__(file, caption, facts)


def _samples(sound: Any) -> Any:
    """16-bit integers of shape (samples, channels)."""
    numpy = needed("numpy", "Audio")
    cells = numpy.asarray(on_host(sound))
    if cells.ndim == 1:
        cells = cells[:, None]
    if cells.ndim != 2 or not 1 <= cells.shape[1] <= 32 or not len(cells):
        raise ValueError(f"its shape is {cells.shape}, not (samples,) or (samples, channels)")
    if cells.dtype.kind == "f":
        return (numpy.nan_to_num(cells.astype(float)).clip(-1, 1) * 32767).round().astype("<i2")
    if cells.dtype.kind not in "iu" or cells.min() < -32768 or cells.max() > 32767:
        raise ValueError(f"its samples are {cells.dtype}: floats of -1 to 1, or 16-bit integers, can be logged")
    return cells.astype("<i2")


def _wav(samples: Any, rate: int) -> bytes:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(samples.shape[1])
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())
    return written.getvalue()
