"""Addresses that authorise themselves: clients upload and download without their API key.

The signature is HMAC-SHA256 over method, run, name and expiry. Whoever holds the address may do that one thing to that
one file until it expires.
"""

import hashlib
import hmac
import logging
import os
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from runlake.errors import CorruptData, PermissionDenied
from runlake.model.clock import Clock

Method = Literal["GET", "PUT"]

_KEY_BYTES = 32
_KEY_FILE = "file-addresses.key"
_VALID = timedelta(hours=24)
_ROUNDING_S = 3600

logger = logging.getLogger(__name__)


class SignedPaths:
    """Makes and checks `/storage/runs/{run_number}/{name}?expires=…&signature=…`."""

    def __init__(self, key: bytes, clock: Clock, *, valid: timedelta = _VALID) -> None:
        self._key = key
        self._clock = clock
        self._valid_s = int(valid.total_seconds())

    def sign(self, method: Method, run_number: int, name: str) -> str:
        """A path with its query, valid for 24 hours or up to an hour longer.

        The expiry is rounded up, so that for an hour the path stays the same and caches know it again.
        """
        expires = int(self._clock().timestamp()) + self._valid_s
        expires += -expires % _ROUNDING_S
        signature = self._signature(method, run_number, name, expires)
        return f"/storage/runs/{run_number}/{quote(name, safe='/')}?expires={expires}&signature={signature}"

    def check(self, method: Method, run_number: int, name: str, *, expires: str, signature: str) -> None:
        """Raise PermissionDenied unless `sign` made this path for this method and it has not expired."""
        if not (expires.isascii() and expires.isdigit() and len(expires) < 16):
            raise PermissionDenied("the address is not signed: ask the API for an address of this file")
        expected = self._signature(method, run_number, name, int(expires))
        if not hmac.compare_digest(expected.encode(), signature.encode(errors="replace")):
            raise PermissionDenied(
                f"the signature does not allow {method} of this file: use the address exactly as the API gave it"
            )
        if int(expires) < self._clock().timestamp():
            raise PermissionDenied("the address has expired: ask the API for a fresh one")

    def _signature(self, method: Method, run_number: int, name: str, expires: int) -> str:
        # The name comes last and the rest cannot hold a line break, so two different inputs never look the same.
        message = f"runlake-file-v1\n{method}\n{run_number}\n{expires}\n{name}".encode(errors="surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._key, message, hashlib.sha256)).decode().rstrip("=")


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
