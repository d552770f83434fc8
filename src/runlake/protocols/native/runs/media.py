"""`GET …/runs/{run}/media`: what a run logged that is not a number: images, tables, histograms, audio, charts, …"""

from functools import partial
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response
from typing_extensions import TypedDict

from runlake.errors import NotFound
from runlake.model import Project, Run
from runlake.products.metrics import RichKey, StoredRichValue
from runlake.protocols.native.deps import ReadProject
from runlake.protocols.native.runs.files import RunFinder, file_url
from runlake.protocols.native.runs.media_charts import CustomChart, class_labels, custom_charts
from runlake.protocols.native.runs.media_values import FileUrl, parse_media_value, with_urls

_MOST_RUNS = 50


class RichReader(Protocol):
    """What is needed of metrics."""

    async def rich_keys(self, run: Run) -> list[RichKey]: ...

    async def rich_values(
        self, run: Run, metric: str, *, first_step: int = 0, limit: int = 100
    ) -> list[StoredRichValue]: ...


class MediaKey(TypedDict):
    """A name under which media of one kind were logged, with their first and last step."""

    key: str
    kind: str
    count: int
    steps: tuple[int, int]


class MediaOfRun(TypedDict):
    """What a run logged besides numbers. `class_labels`: key → boxes or mask → class id → label."""

    keys: list[MediaKey]
    charts: list[CustomChart]
    class_labels: dict[str, dict[str, dict[str, str]]]


class MediaOfNamedRun(MediaOfRun):
    """The same, of one of several runs."""

    run_id: str


class MediaOfRuns(TypedDict):
    """What several runs logged."""

    runs: list[MediaOfNamedRun]


class MediaValue(TypedDict):
    """A logged value with addresses beside its paths. `time` is ms since the epoch."""

    step: int
    line: int
    time: int
    kind: str
    value: Any


class MediaValues(TypedDict):
    """Values logged under one name, in step order."""

    values: list[MediaValue]


def media_routes(runs: RunFinder, metrics: RichReader) -> APIRouter:
    """The endpoints of media."""
    router = APIRouter(tags=["media"])

    @router.get("/projects/{entity}/{project}/runs/{run}/media")
    async def list_media(target: ReadProject, run: str) -> MediaOfRun:
        """Names under which the run logged media, and the charts it declared.

        A name that changed its kind is listed once for each. `class_labels`: key → boxes or mask → class id → label.
        """
        return await _media_of(await runs.get(target.project.project_id, run), metrics)

    @router.get("/projects/{entity}/{project}/media")
    async def list_media_of_runs(
        target: ReadProject, run: Annotated[list[str], Query(min_length=1, max_length=_MOST_RUNS)]
    ) -> MediaOfRuns:
        """The same for several runs (`?run=a&run=b`), in the order asked for; a run that is not there is left out."""
        answers: list[MediaOfNamedRun] = []
        for run_id in dict.fromkeys(run):
            try:
                found = await runs.get(target.project.project_id, run_id)
            except NotFound:
                continue
            answers.append({"run_id": found.run_id, **await _media_of(found, metrics)})
        return {"runs": answers}

    @router.get("/projects/{entity}/{project}/runs/{run}/media/{key:path}", responses={200: {"model": MediaValues}})
    async def read_media(
        target: ReadProject,
        run: str,
        key: str,
        first_step: Annotated[int, Query(ge=-(2**63), lt=2**63)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        """Values logged under one name from `first_step` on, in step order, with `url` beside each `path`."""
        found = await runs.get(target.project.project_id, run)
        values = await metrics.rich_values(found, key, first_step=first_step, limit=limit)
        url_of = partial(_url_of, target.project, run)
        # Not through FastAPI's encoder: it copies large values once more.
        return JSONResponse({"values": [_value_row(value, key, url_of) for value in values]})

    return router


async def _media_of(run: Run, metrics: RichReader) -> MediaOfRun:
    return {
        "keys": [_key_row(key) for key in await metrics.rich_keys(run)],
        "charts": custom_charts(run),
        "class_labels": class_labels(run),
    }


def _url_of(owner: Project, run_id: str, name: str, sha256: str) -> str:
    return file_url(owner, run_id, name, sha256=sha256)


def _key_row(key: RichKey) -> MediaKey:
    return {
        "key": key.metric,
        "kind": key.kind,
        "count": key.value_count,
        "steps": (key.first_step, key.last_step),
    }


def _value_row(value: StoredRichValue, metric: str, url_of: FileUrl) -> MediaValue:
    return {
        "step": value.step,
        "line": value.line,
        "time": value.time_ms,
        "kind": value.kind,
        "value": with_urls(parse_media_value(value.value_json), metric, value.step, url_of),
    }
