"""Optional libraries that other libraries load when they find them, and that nothing here uses."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder


class _Hidden(MetaPathFinder):
    """Makes the import of one library fail, as if it were not installed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == self._name:
            raise ImportError(f"{self._name} is not used here")


_changing = threading.Lock()


@contextmanager
def hidden(name: str) -> Iterator[None]:
    """Within the block, importing `name` for the first time fails, in every thread; afterwards all is as before.

    The list of finders is replaced, never changed: imports in other threads are on their way through it, and where it
    got shorter under them they would pass over its last finder, which is the one that finds nearly everything.
    """
    finder = _Hidden(name)
    with _changing:
        sys.meta_path = [finder, *sys.meta_path]
    try:
        yield
    finally:
        with _changing:
            sys.meta_path = [each for each in sys.meta_path if each is not finder]
