"""Optional libraries that other libraries load when they find them, and that nothing here uses."""

import sys
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


@contextmanager
def hidden(name: str) -> Iterator[None]:
    """Within the block, importing `name` for the first time fails, in every thread; afterwards all is as before."""
    finder = _Hidden(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
