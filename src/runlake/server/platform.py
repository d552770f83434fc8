"""Everything a server is made of: stores, write side, products. The composition root, first half."""

import asyncio
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from runlake import __version__
from runlake.ingest import Ingest, RunStreams
from runlake.live import LiveBus
from runlake.model.clock import Clock, utc_now
from runlake.products import (
    alerts,
    annotations,
    artifacts,
    automations,
    charts,
    feedback,
    files,
    identity,
    launch,
    logs,
    metrics,
    objects,
    prices,
    projects,
    runs,
    sweeps,
    traces,
    views,
)
from runlake.products.alerts import Alerts
from runlake.products.annotations import AnnotationQueues
from runlake.products.artifacts import Artifacts
from runlake.products.automations import Automations, Outbox, load_seal
from runlake.products.charts import Charts
from runlake.products.feedback import Feedback, JudgedSpans
from runlake.products.files import Files
from runlake.products.identity import FirstStart, Identity
from runlake.products.launch import Launch
from runlake.products.logs import Logs
from runlake.products.metrics import HistoryExports, Metrics
from runlake.products.objects import (
    DataSets,
    FileUploads,
    Labels,
    ObjectFiles,
    Objects,
    ObjectsPurge,
    RowSources,
    RowTables,
    Values,
)
from runlake.products.prices import Prices
from runlake.products.projects import Projects
from runlake.products.runs import Runs
from runlake.products.sweeps import Sweeps
from runlake.products.traces import Traces
from runlake.products.views import ReportLinks, Reports, Views
from runlake.protocols.wandb.documents import run_sets_of_text
from runlake.server.automation_facts import FactsOfHappenings
from runlake.server.health import CREATE_HEALTH_TABLE, Health
from runlake.server.purging import Purge
from runlake.server.sweep_runs import RunsOfSweeps
from runlake.settings import Settings
from runlake.storage.blobs import Blobs, LocalBlobs
from runlake.storage.columnar import ChdbColumnar
from runlake.storage.data_folder import DataFolder
from runlake.storage.metadata import Metadata, open_metadata
from runlake.storage.migrate import migrate_columnar, migrate_metadata
from runlake.storage.signing_key import load_signing_key

