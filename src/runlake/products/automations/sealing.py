"""Secrets at rest: encrypted with a key that lies beside the data, never in the database or its backups."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import orjson
from cryptography.fernet import Fernet, InvalidToken

from runlake.errors import CorruptData

_KEY_FILE = "automations.key"


class Seal:
    """Encrypts small documents of texts."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)

    def close(self, document: Mapping[str, str]) -> str:
        """The document, encrypted and authenticated."""
        return self._fernet.encrypt(orjson.dumps(dict(document))).decode("ascii")

    def open(self, sealed: str) -> dict[str, str]:
        """The document again. Raises CorruptData when it was sealed with another key."""
        try:
            document: dict[str, str] = orjson.loads(self._fernet.decrypt(sealed.encode("ascii")))
        except InvalidToken as error:
            raise CorruptData(
                f"a secret cannot be opened with the key in secrets/{_KEY_FILE}: bring that file back, or enter it anew"
            ) from error
        return document


def load_seal(folder: Path) -> Seal:
    """The seal whose key is in `automations.key` of a folder, readable by its owner only; made on the first call."""
    path = folder / _KEY_FILE
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    try:
        return Seal(path.read_bytes().strip())
    except ValueError as error:
        raise CorruptData(
            f"{path} does not hold a key: bring it back, or delete it and enter all secrets anew"
        ) from error
