"""API keys in requests, in the forms that clients send them."""

import base64
import binascii


def api_key_in(authorization: str) -> str | None:
    """The API key of an Authorization header, Basic (any user name) or Bearer; None when there is none."""
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip() or None
    if scheme.lower() != "basic":
        return None
    try:
        _, _, key = base64.b64decode(rest.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return key or None
