"""A run as it is on the server."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.live import follow
from runlake.sdk.reading.media import LoggedMedia, MediaKey
from runlake.sdk.reading.points import Points, asked_points
from runlake.sdk.reading.run_files import FileView
from runlake.sdk.reading.shapes import MetricShape, chunks, shape_of

_LINES_AT_ONCE = 5000
_VALUES_AT_ONCE = 100
_FILES_AT_ONCE = 500
_ENDED = ("finished", "failed", "crashed", "killed", "preempted")


class RunView:
    """A run of the server, as it was when it was asked for; `refresh` asks again. It changes nothing."""

    def __init__(self, asker: Asker, entity: str, project: str, facts: Mapping[str, Any]) -> None:
        """For `Api.run` and `Runs`."""
        self._asker = asker
        self.entity, self.project = entity, project
        self._facts = facts

    @property
    def run_id(self) -> str:
        """The id, unique in its project."""
        return str(self._facts["run_id"])

    @property
    def name(self) -> str:
        """The name that it is shown by."""
        return str(self._facts["display_name"])

    @property
    def state(self) -> str:
        """`running`, `finished`, `failed`, `crashed`, `killed`, `pending`, `preempting` or `preempted`."""
        return str(self._facts["state"])

    @property
    def has_ended(self) -> bool:
        """True when no process is expected to log more."""
        return self.state in _ENDED

    @property
    def config(self) -> dict[str, Any]:
        """What the run was started with."""
        return dict(self._facts["config"])

    @property
    def summary(self) -> dict[str, Any]:
        """What it came to: the last value of each metric, and what was put there by hand."""
        return dict(self._facts["summary"])

    @property
    def tags(self) -> list[str]:
        """Its tags."""
        return list(self._facts["tags"])

    @property
    def notes(self) -> str | None:
        """Its notes."""
        return self._text("notes")

    @property
    def group(self) -> str | None:
        """The group that it belongs to."""
        return self._text("group")

    @property
    def job_type(self) -> str | None:
        """Its job type."""
        return self._text("job_type")

    @property
    def user(self) -> str | None:
        """Who logged it."""
        return self._text("user")

    @property
    def created_at(self) -> datetime:
        """When it began, in UTC."""
        return datetime.fromisoformat(self._facts["created_at"])

    @property
    def finished_at(self) -> datetime | None:
        """When it ended, in UTC; None while it runs."""
        text = self._text("finished_at")
        return None if text is None else datetime.fromisoformat(text)

    @property
    def duration_s(self) -> float | None:
        """Seconds from its beginning to its end, or to its last sign of life."""
        seconds: float | None = self._facts["duration_s"]
        return seconds

    @property
    def path(self) -> str:
        """`entity/project/run_id`."""
        return f"{self.entity}/{self.project}/{self.run_id}"

    @property
    def url(self) -> str:
        """Its page."""
        return f"{self._asker.server.url}/{self.entity}/{self.project}/runs/{self.run_id}"

    @property
    def facts(self) -> dict[str, Any]:
        """Everything that the server tells of it, as JSON has it."""
        return dict(self._facts)

    def metrics(
        self,
        keys: str | Sequence[str] | None = None,
        *,
        first_step: int | None = None,
        last_step: int | None = None,
        rank: int | Sequence[int] | None = None,
        system: bool = False,
    ) -> Points:
        """Every point of the metrics `keys` (None: of all), exact, never sampled; steps are inclusive.

        With `rank` those of one process of the run, or of some; with `system` those of the machine it ran on. Nothing
        is read before the table is asked for.
        """
        bounds = {"first_step": first_step, "last_step": last_step}
        asked = {**asked_points(keys, rank, system=system), **bounds}
        return Points(self._asker, f"{project_path(self.entity, self.project)}/points/arrow", [self.run_id], asked)

    def metric_names(self, *, system: bool = False) -> list[str]:
        """The names of all metrics that are numbers, in the order of the alphabet."""
        source = "system" if system else "history"
        path = (
            f"{project_path(self.entity, self.project)}/metrics?runs={quote(self.run_id)}&source={source}&limit=100000"
        )
        rows = self._asker.ask("GET", path)["metrics"]
        return sorted(row["name"] for row in rows if row["kind"] == "number" and not row["name"].startswith("_"))

    def metric_shapes(self, keys: Sequence[str] | None = None, *, buckets: int = 48) -> list[MetricShape]:
        """How metrics went, in a few numbers each; in the order of their names."""
        names = self.metric_names() if keys is None else list(keys)
        path, found = f"{project_path(self.entity, self.project)}/points", []
        for part in chunks(names):
            body = {"runs": [self.run_id], "metrics": part, "buckets": buckets}
            found += [shape_of(series, buckets) for series in self._asker.ask("POST", path, body)["series"]]
        return sorted(found, key=lambda shape: shape.metric)

    def changes(self, *, every_s: float = 1.0) -> Iterator[None]:
        """Something new of the run, at most every `every_s` seconds; ends when the run has ended."""
        topics: list[dict[str, Any]] = [
            {"kind": "runs", "entity": self.entity, "project": self.project},
            {"kind": "points", "entity": self.entity, "project": self.project, "runs": [self.run_id]},
        ]
        return follow(self._asker, topics, self.run_id, every_s)

    def logs(self, *, writer: str | None = None, search: str = "") -> Iterator[str]:
        """The lines of its console, read a page at a time: of all writers one after the other, or of one."""
        writers = [writer] if writer is not None else self._writers()
        for each in writers:
            first = 0
            while True:
                given = f"limit={_LINES_AT_ONCE}&first_line={first}&writer={quote(each)}&search={quote(search)}"
                page = self._ask(f"/logs?{given}")
                yield from (line["text"] for line in page["lines"])
                if len(page["lines"]) < _LINES_AT_ONCE:
                    break
                first = page["next_line"]

    def files(self, prefix: str = "") -> Iterator[FileView]:
        """Its files whose names begin with `prefix`, in the order of names."""
        after = ""
        while True:
            page = self._ask(f"/files?prefix={quote(prefix)}&limit={_FILES_AT_ONCE}{after}")
            yield from (FileView(self._asker, row) for row in page["files"])
            if page["next_cursor"] is None:
                return
            after = f"&cursor={quote(page['next_cursor'])}"

    def media_keys(self) -> list[MediaKey]:
        """Names under which it logged what is no number: images, tables, histograms, texts, …"""
        return [MediaKey(row["key"], row["kind"], row["count"]) for row in self._ask("/media")["keys"]]

    def media(self, key: str) -> Iterator[LoggedMedia]:
        """What was logged under a name, in the order of steps."""
        path, first_step, seen = f"/media/{quote(key)}", -(2**63), 0
        while True:
            rows = self._ask(f"{path}?first_step={first_step}&limit={_VALUES_AT_ONCE}")["values"]
            yield from (LoggedMedia(self._asker, key, row) for row in rows[seen:])
            if len(rows) < _VALUES_AT_ONCE:
                return
            last = rows[-1]["step"]
            seen = sum(row["step"] == last for row in rows)
            if last == first_step:  # more values at one step than a page holds
                first_step, seen = last + 1, 0
            else:
                first_step = last

    def refresh(self) -> None:
        """Ask the server how the run is now."""
        self._facts = self._ask("")["run"]

    def __repr__(self) -> str:
        return f"<RunView {self.path} {self.name!r}: {self.state}>"

    def _text(self, name: str) -> str | None:
        value: str | None = self._facts[name]
        return value

    def _writers(self) -> list[str]:
        return [row["writer"] for row in self._ask("/logs?limit=1")["writers"]]

    def _ask(self, rest: str) -> dict[str, Any]:
        return self._asker.ask("GET", f"{run_path(self.entity, self.project, self.run_id)}{rest}")


def project_path(entity: str, project: str) -> str:
    """Where the native API has a project."""
    return f"/projects/{quote(entity, safe='')}/{quote(project, safe='')}"


def run_path(entity: str, project: str, run_id: str) -> str:
    """Where it has a run."""
    return f"{project_path(entity, project)}/runs/{quote(run_id, safe='')}"
