"""`runlake.Api`: the entrance to what is on a server."""

import math
from datetime import datetime
from typing import Any

from runlake.errors import UsageError
from runlake.sdk.places import find_server
from runlake.sdk.reading.asking import Asker
from runlake.sdk.reading.filters import FilterLike, OrderLike, filter_document, sort_document
from runlake.sdk.reading.run_view import RunView, project_path, run_path
from runlake.sdk.reading.runs import Runs
from runlake.sdk.reading.span_table import Spans
from runlake.sdk.reading.sql_answer import SqlAnswer

Moment = datetime | float
"""A time, or seconds since the epoch."""


class Api:
    """Reads what is on a server, as whoever the key belongs to."""

    def __init__(self, *, url: str | None = None, api_key: str | None = None) -> None:
        """Ask nobody yet.

        Args:
            url, api_key: the server; None means `RUNLAKE_URL`, `RUNLAKE_API_KEY`, else the last `runlake login`.

        Raises:
            UsageError: `url` is no address.
        """
        self.asker = Asker(find_server(url, api_key))
        self._own_entity: str | None = None

    @property
    def entity(self) -> str:
        """The entity of what names none: the caller's own."""
        if self._own_entity is None:
            self._own_entity = str(self.asker.ask("GET", "/session")["user"]["entity"])
        return self._own_entity

    def projects(self) -> list[str]:
        """`entity/project` of all projects that the caller may read."""
        return [f"{row['entity']}/{row['name']}" for row in self.asker.ask("GET", "/projects")["projects"]]

    def runs(
        self, project: str, *, filter: FilterLike = None, order: OrderLike = None, limit: int | None = None
    ) -> Runs:
        """Runs of a project, the newest first unless `order` says otherwise. Nothing is read before it is looked at.

        Args:
            project: `project`, or `entity/project`.
            filter: `"config.lr > 0.01 and state == 'finished' and 'baseline' in tags"`, or the native API's document.
            order: `"summary.loss"`, `"-created_at"` (a minus: greatest first), or several of them.
            limit: at most so many; None means all.

        Raises:
            UsageError: the filter cannot be read.
        """
        search = {"filter": filter_document(filter), "sort": sort_document(order)}
        return Runs(self.asker, *self._project(project), search, limit)

    def run(self, path: str) -> RunView:
        """One run, by `entity/project/run_id` or `project/run_id`. Raises NotFound."""
        place, _, run_id = path.rpartition("/")
        if not place or not run_id:
            raise UsageError(f"{path!r:.200} names no run: write entity/project/run_id, or project/run_id")
        entity, project = self._project(place)
        return RunView(self.asker, entity, project, self.asker.ask("GET", run_path(entity, project, run_id))["run"])

    def spans(
        self,
        project: str,
        *,
        filter: FilterLike = None,
        search: str = "",
        roots_only: bool = False,
        since: Moment | None = None,
        until: Moment | None = None,
        limit: int | None = 10_000,
    ) -> Spans:
        """Spans of a project, the newest first. Nothing is read before it is looked at.

        Args:
            filter: `"model == 'gpt-4o' and status == 'error'"`; fields are those of a span, and `attributes.<name>`.
            search: text anywhere in inputs, outputs, attributes, names and messages.
            roots_only: only the first span of each trace.
            since, until: by their start.
            limit: at most so many; None means all.
        """
        body: dict[str, Any] = {
            "filter": filter_document(filter),
            "search": search,
            "roots_only": roots_only,
            "since": 0 if since is None else _ms(since),
            "until": None if until is None else _ms(until),
        }
        return Spans(self.asker, f"{project_path(*self._project(project))}/spans/search", body, limit)

    def sql(self, query: str, *, project: str) -> SqlAnswer:
        """The answer to one SELECT over a project's points, runs, spans, scores and console lines.

        Nothing is asked before it is looked at. The views and what may be called are in the guide on SQL.

        Args:
            query: in ClickHouse's dialect: `"SELECT run_id, min(value) FROM points WHERE metric = 'loss' GROUP BY run_id"`.
            project: `project`, or `entity/project`.
        """
        return SqlAnswer(self.asker, f"{project_path(*self._project(project))}/sql", query)

    def __repr__(self) -> str:
        return f"<Api of {self.asker.server.url}>"

    def _project(self, path: str) -> tuple[str, str]:
        entity, slash, project = path.partition("/")
        if not path or (slash and not (entity and project)) or "/" in project:
            raise UsageError(f"{path!r:.200} names no project: write project, or entity/project")
        return (entity, project) if slash else (self.entity, path)


def spans(project: str, *, url: str | None = None, api_key: str | None = None, **asked: Any) -> Spans:
    """`Api(url=…, api_key=…).spans(project, …)`."""
    return Api(url=url, api_key=api_key).spans(project, **asked)


def sql(query: str, *, project: str, url: str | None = None, api_key: str | None = None) -> SqlAnswer:
    """`Api(url=…, api_key=…).sql(query, project=project)`."""
    return Api(url=url, api_key=api_key).sql(query, project=project)


def _ms(moment: Moment) -> int:
    seconds = moment.timestamp() if isinstance(moment, datetime) else moment
    return math.floor(seconds * 1000)
