"""What the mirror has of runs, remembered for those that change often."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from runlake.model import Run
from runlake.products.runs.leaves import REMOVED, Leaves, config_leaves, summary_leaves, system_leaves

_MOST_LEAVES = 300_000


@dataclass(frozen=True, slots=True)
class Mirrored:
    """The leaves of a run as of `version`; the documents are None when they were not read."""

    version: int = 0
    system: Leaves = field(default_factory=dict)
    config: Leaves = field(default_factory=dict)
    summary: Leaves = field(default_factory=dict)
    config_json: str | None = None
    summary_json: str | None = None

    @classmethod
    def of_leaves(cls, version: int, leaves: Leaves) -> "Mirrored":
        """From what was read back."""
        sections: dict[str, Leaves] = {"system": {}, "config": {}, "summary": {}}
        for path, leaf in leaves.items():
            section = path.partition(".")[0]
            sections[section if section in ("config", "summary") else "system"][path] = leaf
        return cls(version, sections["system"], sections["config"], sections["summary"])

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self.system) + len(self.config) + len(self.summary)

    def updated(self, run: Run) -> "Mirrored":
        """The same after the mirror has got `run`; a document that did not change is not taken apart again."""
        same_config = run.config_json == self.config_json
        same_summary = run.summary_json == self.summary_json
        return Mirrored(
            version=run.version,
            system=system_leaves(run),
            config=self.config if same_config else config_leaves(run.config_json),
            summary=self.summary if same_summary else summary_leaves(run.summary_json),
            config_json=run.config_json,
            summary_json=run.summary_json,
        )

    def changes_since(self, earlier: "Mirrored") -> Leaves:
        """Leaves that are not as they were; those that went are marked as removed."""
        changes: Leaves = {}
        for before, now in (
            (earlier.system, self.system),
            (earlier.config, self.config),
            (earlier.summary, self.summary),
        ):
            if before is not now:
                changes.update(_changes(before, now))
        return changes


def _changes(before: Mapping[str, object], now: Leaves) -> Leaves:
    changed = {path: leaf for path, leaf in now.items() if before.get(path) != leaf}
    changed.update((path, REMOVED) for path, leaf in before.items() if path not in now and leaf != REMOVED)
    return changed


class Memory:
    """The runs that were mirrored last; bounded by the number of their leaves."""

    def __init__(self, most_leaves: int = _MOST_LEAVES) -> None:
        self._most_leaves = most_leaves
        self._runs: OrderedDict[int, Mirrored] = OrderedDict()
        self._leaves = 0

    def find(self, run_number: int) -> Mirrored | None:
        return self._runs.get(run_number)

    def put(self, run_number: int, mirrored: Mirrored) -> None:
        self.forget(run_number)
        self._runs[run_number] = mirrored
        self._leaves += mirrored.size
        while self._leaves > self._most_leaves and len(self._runs) > 1:
            self.forget(next(iter(self._runs)))

    def forget(self, run_number: int) -> None:
        gone = self._runs.pop(run_number, None)
        if gone is not None:
            self._leaves -= gone.size
