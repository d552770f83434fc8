"""`run.config` and `run.summary`: mappings that write what is put into them to the journal."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from runlake.sdk.values import plain

Write = Callable[[Mapping[str, Any]], None]


class Document(MutableMapping[str, Any]):
    """Keys and values; also as attributes. A change is in the journal when the call returns."""

    def __init__(self, values: Mapping[str, Any], write: Write) -> None:
        object.__setattr__(self, "_values", {str(key): plain(value) for key, value in values.items()})
        object.__setattr__(self, "_write", write)

    _values: dict[str, Any]
    _write: Write

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.update({key: value})

    def __delitem__(self, key: str) -> None:
        raise TypeError("what was logged stays: set another value instead of deleting it")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __repr__(self) -> str:
        return repr(self._values)

    def _take(self, *given: Any, **more: Any) -> dict[str, Any]:
        changed = {str(key): plain(value) for key, value in dict(*given, **more).items()}
        self._values.update(changed)
        return changed


class Config(Document):
    """What the run was started with."""

    def update(self, *given: Any, **more: Any) -> None:
        """Set several values with one write."""
        self._take(*given, **more)
        self._write(self._values)


class Summary(Document):
    """What the run came to, as put here by hand. The last value of every metric is added by the server."""

    def __init__(self, write: Write) -> None:
        super().__init__({}, write)

    def update(self, *given: Any, **more: Any) -> None:
        """Set several values with one write."""
        self._write(self._take(*given, **more))
