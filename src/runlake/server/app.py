"""The HTTP application over a platform. The composition root, second half: it reads as the architecture.

The protocols of clients that write are there from the first request on. The native API, which browsers ask, takes as long
to load as all of them together, so it is built when they answer already.
"""

import importlib
from functools import partial
from typing import Protocol

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from runlake.protocols.native.access.login_link import login_link
from runlake.protocols.wandb.artifact_storage import ArtifactStorageAdapter
from runlake.protocols.wandb.file_stream import FileStreamAdapter
from runlake.protocols.wandb.graphql import GraphQLAdapter, Services, build_schema
from runlake.protocols.wandb.history_storage import HistoryStorageAdapter
from runlake.protocols.wandb.oidc import OidcAdapter
from runlake.protocols.wandb.storage import StorageAdapter
from runlake.protocols.weave import WeaveAdapter, WeaveServices
from runlake.server.body_limit import BodyLimit
from runlake.server.built_later import BuiltLater
from runlake.server.compression import Compression
from runlake.server.errors import install_error_handlers
from runlake.server.headers import SecurityHeaders
from runlake.server.otlp import langfuse, otlp_over_http
from runlake.server.platform import Platform
from runlake.server.static import static_routes


class Adapter(Protocol):
    """A protocol's HTTP side."""

    def routes(self) -> list[Route]: ...


def prepare() -> None:
    """Make what every application needs and no platform: it can be done while the stores open."""
    build_schema()


def build_app(platform: Platform) -> tuple[Starlette, BuiltLater]:
    """The application that serves a platform: the protocols first, then the native API, then the web UI.

    With it comes what is still to be built once it answers.
    """
    later = BuiltLater("/api/v1/", partial(_native, platform))
    routes: list[BaseRoute] = list(platform.health.routes())
    for adapter in (*_wandb(platform), otlp_over_http(platform), *langfuse(platform), _weave(platform)):
        routes += adapter.routes()
    routes += [later, login_link(platform.identity, platform.settings.session), *static_routes()]
    app = Starlette(routes=routes)
    install_error_handlers(app)
    app.add_middleware(BodyLimit, limit_bytes=platform.settings.limits.api_body_bytes)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Compression)
    return app, later


def _native(platform: Platform) -> ASGIApp:
    app: ASGIApp = importlib.import_module("runlake.server.native_app").build_native(platform)
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
        sources=platform.row_sources,
        feedback=platform.feedback,
        queues=platform.queues,
        prices=platform.prices,
    )
    return WeaveAdapter(services, platform.settings.limits, platform.clock)