PRODUCTS = (
    identity,
    projects,
    runs,
    metrics,
    logs,
    files,
    alerts,
    artifacts,
    views,
    charts,
    sweeps,
    launch,
    traces,
    objects,
    feedback,
    annotations,
    prices,
    automations,
)
"""In the order in which their migrations run."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Platform:
    """A running platform: two of them fit in one process, on two data folders."""

    settings: Settings
    folder: DataFolder
    metadata: Metadata
    columnar: ChdbColumnar
    blobs: Blobs
    bus: LiveBus
    ingest: Ingest
    streams: RunStreams
    identity: Identity
    projects: Projects
    runs: Runs
    metrics: Metrics
    exports: HistoryExports
    logs: Logs
    files: Files
    alerts: Alerts
    artifacts: Artifacts
    views: Views
    reports: Reports
    report_links: ReportLinks
    charts: Charts
    sweeps: Sweeps
    launch: Launch
    traces: Traces
    objects: Objects
    datasets: DataSets
    object_labels: Labels
    object_files: ObjectFiles
    file_uploads: FileUploads
    row_tables: RowTables
    row_sources: RowSources
    objects_purge: ObjectsPurge
    values: Values
    feedback: Feedback
    queues: AnnotationQueues
    prices: Prices
    automations: Automations
    health: Health
    clock: Clock
    first_start: FirstStart | None

    @classmethod
    async def open(cls, settings: Settings, clock: Clock = utc_now) -> "Platform":
        """Open the stores, bring them up to date, and build the products on them.

        Raises DataFolderRefused, StoreUnavailable or StoreError; nothing stays open then.
        """
        folder = DataFolder.open(settings.data_dir)
        try:
            metadata, columnar = await _open_stores(settings, folder)
        except BaseException:
            folder.close()
            raise
        bus = LiveBus()
        ingest = Ingest(columnar, bus, settings.ingest)
        blobs = LocalBlobs(folder.blobs)
        identity_product = Identity(metadata, clock, settings.session)
        outbox = Outbox(clock)
        run_product = Runs(metadata, columnar, bus, clock, settings.runs, outbox.record)
        await run_product.catch_up()
        metrics_product = Metrics(columnar)
        values = Values(metadata, blobs)
        object_files = ObjectFiles(metadata, blobs)
        object_product, row_tables = Objects(metadata, values, clock), RowTables(metadata, blobs, values)
        upload_bytes = settings.limits.upload_bytes
        signing_key = load_signing_key(folder.secrets)
        view_product = Views(metadata, clock)
        project_product = Projects(metadata, clock)
        price_product = Prices(metadata)
        artifact_product = Artifacts(
            metadata, blobs, signing_key, clock, settings.artifacts, upload_bytes=upload_bytes, record=outbox.record
        )
        automation_product = Automations(
            metadata,
            columnar,
            bus,
            load_seal(folder.secrets),
            FactsOfHappenings(identity_product, project_product, run_product, artifact_product, settings.public_url),
            outbox,
            clock,
            settings.automations,
            settings.mail,
        )
        return cls(
            settings=settings,
            folder=folder,
            metadata=metadata,
            columnar=columnar,
            blobs=blobs,
            bus=bus,
            ingest=ingest,
            streams=RunStreams(columnar, ingest),
            identity=identity_product,
            projects=project_product,
            runs=run_product,
            metrics=metrics_product,
            exports=HistoryExports(columnar, blobs, signing_key, clock),
            logs=Logs(columnar),
            files=Files(metadata, blobs, signing_key, clock, bus, upload_bytes=upload_bytes),
            alerts=Alerts(metadata, bus, clock, outbox.record),
            artifacts=artifact_product,
            views=view_product,
            reports=Reports(view_product, metadata, clock),
            report_links=ReportLinks(
                metadata,
                signing_key,
                clock,
                principal_of=identity_product.find_principal,
                project_of=project_product.by_id,
                run_sets_of=run_sets_of_text,
            ),
            charts=Charts(metadata, clock),
            sweeps=Sweeps(metadata, RunsOfSweeps(run_product, metrics_product), bus, clock, settings.sweeps),
            launch=Launch(metadata, bus, clock, settings.launch),
            traces=Traces(columnar, metadata, bus, clock, price_product, JudgedSpans(metadata, clock)),
            objects=object_product,
            datasets=DataSets(object_product, values, row_tables),
            object_labels=Labels(metadata),
            object_files=object_files,
            file_uploads=FileUploads(object_files, signing_key, clock),
            row_tables=row_tables,
            row_sources=RowSources(metadata, clock),
            objects_purge=ObjectsPurge(metadata, blobs),
            values=values,
            feedback=Feedback(metadata),
            queues=AnnotationQueues(metadata, clock),
            prices=price_product,
            automations=automation_product,
            health=Health(metadata, columnar, __version__),
            clock=clock,
            first_start=await identity_product.ensure_admin(settings),
        )

    @asynccontextmanager
    async def background_tasks(self) -> AsyncIterator[None]:
        """Run the products' own tasks as long as the block lasts."""
        tasks = [asyncio.create_task(_guarded(work)) for work in self._background_work()]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            for task in tasks:
                with suppress(asyncio.CancelledError):
                    await task

    def _background_work(self) -> list[Coroutine[Any, Any, None]]:
        products = (self.runs, self.files, self.exports, self.sweeps, self.traces, self.automations, self.purge())
        return [task for product in products for task in product.tasks()]

    def purge(self) -> Purge:
        """What removes deleted runs for good."""
        kept_days = self.settings.runs.deleted_kept_days
        return Purge(
            self.projects,
            self.runs,
            self.metrics,
            self.logs,
            self.files,
            self.alerts,
            (self.sweeps, self.traces, self.objects_purge, self.feedback, self.queues, self.prices),
            self.artifacts.retention,
            self.clock,
            kept_days,
        )

    async def close(self) -> None:
        """Commit what waits, close the stores, let go of the folder."""
        await self.ingest.close()
        await self.automations.close()
        await self.traces.close()
        await self.runs.close()
        await self.identity.close()
        await self.blobs.close()
        await self.columnar.close()
        await self.metadata.close()
        self.folder.close()


async def _open_stores(settings: Settings, folder: DataFolder) -> tuple[Metadata, ChdbColumnar]:
    """Both at once: one loads Python modules while the other waits for its engine."""
    opened = await asyncio.gather(
        _open_metadata(settings, folder), _open_columnar(settings, folder), return_exceptions=True
    )
    metadata, columnar = opened
    if not isinstance(metadata, BaseException) and not isinstance(columnar, BaseException):
        return metadata, columnar
    for store in opened:
        if not isinstance(store, BaseException):
            await store.close()
    raise next(error for error in opened if isinstance(error, BaseException))


async def _open_metadata(settings: Settings, folder: DataFolder) -> Metadata:
    metadata = open_metadata(settings.metadata_url or folder.metadata_url, readers=settings.query.readers)
    try:
        await migrate_metadata(metadata, PRODUCTS)
    except BaseException:
        await metadata.close()
        raise
    return metadata


async def _open_columnar(settings: Settings, folder: DataFolder) -> ChdbColumnar:
    query = settings.query
    columnar = await ChdbColumnar.open(folder.columnar, readers=query.readers, timeout_s=query.timeout_s)
    try:
        await migrate_columnar(columnar, PRODUCTS)
        await columnar.execute(CREATE_HEALTH_TABLE)
    except BaseException:
        await columnar.close()
        raise
    return columnar


async def _guarded(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except asyncio.CancelledError:
        raise
    except Exception:  # noqa: BLE001 - a worker's outermost frame
        _log.exception("a background task ended: restart the server")
