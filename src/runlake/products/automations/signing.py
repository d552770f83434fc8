"""How a receiver knows that a request came from here. Pure."""

import hashlib
import hmac


def signature_headers(secret: str, body: bytes, sent_at_s: int) -> dict[str, str]:
    """Two HMAC-SHA256 signatures in hex: of the body, and of `<time>.<body>`, which cannot be sent again later.

    Source of the first: wandb's documentation of webhooks, "X-Wandb-Signature".
    """
    key = secret.encode()
    plain = hmac.new(key, body, hashlib.sha256).hexdigest()
    dated = hmac.new(key, f"{sent_at_s}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Wandb-Signature": plain, "X-Runlake-Signature": f"t={sent_at_s},v1={dated}"}
