"""The HTTP application over a platform. The composition root, second half: it reads as the architecture."""

from typing import Protocol

from fastapi import APIRouter, FastAPI
from starlette.routing import BaseRoute, Route

from runlake import __version__
from runlake.model import Run
from runlake.protocols.native import (
    admin,
    alerts,
    artifact_files,
    artifact_lineage,
    artifacts,
    automations,
    charts,
    conversations,
    deliveries,
    files,
    groups,
    integrations,
    keys,
    launch,
    live,
    logs,
    media,
    media_artifacts,
    points,
    prices,
    project_members,
    projects,
    promotions,
    registries,
    report_links,
    reports,
    run_export,
    runs,
    session,
    steps,
    sweeps,
    teams,
    traces,
    users,
    views,
)
from runlake.protocols.native.artifact_views import ArtifactViews
from runlake.protocols.native.deps import Access, install_access
from runlake.protocols.native.registry_views import RegistryViews
from runlake.protocols.native.run_details import LineCounts, RunFacts
from runlake.protocols.otlp import OtlpAdapter
from runlake.protocols.wandb.artifact_storage import ArtifactStorageAdapter
from runlake.protocols.wandb.documents import search_of, with_search
from runlake.protocols.wandb.file_stream import FileStreamAdapter
from runlake.protocols.wandb.graphql import GraphQLAdapter, Services, build_schema
from runlake.protocols.wandb.history_storage import HistoryStorageAdapter
from runlake.protocols.wandb.oidc import OidcAdapter
from runlake.protocols.wandb.storage import StorageAdapter
from runlake.protocols.weave import WeaveAdapter, WeaveServices
from runlake.server.body_limit import BodyLimit
from runlake.server.errors import install_error_handlers
from runlake.server.headers import SecurityHeaders
from runlake.server.platform import Platform
from runlake.server.static import static_routes


class Adapter(Protocol):
    """A protocol's HTTP side."""

    def routes(self) -> list[Route]: ...


def prepare() -> None:
    """Make what every application needs and no platform: it can be done while the stores open."""
    build_schema()


def build_app(platform: Platform) -> FastAPI:
    """The application that serves a platform: the protocols first, then the native API, then the web UI."""
    app = FastAPI(
        title="Runlake", version=__version__, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None
    )
    install_error_handlers(app)
    install_access(app, Access(platform.identity, platform.projects, platform.report_links))
    app.add_middleware(BodyLimit, limit_bytes=platform.settings.limits.api_body_bytes)
    app.add_middleware(SecurityHeaders)
    routes: list[BaseRoute] = list(platform.health.routes())
    for adapter in (*_wandb(platform), _otlp(platform), _weave(platform)):
        routes += adapter.routes()
    app.router.routes.extend(routes)
    for router in _native(platform):
        app.include_router(router, prefix="/api/v1")
    app.router.routes.append(session.login_link(platform.identity, platform.settings.session))
    app.router.routes.extend(static_routes())
    return app


def _wandb(platform: Platform) -> list[Adapter]:
    limits, clock = platform.settings.limits, platform.clock
    services = Services(
        identity=platform.identity,
        projects=platform.projects,
        runs=platform.runs,
        metrics=platform.metrics,
        exports=platform.exports,
        logs=platform.logs,
        files=platform.files,
        alerts=platform.alerts,
        artifacts=platform.artifacts,
        automations=platform.automations,
        views=platform.views,
        report_links=platform.report_links,
        charts=platform.charts,
        sweeps=platform.sweeps,
        launch=platform.launch,
        streams=platform.streams,
    )
    return [
        FileStreamAdapter(platform.identity, platform.projects, platform.runs, platform.streams, limits, clock),
        GraphQLAdapter(services, limits, platform.settings.public_url),
        StorageAdapter(platform.files, platform.runs, limits),
        HistoryStorageAdapter(platform.exports, platform.runs),
        OidcAdapter(),
        ArtifactStorageAdapter(platform.artifacts, platform.identity, platform.projects, limits),
    ]


def _otlp(platform: Platform) -> Adapter:
    return OtlpAdapter(platform.identity, platform.projects, platform.traces, platform.settings.limits)


def _weave(platform: Platform) -> Adapter:
    services = WeaveServices(
        identity=platform.identity,
        projects=platform.projects,
        traces=platform.traces,
        objects=platform.objects,
        values=platform.values,
        labels=platform.object_labels,
        files=platform.object_files,
        tables=platform.row_tables,
        feedback=platform.feedback,
        prices=platform.prices,
    )
    return WeaveAdapter(services, platform.settings.limits, platform.clock)


def _native(platform: Platform) -> list[APIRouter]:
    async def run_facts(run: Run) -> RunFacts:
        """What the page of a run shows besides the run: how much it has logged."""
        point_count, last_step = await platform.metrics.size(run)
        counts = await platform.streams.line_counts(run)
        lines = LineCounts(history=counts.history, events=counts.system, console=counts.console)
        return RunFacts(point_count=point_count, last_step=last_step, line_counts=lines)

    artifact_views = ArtifactViews(platform.artifacts, platform.runs, platform.projects, platform.identity)
    return [
        session.session_routes(platform.settings.session),
        keys.key_routes(),
        users.user_routes(),
        teams.team_routes(),
        admin.admin_routes(),
        projects.project_routes(platform.runs.project_activity),
        runs.run_routes(platform.runs, run_facts),
        run_export.run_export_routes(platform.runs),
        points.point_routes(platform.runs, platform.metrics),
        traces.trace_routes(platform.traces),
        conversations.conversation_routes(platform.traces),
        prices.price_routes(platform.prices, platform.traces, platform.clock),
        groups.group_routes(platform.runs, platform.metrics),
        logs.log_routes(platform.runs, platform.logs),
        steps.step_routes(platform.runs, platform.metrics),
        media.media_routes(platform.runs, platform.metrics),
        media_artifacts.media_artifact_routes(artifact_views),
        files.file_routes(platform.runs, platform.files),
        sweeps.sweep_routes(platform.sweeps),
        launch.launch_routes(platform.launch),
        views.view_routes(platform.views, platform.identity.users_by_id, views.ViewDocuments(search_of, with_search)),
        reports.report_routes(platform.views, platform.reports, platform.identity.users_by_id),
        report_links.report_link_routes(platform.reports, platform.report_links, platform.identity.users_by_id),
        charts.chart_routes(platform.charts),
        alerts.alert_routes(platform.runs, platform.alerts),
        automations.automation_routes(platform.automations, platform.artifacts.reading),
        deliveries.delivery_routes(platform.automations),
        integrations.integration_routes(platform.automations),
        artifacts.artifact_routes(artifact_views),
        artifact_files.artifact_file_routes(artifact_views),
        artifact_lineage.artifact_lineage_routes(artifact_views),
        promotions.promotion_routes(artifact_views),
        registries.registry_routes(RegistryViews(platform.artifacts, platform.identity)),
        project_members.project_member_routes(),
        live.live_routes(platform.projects, platform.runs, platform.bus),
    ]
