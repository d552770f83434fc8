"""`…/span-mapping`: by what a project's spans are understood, and understanding those that are stored anew."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import TypedDict

from runlake.products.traces import (
    FIELDS,
    KINDS,
    LONGEST_MAPPING,
    SPANS_LOOKED_AT,
    MappingPreview,
    ProjectMapping,
    ProjectMappings,
    Remapping,
    UnmappedKey,
    default_text,
)
from runlake.protocols.native.deps import ReadProject, WriteProject

_PLACE = "/projects/{entity}/{project}/span-mapping"
_MOST_SHOWN = 20
_LONGEST_SHOWN = 500
_NS_PER_MS = 1_000_000


class MappingBody(BaseModel):
    """A table as TOML."""

    model_config = ConfigDict(extra="forbid")
    document: str = Field(max_length=LONGEST_MAPPING)


class NewMappingBody(MappingBody):
    """The table that follows version `after`, 0 for the first."""

    after: int = Field(ge=0, le=2**31 - 1)


class MappingVersion(TypedDict):
    """One version of a project's own table."""

    version: int
    document: str
    created_at: datetime
    created_by: str


class MappingJob(TypedDict):
    """How far stored spans are understood anew. Without `finished_at` it is under way; `problem` says why it failed."""

    version: int
    spans_total: int
    spans_read: int
    spans_changed: int
    asked_at: datetime
    asked_by: str
    finished_at: datetime | None
    problem: str


class MappingAnswer(TypedDict):
    """A project's own table (None: it has none), the table that comes after it, and what tables may name."""

    mapping: MappingVersion | None
    default_document: str
    fields: list[str]
    kinds: list[str]
    job: MappingJob | None


class MappingVersions(TypedDict):
    """All versions, the newest first."""

    versions: list[MappingVersion]


class FieldChange(TypedDict):
    """A field of a span by the table of now, and by the proposed one."""

    field: str
    before: Any
    after: Any


class ChangedSpan(TypedDict):
    """A span that would be understood otherwise."""

    trace_id: str
    span_id: str
    name: str
    changes: list[FieldChange]


class PreviewAnswer(TypedDict):
    """How many of the newest spans change, and some of them."""

    spans: int
    changed: int
    examples: list[ChangedSpan]


class UnmappedRow(TypedDict):
    """An attribute that no field is read from; `example` is its latest value as JSON, cut short."""

    key: str
    spans: int
    last_seen: float
    example: str
    trace_id: str
    span_id: str


class UnmappedAnswer(TypedDict):
    """Of the newest `spans_looked_at` spans."""

    spans_looked_at: int
    keys: list[UnmappedRow]


def span_mapping_routes(mappings: ProjectMappings) -> APIRouter:
    """The endpoints of the mapping of spans."""
    router = APIRouter(tags=["traces"])

    @router.get(_PLACE)
    async def get_mapping(target: ReadProject) -> MappingAnswer:
        """The project's own table, and how far stored spans follow it."""
        newest = await mappings.versions.newest(target.project.project_id)
        job = await mappings.job(target.project.project_id)
        return {
            "mapping": _version(newest) if newest else None,
            "default_document": default_text(),
            "fields": sorted(FIELDS),
            "kinds": sorted(KINDS),
            "job": _job(job) if job else None,
        }

    @router.get(_PLACE + "/versions")
    async def list_mapping_versions(target: ReadProject) -> MappingVersions:
        """What the table was before."""
        return {"versions": [_version(found) for found in await mappings.versions.list(target.project.project_id)]}

    @router.put(_PLACE)
    async def put_mapping(target: WriteProject, body: NewMappingBody) -> MappingVersion:
        """A new version; spans that come from now on are understood by it."""
        project_id, by = target.project.project_id, target.principal.username
        return _version(await mappings.versions.put(project_id, body.document, after=body.after, by=by))

    @router.post(_PLACE + "/preview")
    async def preview_mapping(target: ReadProject, body: MappingBody) -> PreviewAnswer:
        """What a table would change of the newest spans; nothing is stored."""
        return _preview(await mappings.preview(target.project.project_id, body.document))

    @router.post(_PLACE + "/reapply", status_code=202)
    async def reapply_mapping(target: WriteProject) -> MappingJob:
        """Understand all stored spans by the newest version."""
        return _job(await mappings.reapply(target.project.project_id, target.principal.username))

    @router.get(_PLACE + "/unmapped")
    async def list_unmapped(target: ReadProject) -> UnmappedAnswer:
        """Attributes that no field is read from."""
        keys = await mappings.unmapped(target.project.project_id)
        return {"spans_looked_at": SPANS_LOOKED_AT, "keys": [_unmapped(key) for key in keys]}

    return router


def _version(mapping: ProjectMapping) -> MappingVersion:
    return {
        "version": mapping.version,
        "document": mapping.document,
        "created_at": mapping.created_at,
        "created_by": mapping.created_by,
    }


def _job(job: Remapping) -> MappingJob:
    return {
        "version": job.version,
        "spans_total": job.spans_total,
        "spans_read": min(job.spans_read, job.spans_total),
        "spans_changed": job.spans_changed,
        "asked_at": job.asked_at,
        "asked_by": job.asked_by,
        "finished_at": job.finished_at,
        "problem": job.problem,
    }


def _preview(found: MappingPreview) -> PreviewAnswer:
    examples: list[ChangedSpan] = [
        {
            "trace_id": span.trace_id,
            "span_id": span.span_id,
            "name": span.name,
            "changes": [
                {"field": field, "before": _short(before), "after": _short(after)}
                for field, (before, after) in span.changes.items()
            ],
        }
        for span in found.changed[:_MOST_SHOWN]
    ]
    return {"spans": found.spans, "changed": len(found.changed), "examples": examples}


def _short(value: Any) -> Any:
    return f"{value[:_LONGEST_SHOWN]}…" if isinstance(value, str) and len(value) > _LONGEST_SHOWN else value


def _unmapped(key: UnmappedKey) -> UnmappedRow:
    return {
        "key": key.key,
        "spans": key.spans,
        "last_seen": key.last_seen_ns / _NS_PER_MS,
        "example": key.example,
        "trace_id": key.trace_id,
        "span_id": key.span_id,
    }
