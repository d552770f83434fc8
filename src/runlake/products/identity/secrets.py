"""Making and hashing secrets. Random ones are long enough for a plain SHA-256; passwords get argon2."""

import asyncio
import hashlib
import secrets
import string
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Older wandb clients demand exactly 40 characters, newer ones at least 40, of this alphabet.
_API_KEY_CHARACTERS = 40
_ALPHABET = string.ascii_letters + string.digits
_HASHING_THREADS = 2  # each takes 64 MiB while it works
PREFIX_CHARACTERS = 6


def new_api_key() -> str:
    """A random API key that every wandb client accepts (238 bits)."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_API_KEY_CHARACTERS))


def new_token() -> str:
    """A random token, safe in an address and a cookie (256 bits)."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """The form in which a key or token is stored and looked up."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def csrf_token_of(session_token: str) -> str:
    """The CSRF token of a session: whoever has the session can know it, nobody else can."""
    return hash_secret(f"csrf:{session_token}")


class Passwords:
    """argon2 in threads of its own: a hash takes some 50 ms and must not hold up the event loop."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._pool = ThreadPoolExecutor(_HASHING_THREADS, "password-hash")
        self._nobodys_hash: str | None = None

    async def hash(self, password: str) -> str:
        """The stored form of a password."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """True when `password` fits. Without a stored hash it takes as long and is False."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._verify, stored, password)

    def is_outdated(self, stored: str) -> bool:
        """True when the parameters have been raised since the hash was made."""
        return self._hasher.check_needs_rehash(stored)

    def close(self) -> None:
        self._pool.shutdown(wait=False)

    def _verify(self, stored: str | None, password: str) -> bool:
        try:
            fits = self._hasher.verify(stored or self._of_nobody(), password)
        except (VerificationError, InvalidHashError):
            return False
        return fits and stored is not None

    def _of_nobody(self) -> str:
        if self._nobodys_hash is None:
            self._nobodys_hash = self._hasher.hash(secrets.token_hex(32))
        return self._nobodys_hash
