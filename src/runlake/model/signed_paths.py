"""Addresses that authorise themselves: clients upload and download without their API key.

The signature is HMAC-SHA256 over method, expiry and the whole path. Whoever holds the address may do that one thing to
that one object until it expires.
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

VALID = timedelta(hours=24)
_ROUNDING_S = 3600


class SignedPaths:
    """Makes and checks `{path}?expires=…&signature=…`."""

    def __init__(self, key: bytes, clock: Clock) -> None:
        self._key = key
        self._clock = clock

    def sign(self, method: Method, path: str) -> str:
        """The path, percent-encoded, with its query; valid for 24 hours or up to an hour longer.

        `path` is what the server sees after decoding, with its first slash. The expiry is rounded up, so that for an
        hour the address stays the same and caches know it again.
        """
        expires = int((self._clock() + VALID).timestamp())
        expires += -expires % _ROUNDING_S
        signature = self._signature(method, path, str(expires))
        return f"{quote(path, safe='/')}?expires={expires}&signature={signature}"

    def check(self, method: Method, path: str, *, expires: str, signature: str) -> None:
        """Raise PermissionDenied unless `sign` made this address for this method and it has not expired."""
        if not (expires.isascii() and expires.isdigit() and len(expires) < 16):
            raise PermissionDenied("the address is not signed: ask the API for an address of this file")
        expected = self._signature(method, path, expires)
        if not hmac.compare_digest(expected.encode(), signature.encode(errors="replace")):
            raise PermissionDenied(
                f"the signature does not allow {method} here: use the address exactly as the API gave it"
            )
        if int(expires) < self._clock().timestamp():
            raise PermissionDenied("the address has expired: ask the API for a fresh one")

    def _signature(self, method: Method, path: str, expires: str) -> str:
        # The path comes last and the rest cannot hold a line break, so two different inputs never look the same.
        message = f"runlake-path-v1\n{method}\n{expires}\n{path}".encode(errors="surrogatepass")
        return urlsafe_b64encode(hmac.digest(self._key, message, hashlib.sha256)).decode().rstrip("=")
