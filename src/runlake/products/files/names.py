"""Names of files: what is allowed, and which type a name promises. Pure."""

import mimetypes
import unicodedata
from pathlib import PurePosixPath

from runlake.errors import InvalidInput

MAX_NAME_BYTES = 1024
_UNKNOWN = "application/octet-stream"
_PLAIN = "text/plain"

# Types of the system differ by machine: use Python's own table, and these.
_TYPES = mimetypes.MimeTypes()
_EXTRA = {
    "application/json": ".json .ipynb .gltf .babylon",
    "application/x-ndjson": ".jsonl .ndjson",
    "application/yaml": ".yaml .yml",
    "application/vnd.apache.parquet": ".parquet",
    "audio/flac": ".flac",
    "chemical/x-pdb": ".pdb",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "model/gltf-binary": ".glb",
    "model/obj": ".obj",
    "model/stl": ".stl",
    "text/markdown": ".md",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    # Code is for reading. As a script or style type, another page of the site could be made to run it.
    _PLAIN: ".txt .log .py .pyi .sh .js .mjs .css .ts .tsx .patch .diff .toml .ini .cfg .lock .c .cpp .h .cu .rs .go",
}
for _type, _suffixes in _EXTRA.items():
    for _suffix in _suffixes.split():
        _TYPES.add_type(_type, _suffix)


def check_file_name(name: str) -> str:
    """Return `name` when it may name a file of a run: a relative path with `/`, any printable characters.

    Raises InvalidInput that says what is wrong with it.
    """
    problem = _problem(name)
    if problem:
        raise InvalidInput(f"file name {name[:100]!r} is refused: {problem}")
    return name


def is_file_name(name: str) -> bool:
    """True when `check_file_name` takes it: no other name needs looking for."""
    return _problem(name) is None


def _problem(name: str) -> str | None:
    try:
        name_bytes = len(name.encode())
    except UnicodeEncodeError:
        return "it is not valid Unicode (it holds half of a surrogate pair)"
    if not 1 <= name_bytes <= MAX_NAME_BYTES:
        return f"it has {name_bytes} bytes in UTF-8; 1 to {MAX_NAME_BYTES} are allowed"
    if name.startswith("/"):
        return "it is absolute; give a path relative to the run's folder"
    if name.endswith("/"):
        return "it ends with '/' like a folder"
    if any(part in (".", "..") for part in name.split("/")):
        return "'.' and '..' are not allowed as parts of it"
    if any(unicodedata.category(character) == "Cc" for character in name):
        return "it holds a control character"
    return None


def mimetype_of(name: str) -> str:
    """The type that a name's ending promises; `application/octet-stream` when it promises nothing."""
    suffix = PurePosixPath(name).suffix.lower()
    return _TYPES.types_map[True].get(suffix, _UNKNOWN)
