"""The key behind signed addresses is made once, kept close, and never guessed at."""

from pathlib import Path

import pytest

from runlake.errors import CorruptData
from runlake.storage.signing_key import load_signing_key


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = load_signing_key(tmp_path / "secrets")
    assert len(key) == 32
    [path] = (tmp_path / "secrets").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_signing_key(tmp_path / "secrets") == key
    assert load_signing_key(tmp_path / "others") != key


def test_a_key_that_others_could_read_is_closed(tmp_path: Path) -> None:
    load_signing_key(tmp_path)
    [path] = tmp_path.iterdir()
    path.chmod(0o644)
    load_signing_key(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"zz", b"abcd", b"00" * 31, b"\xff" * 64])
def test_a_damaged_key_is_refused(tmp_path: Path, content: bytes) -> None:
    load_signing_key(tmp_path)
    [path] = tmp_path.iterdir()
    path.write_bytes(content)
    with pytest.raises(CorruptData, match="signing key"):
        load_signing_key(tmp_path)
