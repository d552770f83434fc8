"""What the GPUs of a vendor have in common: they are looked for once, and what they do not tell is left out."""

from collections.abc import Mapping
from typing import Any, Self


class Gpus:
    """The GPUs of this machine; none when the vendor's library or driver is missing."""

    def __init__(self, library: Any, handles: list[Any]) -> None:
        self._library = library
        self._handles = handles

    @classmethod
    def find(cls) -> Self:
        """Look once."""
        try:
            return cls(*cls._opened())
        except Exception:  # noqa: BLE001 - a missing library, a missing driver, a driver of another release
            return cls(None, [])

    def __len__(self) -> int:
        return len(self._handles)

    def sample(self) -> dict[str, float]:
        """Name → value of every GPU: use and memory in percent, degrees Celsius, watts."""
        return {
            f"system.gpu.{index}.{name}": value
            for index, handle in enumerate(self._handles)
            for name, value in self._readings(handle).items()
        }

    @classmethod
    def _opened(cls) -> tuple[Any, list[Any]]:
        """The library, and what it calls each GPU. May raise whatever the library does."""
        raise NotImplementedError

    def _readings(self, handle: Any) -> Mapping[str, float]:
        """What one GPU tells now."""
        raise NotImplementedError
