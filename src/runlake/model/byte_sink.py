"""A file for writers whose bytes go on while they write."""


class ByteSink:
    """What a writer of Arrow or Parquet writes to: keeps what it was given until it is taken away."""

    closed = False

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._position = 0

    def write(self, block: "bytes | memoryview") -> int:
        self._waiting.append(bytes(block))
        self._position += len(block)
        return len(block)

    def tell(self) -> int:
        return self._position

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        """What was written since the last call."""
        waiting, self._waiting = self._waiting, []
        return b"".join(waiting)
