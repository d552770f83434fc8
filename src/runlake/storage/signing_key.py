"""The key that signs addresses: a file in the data folder's `secrets/`."""

import logging
import os
import secrets
from pathlib import Path

from runlake.errors import CorruptData

_KEY_BYTES = 32
_KEY_FILE = "file-addresses.key"

logger = logging.getLogger(__name__)


def load_signing_key(folder: Path) -> bytes:
    """The key in the file `file-addresses.key` of a folder, readable by its owner only; made on the first call.

    Raises CorruptData when the file does not hold a key: deleting it makes a new one, and voids all addresses given out.
    """
    path = folder / _KEY_FILE
    if not path.exists():
        _create_key(path)
    if os.name != "nt" and path.stat().st_mode & 0o077:
        logger.warning("signing key was readable by others; permissions tightened", extra={"path": str(path)})
        path.chmod(0o600)
    try:
        key = bytes.fromhex(path.read_bytes().decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise CorruptData(f"{path} does not hold a signing key: delete it, and a new one is made at the next start")
    return key


def _create_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
