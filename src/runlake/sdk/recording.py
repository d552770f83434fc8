"""What a run records besides rows: metrics' definitions, alerts, files, code, models and artifacts.

What does it is loaded when it is first asked for: most programs log rows alone, and `init` has to return at once.
"""

import os
import secrets
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from runlake.errors import UsageError
from runlake.sdk.described import Described
from runlake.sdk.outbox import Task
from runlake.sdk.values import checked_name

if TYPE_CHECKING:
    from runlake.sdk.artifacts.artifact import Artifact
    from runlake.sdk.artifacts.using import UsedArtifact
    from runlake.sdk.defined_metrics import Goal, Summary
    from runlake.sdk.saved_files import Policy, SavedFiles
    from runlake.sdk.watching import Watch, What

Level = Literal["INFO", "WARN", "ERROR"]
_LEVELS = ("INFO", "WARN", "ERROR")


class Recording(Described):
    """The part of a run that keeps other things than rows. All of them wait offline, and survive `kill -9`."""

    _saved: "SavedFiles | None" = None

    def define_metric(
        self,
        name: str,
        *,
        step_metric: str | None = None,
        summary: "Summary | Sequence[Summary] | None" = None,
        goal: "Goal | None" = None,
    ) -> None:
        """Say what a metric is drawn over, and what stands for it in the summary instead of its last value.

        Args:
            name: a metric, or a pattern: `val/*`.
            step_metric: the metric that its charts are drawn over, an epoch for instance. A row that has the metric and
                lacks this one gets the last value that this process logged of it.
            summary: `min`, `max`, `mean`, `first`, `last`, `best` (by `goal`) of all its values, or several of them;
                `none` keeps it out of the summary.
            goal: `min` or `max`: what is better.

        Raises:
            UsageError: the run is finished, or one of them cannot be.
        """
        from runlake.sdk.defined_metrics import definition

        defined = definition(step_metric, summary, goal)
        self._describe(metrics={**(self._begun.metrics or {}), checked_name(name): defined})
        with self._lock:
            self._carry_steps(name, step_metric)

    def alert(self, title: str, text: str = "", level: Level = "INFO", *, wait_s: float = 60.0) -> None:
        """Tell people: on the page of alerts, and by the automations that wait for alerts of runs.

        Args:
            title: at most 200 characters.
            text: Markdown, at most 10,000 characters.
            level: `INFO`, `WARN` or `ERROR`.
            wait_s: the same title within so many seconds is told once.

        Raises:
            UsageError: the run is finished, or the level cannot be.
        """
        if level not in _LEVELS:
            raise UsageError(f"level is {level!r}: it is INFO, WARN or ERROR")
        said = {"title": str(title)[:200], "text": str(text)[:10_000], "severity": level, "wait_s": float(wait_s)}
        self._keep(Task("alert", f"alert {title!r:.60}", {**said, "key": secrets.token_hex(12)}))

    def save(
        self, pattern: str | os.PathLike[str], *, base: str | os.PathLike[str] | None = None, policy: "Policy" = "live"
    ) -> list[str]:
        """Make files of the program files of the run; returns the names they have there.

        Args:
            pattern: a path, or a pattern: `checkpoints/**/*.json`.
            base: names are paths below it; None means the working folder.
            policy: `live` sends a file again whenever it changes, `now` once, `end` when the run ends.

        Raises:
            UsageError: the run is finished, or more than 10,000 files match.
        """
        if self._saved is None:
            from runlake.sdk.saved_files import SavedFiles

            self._saved = SavedFiles(self._keep)
        return self._saved.add(pattern, base, policy)

    def log_code(self, root: str | os.PathLike[str] = ".", *, include: Sequence[str] | None = None) -> "Artifact":
        """Keep the program's sources, as an artifact of type `code` that has a new version only when they change.

        Args:
            root: the folder; hidden folders in it, and those that tools make, are left out.
            include: which files, by patterns of their names; None means `*.py`, notebooks, shell scripts and configurations.

        Raises:
            UsageError: the run is finished, there are no sources, or more than 5,000.
        """
        from runlake.sdk.source_code import INCLUDED, code_of

        return self.log_artifact(code_of(root, f"code-{self.project}"[:128], include or INCLUDED))

    def watch(self, model: Any, log: "What" = "gradients", *, every: int = 100) -> "Watch":
        """Log histograms of a PyTorch model's `gradients`, `parameters` or `all`, in every so many batches of training.

        They stand at the step of the row that is logged next. `close()` of the result ends it. For JAX and Keras, log
        what `runlake.histograms(tree)` gives.

        Raises:
            UsageError: the model is none of PyTorch.
        """
        from runlake.sdk.watching import Watch

        return Watch(model, self._log_beside, what=log, every=every)

    def log_artifact(
        self,
        artifact: "Artifact | str | os.PathLike[str]",
        *,
        name: str | None = None,
        type: str = "dataset",
        aliases: Iterable[str] = (),
        tags: Iterable[str] = (),
    ) -> "Artifact":
        """Make a version of an artifact, or of a file or folder. Its files are copied first, then sent beside the training.

        Offline, and when the program is killed, it waits like the rest of the run. When the newest version has the
        same content, that one gets the aliases and no new one is made.

        Args:
            artifact: an `Artifact`, or the path of a file or folder, which needs a `name`.
            name, type: of an artifact that is given by its path.
            aliases: what the version is called, besides `latest`.
            tags: how it is found.

        Raises:
            UsageError: the run is finished, a file cannot be read, or there is none.
        """
        from runlake.sdk.artifacts.artifact import Artifact, artifact_of

        made = artifact if isinstance(artifact, Artifact) else artifact_of(artifact, name or "", type)
        self._keep(made.task(tuple(aliases), tuple(tags)))
        return made

    def use_artifact(self, name: str, *, used_as: str | None = None) -> "UsedArtifact":
        """Find a version, and remember that this run uses it.

        Args:
            name: `collection:v3`, `collection:alias` or `collection` (its latest), with `project/` or
                `entity/project/` before it when it is elsewhere.
            used_as: what for: `validation`, for instance.

        Raises:
            NotFound: there is no such version.
            UsageError: the run is finished, or the server cannot be reached.
        """
        from runlake.sdk.artifacts.using import find_version

        used = find_version(self._server, name, self.project, self._find_entity())
        order = {"entity": used.entity, "project": used.project, "collection": used.name, "version": used.version}
        self._keep(Task("use", repr(used), {**order, "used_as": used_as}))
        return used
