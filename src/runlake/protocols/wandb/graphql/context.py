"""What resolvers get besides their arguments: the caller, the products, and this request's budget and batches."""

from dataclasses import dataclass, field

from graphql import GraphQLResolveInfo
from starlette.datastructures import Headers

from runlake.errors import InvalidInput
from runlake.ingest import RunStreams
from runlake.model import Principal
from runlake.products.alerts import Alerts
from runlake.products.artifacts import Artifacts
from runlake.products.automations import Automations
from runlake.products.charts import Charts
from runlake.products.files import Files
from runlake.products.identity import Identity
from runlake.products.launch import Launch
from runlake.products.logs import Logs
from runlake.products.metrics import HistoryExports, Metrics
from runlake.products.projects import Projects
from runlake.products.runs import Runs
from runlake.products.sweeps import Sweeps
from runlake.products.views import ReportLinks, Views
from runlake.protocols.wandb.graphql.batches import Batches

_MAX_STORE_CALLS = 3000


@dataclass(frozen=True, slots=True)
class Services:
    """The products that answers come from."""

    identity: Identity
    projects: Projects
    runs: Runs
    metrics: Metrics
    exports: HistoryExports
    logs: Logs
    files: Files
    alerts: Alerts
    artifacts: Artifacts
    automations: Automations
    views: Views
    report_links: ReportLinks
    charts: Charts
    sweeps: Sweeps
    launch: Launch
    streams: RunStreams


@dataclass(slots=True)
class Budget:
    """How often one request may go to a store. Aliases and nested lists would else make one request thousands."""

    left: int = _MAX_STORE_CALLS

    def spend(self, calls: int = 1) -> None:
        self.left -= calls
        if self.left < 0:
            raise InvalidInput(f"the query needs more than {_MAX_STORE_CALLS} look-ups: ask for less at once")


@dataclass(frozen=True, slots=True)
class Context:
    """One request."""

    principal: Principal
    services: Services
    base_url: str
    headers: Headers
    batches: Batches
    budget: Budget = field(default_factory=Budget)

    @property
    def default_entity(self) -> str:
        """The entity of requests that name none: the one that the caller chose, else the caller's own."""
        return self.principal.default_entity or self.principal.username

    @property
    def writer(self) -> str:
        """The name of a writer of a shared run; "" for a run's only process. Source: protocol notes 1.7, 3.8."""
        if self.headers.get("x-wandb-use-async-filestream", "").lower() != "true":
            return ""
        return self.headers.get("x-wandb-client-id", "")


Info = GraphQLResolveInfo[Context]
"""What resolvers get as their second argument."""
