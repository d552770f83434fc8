"""All endpoints of the trace server, put together."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runlake.errors import InvalidInput, NotFound
from runlake.model import Principal
from runlake.model.clock import Clock
from runlake.products.annotations import AnnotationQueues
from runlake.products.feedback import Feedback
from runlake.products.identity import Identity
from runlake.products.objects import Labels, ObjectFiles, Objects, RowSources, RowTables, Values, internal_id
from runlake.products.prices import Prices
from runlake.products.projects import Projects
from runlake.products.traces import Traces
from runlake.protocols.weave.agent_endpoints import AgentEndpoints
from runlake.protocols.weave.call_extras import CallExtras
from runlake.protocols.weave.call_reading import CallReading
from runlake.protocols.weave.call_search import CallSearch
from runlake.protocols.weave.call_stats import CallStats
from runlake.protocols.weave.call_writing import CallWriting
from runlake.protocols.weave.cost_endpoints import CostEndpoints
from runlake.protocols.weave.dataset_source_endpoints import DatasetSources
from runlake.protocols.weave.door import Door, encoded, parse
from runlake.protocols.weave.eval_results import EvalResults
from runlake.protocols.weave.eval_status import EvalStatus
from runlake.protocols.weave.feedback_checks import FeedbackChecks
from runlake.protocols.weave.feedback_endpoints import FeedbackEndpoints
from runlake.protocols.weave.feedback_stats import FeedbackStats
from runlake.protocols.weave.feedback_totals import FeedbackTotals
from runlake.protocols.weave.file_endpoints import FileEndpoints
from runlake.protocols.weave.object_endpoints import ObjectEndpoints
from runlake.protocols.weave.object_wire import ProjectNames
from runlake.protocols.weave.project_endpoints import ProjectEndpoints
from runlake.protocols.weave.queue_endpoints import QueueEndpoints
from runlake.protocols.weave.ref_reading import RefReading
from runlake.protocols.weave.table_endpoints import TableEndpoints
from runlake.protocols.weave.thread_endpoints import ThreadEndpoints
from runlake.protocols.weave.typed_calls import TypedCalls
from runlake.protocols.weave.typed_objects import TypedObjects
from runlake.protocols.weave.typed_predictions import TypedPredictions
from runlake.protocols.weave.typed_publishing import TypedPublishing
from runlake.protocols.weave.typed_runs import TypedRuns
from runlake.protocols.weave.typed_scores import TypedScores
from runlake.protocols.weave.unserved import Unserved
from runlake.protocols.weave.usage_endpoints import UsageEndpoints
from runlake.settings import LimitSettings

_MOST_PROJECTS = 100
_SERVER_INFO = {"min_required_weave_python_version": "0.51.0", "trace_server_version": "1.0.0"}


@dataclass(frozen=True, slots=True)
class WeaveServices:
    """The products that the endpoints call."""

    identity: Identity
    projects: Projects
    traces: Traces
    objects: Objects
    values: Values
    labels: Labels
    files: ObjectFiles
    tables: RowTables
    sources: RowSources
    feedback: Feedback
    queues: AnnotationQueues
    prices: Prices


class WeaveAdapter:
    """What an unmodified `weave` package asks for."""

    def __init__(self, services: WeaveServices, limits: LimitSettings, clock: Clock) -> None:
        self._services = services
        self._limits = limits
        self._clock = clock
        self._door = Door(services.identity, services.projects, limits.body_bytes)

    def routes(self) -> list[Route]:
        services, door = self._services, self._door
        refs = RefReading(door, services.objects, services.values)
        extras = CallExtras(refs, services.feedback, services.queues, services.prices)
        search = CallSearch(services.traces, extras)
        return [
            *door.plain("/server_info", _server_info, method="GET"),
            *door.plain("/service/projects_info", self._internal_ids),
            *CallWriting(services.traces).routes(door),
            *CallReading(search, extras).routes(door),
            *ThreadEndpoints(services.traces).routes(door),
            *UsageEndpoints(search, services.prices).routes(door),
            *ObjectEndpoints(services.objects, services.values, services.labels).routes(door),
            *TableEndpoints(services.tables).routes(door),
            *DatasetSources(services.sources, search, self._clock).routes(door),
            *FileEndpoints(door, services.files, services.traces, self._limits.body_bytes).routes(),
            *refs.routes(),
            *QueueEndpoints(services.queues, search).routes(door),
            *self._typed(search),
            *EvalResults(search, extras, refs).routes(door),
            *EvalStatus(search, refs, services.tables).routes(door),
            *AgentEndpoints(services.traces).routes(door),
            *ProjectEndpoints().routes(door),
            *Unserved(door).routes(),
            *FeedbackEndpoints(services.feedback, FeedbackChecks(refs, services.queues), self._clock).routes(door),
            *FeedbackStats(services.feedback, self._clock).routes(door),
            *FeedbackTotals(services.feedback).routes(door),
            *CallStats(search, services.prices, self._clock).routes(door),
            *CostEndpoints(services.prices, self._clock).routes(door),
        ]

    def _typed(self, search: CallSearch) -> list[Route]:
        """The `/v2` API of operations, models, data sets, scorers, evaluations and their runs."""
        services, door = self._services, self._door
        publishing = TypedPublishing(services.objects, services.values, services.files, services.tables)
        calls = TypedCalls(services.traces, search, self._clock)
        return [
            *TypedObjects(publishing, services.objects, services.values).routes(door),
            *TypedRuns(calls).routes(door),
            *TypedPredictions(calls, publishing).routes(door),
            *TypedScores(calls, publishing, services.feedback, self._clock).routes(door),
        ]

    async def _internal_ids(self, request: Request) -> Response:
        """The ids that stand for projects in what clients hash; those that the caller may not read are left out."""
        principal = await self._door.principal(request)
        body: ProjectNames = parse(await self._door.body(request), ProjectNames)
        found = [name for name in body.project_ids[:_MOST_PROJECTS] if await self._is_readable(principal, name)]
        return encoded([{"external_project_id": name, "internal_project_id": internal_id(name)} for name in found])

    async def _is_readable(self, principal: Principal, name: str) -> bool:
        try:
            await self._door.project(principal, name, "read")
        except (NotFound, InvalidInput):
            return False
        return True


async def _server_info(_: Request) -> Response:
    """Versions; clients refuse to trace without."""
    return encoded(_SERVER_INFO)
