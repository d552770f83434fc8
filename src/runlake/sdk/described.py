"""What a run is called and found by. Setting it writes it to the journal."""

from collections.abc import Iterable

from runlake.sdk.written import Written


class Described(Written):
    """Tags, notes, group and job type of a run, as this process last set them."""

    @property
    def tags(self) -> tuple[str, ...]:
        """What the run is found by; all of them are set at once: `run.tags += ("best",)`."""
        return self._begun.tags or ()

    @tags.setter
    def tags(self, tags: Iterable[str]) -> None:
        self._describe(tags=tuple(dict.fromkeys(str(tag) for tag in tags)))

    @property
    def notes(self) -> str | None:
        """What is to be known of the run, in Markdown."""
        return self._begun.notes

    @notes.setter
    def notes(self, notes: str) -> None:
        self._describe(notes=str(notes))

    @property
    def group(self) -> str | None:
        """What the run is shown together with."""
        return self._begun.group

    @group.setter
    def group(self, group: str) -> None:
        self._describe(group=str(group))

    @property
    def job_type(self) -> str | None:
        """What kind of work the run does: `train`, `eval`."""
        return self._begun.job_type

    @job_type.setter
    def job_type(self, job_type: str) -> None:
        self._describe(job_type=str(job_type))
