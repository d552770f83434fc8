"""Digests of values, rows, tables and files. Pure.

The rules are those of Weave's clients, which compute some of them by themselves: a value is hashed as JSON text with
sorted keys, `", "` and `": "` between, non-ASCII characters escaped, references in the internal form, and numbers in the
form in which they were sent: 1 and 1.0 are two values.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.objects.ref_forms import with_internal_refs

_REF = "weave:///"
DIGEST_CHARACTERS = 43
_NOT_IN_DIGESTS = bytes.maketrans(b"-_", b"XY")
_DIGEST = re.compile(r"[A-Za-z0-9]{43}")


def value_digest(value: Any) -> str:
    """The digest of a JSON value (or a row), 43 characters of A-Z a-z 0-9."""
    return bytes_digest(hashed_text(value).encode())


def hashed_text(value: Any) -> str:
    """The text of a value that is hashed: references are in the internal form."""
    text = json.dumps(value, sort_keys=True)
    return json.dumps(with_internal_refs(value), sort_keys=True) if _REF in text else text


def outer_digest(value: Any) -> str:
    """The digest of a value with its references as they came: that of clients that know no internal ids."""
    return bytes_digest(json.dumps(value, sort_keys=True).encode())


def bytes_digest(content: bytes) -> str:
    """The digest of bytes."""
    return _text(hashlib.sha256(content).digest())


file_digest = bytes_digest


def digest_of_sha256(text: str) -> str:
    """The digest of bytes whose SHA-256 somebody gives in base64, of either alphabet. Raises InvalidInput."""
    try:
        digest = base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        digest = b""
    if len(digest) != hashlib.sha256().digest_size:
        raise InvalidInput("a SHA-256 is wanted in base64: 44 characters")
    return _text(digest)


def table_digest(row_digests: Iterable[str]) -> str:
    """The digest of a list of rows: hex, 64 characters."""
    return hashlib.sha256("".join(row_digests).encode()).hexdigest()


def is_digest(text: str) -> bool:
    """Whether this could be the digest of a value."""
    return _DIGEST.fullmatch(text) is not None


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).rstrip(b"=").translate(_NOT_IN_DIGESTS).decode()
