"""Addresses of artifact bytes that authorise themselves: clients upload and download without their API key.

The signature is HMAC-SHA256 over method, path and expiry. Whoever holds the address may do that one thing until then.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Literal
from urllib.parse import quote

from runlake.errors import PermissionDenied
from runlake.model.clock import Clock

Method = Literal["GET", "PUT"]

# The folder of files in addresses. Clients' own tests tell files from manifests by this word.
FILES = "wandb_artifacts"

_VALID = timedelta(hours=24)
_ROUNDING_S = 3600


class SignedPaths:
    """Makes and checks `/storage/artifacts/{place}?expires=…&signature=…`."""

    def __init__(self, key: bytes, clock: Clock, *, valid: timedelta = _VALID) -> None:
        self._key = key
        self._clock = clock
        self._valid_s = int(valid.total_seconds())

    def sign(self, method: Method, place: str) -> str:
        """A path with its query, valid for 24 hours or up to an hour longer: for an hour it stays the same."""
        expires = int(self._clock().timestamp()) + self._valid_s
        expires += -expires % _ROUNDING_S
        signature = self._signature(method, place, expires)
        return f"/storage/artifacts/{quote(place, safe='/')}?expires={expires}&signature={signature}"

    def check(self, method: Method, place: str, *, expires: str, signature: str) -> None:
        """Raise PermissionDenied unless `sign` made this path for this method and it has not expired."""
        if not (expires.isascii() and expires.isdigit() and len(expires) < 16):
            raise PermissionDenied("the address is not signed: ask the API for an address of this file")
        expected = self._signature(method, place, int(expires))
        if not hmac.compare_digest(expected.encode(), signature.encode(errors="replace")):
            raise PermissionDenied(f"the signature does not allow {method} here: use the address as the API gave it")
        if int(expires) < self._clock().timestamp():
            raise PermissionDenied("the address has expired: ask the API for a fresh one")

    def _signature(self, method: Method, place: str, expires: int) -> str:
        message = f"runlake-artifact-v1\n{method}\n{expires}\n{place}".encode(errors="surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._key, message, hashlib.sha256)).decode().rstrip("=")
