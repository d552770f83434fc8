"""Which version of each run the mirror has: eight bytes a run, since run numbers are dense."""

from array import array

_GROWTH = 1024


class Versions:
    """Run number → version; 0 is not known."""

    def __init__(self) -> None:
        self._versions = array("Q")

    def get(self, run_number: int) -> int:
        return self._versions[run_number] if run_number < len(self._versions) else 0

    def put(self, run_number: int, version: int) -> None:
        missing = run_number + 1 - len(self._versions)
        if missing > 0:
            self._versions.extend([0] * (missing + _GROWTH))
        self._versions[run_number] = version

    def forget(self, run_number: int) -> None:
        if run_number < len(self._versions):
            self._versions[run_number] = 0
