"""The native API over a platform, as an application of its own: it is loaded after the protocols, see `BuiltLater`."""

from fastapi import APIRouter, FastAPI

from runlake import __version__
from runlake.model import Run
from runlake.products.sql import Sql
from runlake.protocols.native import live
from runlake.protocols.native.access import admin, keys, project_members, projects, session, teams, users
from runlake.protocols.native.appending import append, span_append
from runlake.protocols.native.artifacts import (
    artifact_files,
    artifact_lineage,
    artifact_writing,
    artifacts,
    promotions,
    registries,
)
from runlake.protocols.native.artifacts.artifact_views import ArtifactViews
from runlake.protocols.native.artifacts.registry_views import RegistryViews
from runlake.protocols.native.automations import alert_lists, alerts, automations, deliveries, integrations
from runlake.protocols.native.deps import Access, install_access
from runlake.protocols.native.launch import entity_launch, launch, launch_pushes, sweeps
from runlake.protocols.native.objects import datasets, evaluations, object_files, object_publishing, objects
from runlake.protocols.native.points import charts, points, whole_points
from runlake.protocols.native.runs import (
    files,
    groups,
    logs,
    media,
    media_artifacts,
    run_documents,
    run_export,
    runs,
    steps,
)
from runlake.protocols.native.runs.run_details import LineCounts, RunFacts
from runlake.protocols.native.sql import sql
from runlake.protocols.native.traces import (
    annotation_queues,
    conversations,
    judgements,
    prices,
    span_mapping,
    span_series,
    traces,
    turns,
)
from runlake.protocols.native.views import report_links, reports, views
from runlake.protocols.wandb.documents import search_of, with_search
from runlake.server.native_errors import install_native_error_handlers
from runlake.server.platform import Platform

PREFIX = "/api/v1"


def build_native(platform: Platform) -> FastAPI:
    """The application that answers below `PREFIX`; whoever serves it bounds its bodies and adds the headers."""
    app = FastAPI(
        title="Runlake",
        version=__version__,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    install_native_error_handlers(app)
    install_access(app, Access(platform.identity, platform.projects, platform.report_links))
    for router in _routers(platform):
        app.include_router(router, prefix=PREFIX)
    return app


def _routers(platform: Platform) -> list[APIRouter]:
    async def run_facts(run: Run) -> RunFacts:
        """What the page of a run shows besides the run: how much it has logged."""
        point_count, last_step = await platform.metrics.size(run)
        counts = await platform.streams.line_counts(run)
        # Of a run that only further writers write to, as our own client's do, its own process has no lines.
        history = counts.history or await platform.metrics.row_count(run)
        system = counts.system or await platform.metrics.row_count(run, "system")
        lines = LineCounts(history=history, events=system, console=counts.console)
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
        append.append_routes(_appending(platform)),
        span_append.span_append_routes(platform.projects, _appending(platform).spans, platform.settings.limits),
        run_documents.run_document_routes(platform.runs),
        run_export.run_export_routes(platform.runs),
        points.point_routes(platform.runs, platform.metrics),
        whole_points.whole_point_routes(platform.runs, platform.metrics),
        sql.sql_routes(platform.runs, Sql(platform.columnar)),
        traces.trace_routes(platform.traces),
        span_series.span_series_routes(platform.traces),
        span_mapping.span_mapping_routes(platform.traces.mappings),
        conversations.conversation_routes(platform.traces),
        turns.turn_routes(platform.traces),
        judgements.judgement_routes(platform.traces, platform.feedback, platform.clock),
        annotation_queues.annotation_queue_routes(platform.queues, platform.traces),
        objects.object_routes(platform.objects, platform.values, platform.object_files, platform.row_tables),
        object_files.object_file_routes(platform.object_files),
        object_publishing.object_publishing_routes(
            platform.projects, platform.objects, platform.object_labels, platform.row_tables
        ),
        datasets.dataset_routes(platform.datasets, platform.traces),
        evaluations.evaluation_routes(platform.traces, platform.values),
        prices.price_routes(platform.prices, platform.traces, platform.clock),
        groups.group_routes(platform.runs, platform.metrics),
        logs.log_routes(platform.runs, platform.logs),
        steps.step_routes(platform.runs, platform.metrics),
        media.media_routes(platform.runs, platform.metrics),
        media_artifacts.media_artifact_routes(artifact_views),
        files.file_routes(platform.runs, platform.files),
        sweeps.sweep_routes(platform.sweeps),
        launch.launch_routes(platform.launch),
        launch_pushes.launch_push_routes(platform.launch, platform.projects),
        entity_launch.entity_launch_routes(platform.launch, platform.projects),
        views.view_routes(platform.views, platform.identity.users_by_id, views.ViewDocuments(search_of, with_search)),
        reports.report_routes(platform.views, platform.reports, platform.identity.users_by_id),
        report_links.report_link_routes(platform.reports, platform.report_links, platform.identity.users_by_id),
        charts.chart_routes(platform.charts),
        alerts.alert_routes(platform.runs, platform.alerts),
        alert_lists.alert_list_routes(platform.projects, platform.runs, platform.alerts),
        automations.automation_routes(platform.automations, platform.artifacts.reading),
        deliveries.delivery_routes(platform.automations),
        integrations.integration_routes(platform.automations),
        artifacts.artifact_routes(artifact_views),
        artifact_files.artifact_file_routes(artifact_views),
        artifact_writing.artifact_writing_routes(artifact_views),
        artifact_lineage.artifact_lineage_routes(artifact_views, platform.traces.lists),
        promotions.promotion_routes(artifact_views),
        registries.registry_routes(RegistryViews(platform.artifacts, platform.identity)),
        project_members.project_member_routes(),
        live.live_routes(platform.projects, platform.runs, platform.bus),
    ]


def _appending(platform: Platform) -> append.Appending:
    return append.Appending(
        platform.projects,
        platform.runs,
        platform.files,
        platform.metrics,
        platform.streams,
        span_append.SpanStoring(platform.traces, platform.feedback),
        platform.settings.limits,
        platform.clock,
    )
