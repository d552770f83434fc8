"""A picture of another tracker as ours is stored."""

import hashlib
import json
import re

from runlake.wire import RichEntry

_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}


def picture_entry(metric: str, step: int, content: bytes) -> tuple[RichEntry, tuple[tuple[str, bytes], ...]]:
    """The value, and the file that it names."""
    kind = next((name for magic, name in _KINDS.items() if content.startswith(magic)), "png")
    digest = hashlib.sha256(content).hexdigest()
    readable = re.sub(r"[^A-Za-z0-9_.-]+", "_", metric)
    path = f"media/images/{readable}_{step}_{digest[:20]}.{kind}"
    record = {"_type": "image-file", "path": path, "format": kind, "sha256": digest, "size": len(content)}
    return RichEntry(metric, "image-file", json.dumps(record)), ((path, content),)
