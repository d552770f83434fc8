"""What was read of prompts: in memory, and on disk for when the server is away."""

import hashlib
import json
import threading
import time
from dataclasses import asdict
from pathlib import Path

from runlake.errors import StoreUnavailable
from runlake.sdk import places
from runlake.sdk.messages import warn
from runlake.sdk.objects.store import ObjectStore, ObjectValue

Key = tuple[str, str, str]


class KeptPrompts:
    """All that this process has read. Any thread may ask."""

    def __init__(self) -> None:
        self._found: dict[Key, tuple[float, ObjectValue]] = {}
        self._reading: set[Key] = set()
        self._lock = threading.Lock()

    def get(self, store: ObjectStore, name: str, version: str, max_age_s: float) -> ObjectValue:
        """A version; one older than that is given while a thread reads it again. Raises NotFound, StoreUnavailable."""
        key = (store.key, name, version)
        with self._lock:
            known = self._found.get(key)
        if known is None:
            return self._read(store, key)
        if time.monotonic() - known[0] > max_age_s:
            self._read_again(store, key)
        return known[1]

    def forget(self, store_key: str, name: str) -> None:
        """A version was published: what was read of that name may be old."""
        with self._lock:
            for key in [key for key in self._found if key[:2] == (store_key, name)]:
                del self._found[key]

    def _read(self, store: ObjectStore, key: Key) -> ObjectValue:
        try:
            found = store.get(key[1], key[2])
        except StoreUnavailable as error:
            on_disk = _from_disk(key)
            if on_disk is None:
                raise
            warn("prompts", f"{error}; prompt {key[1]} is the one that was read last")
            return on_disk
        with self._lock:
            self._found[key] = (time.monotonic(), found)
        _to_disk(key, found)
        return found

    def _read_again(self, store: ObjectStore, key: Key) -> None:
        with self._lock:
            if key in self._reading:
                return
            self._reading.add(key)

        def work() -> None:
            try:
                self._read(store, key)
            except Exception as error:  # noqa: BLE001 - the border to the user's program
                warn("prompts", f"prompt {key[1]} cannot be read again: {error}")
            finally:
                with self._lock:
                    self._reading.discard(key)

        threading.Thread(target=work, name="runlake-prompts", daemon=True).start()


kept = KeptPrompts()


def _path(key: Key) -> Path:
    return places.journals_folder().parent / "prompts" / f"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}.json"


def _to_disk(key: Key, found: ObjectValue) -> None:
    path = _path(key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{threading.get_ident()}")
        fresh.write_text(json.dumps(asdict(found)))
        fresh.replace(path)
    except OSError:  # it is read from the server again
        return


def _from_disk(key: Key) -> ObjectValue | None:
    try:
        return ObjectValue(**json.loads(_path(key).read_text()))
    except (OSError, ValueError, TypeError):
        return None
