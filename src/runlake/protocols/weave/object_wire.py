"""Bodies about objects, tables and their rows.

Source: the schemas of weave 0.54.0's generated client.
"""

from typing import Any

from msgspec import Struct

from runlake.protocols.weave.call_wire import Json, SortBy


class NewObject(Struct):
    """What `/obj/create` publishes."""

    project_id: str
    object_id: str
    val: Any
    builtin_object_class: str | None = None
    set_base_object_class: str | None = None
    expected_digest: str | None = None


class CreateObject(Struct):
    """`/obj/create`."""

    obj: NewObject

    @property
    def project_id(self) -> str:
        return self.obj.project_id


class ReadObject(Struct):
    """`/obj/read`."""

    project_id: str
    object_id: str
    digest: str
    metadata_only: bool | None = None
    include_tags_and_aliases: bool | None = None


class ObjectsFilter(Struct):
    """Lists are "one of these"; an empty one does not restrict."""

    object_ids: list[str] | None = None
    is_op: bool | None = None
    latest_only: bool | None = None
    base_object_classes: list[str] | None = None
    exclude_base_object_classes: list[str] | None = None
    leaf_object_classes: list[str] | None = None
    tags: list[str] | None = None
    aliases: list[str] | None = None


class QueryObjects(Struct):
    """`/objs/query`."""

    project_id: str
    filter: ObjectsFilter | None = None
    limit: int | None = None
    offset: int | None = None
    sort_by: list[SortBy] | None = None
    metadata_only: bool | None = None
    include_storage_size: bool | None = None
    include_tags_and_aliases: bool | None = None


class DeleteObject(Struct):
    """`/obj/delete`; no digests means all versions."""

    project_id: str
    object_id: str
    digests: list[str] | None = None


class TagsBody(Struct):
    """Tags to give or to take."""

    project_id: str
    tags: list[str]


class SetAliases(Struct):
    """Aliases that name a version from now on."""

    project_id: str
    aliases: list[str]
    digest: str


class AliasesBody(Struct):
    """Aliases to take away."""

    project_id: str
    aliases: list[str]


class NewTable(Struct):
    """Rows in their order."""

    project_id: str
    rows: list[Any]
    expected_digest: str | None = None


class CreateTable(Struct):
    """`/table/create`."""

    table: NewTable

    @property
    def project_id(self) -> str:
        return self.table.project_id


class JoinTable(Struct):
    """`/table/create_from_digests`."""

    project_id: str
    row_digests: list[str]
    expected_digest: str | None = None


class AppendRow(Struct):
    """A row at the end."""

    row: Json


class PopRow(Struct):
    """The row at a place goes."""

    index: int


class InsertRow(Struct):
    """A row at a place."""

    index: int
    row: Json


class RowUpdate(Struct):
    """One of these."""

    append: AppendRow | None = None
    pop: PopRow | None = None
    insert: InsertRow | None = None


class UpdateTable(Struct):
    """`/table/update`: changes, one after the other."""

    project_id: str
    base_digest: str
    updates: list[RowUpdate]


class RowsFilter(Struct):
    """Rows by digest."""

    row_digests: list[str] | None = None


class QueryTable(Struct):
    """`/table/query`, and with fewer keys `/table/query_stats`."""

    project_id: str
    digest: str
    filter: RowsFilter | None = None
    sort_by: list[SortBy] | None = None
    limit: int | None = None
    offset: int | None = None


class TablesStats(Struct):
    """`/table/query_stats_batch`."""

    project_id: str
    digests: list[str] | None = None
    include_storage_size: bool | None = None


class FileBody(Struct):
    """`/file/content`."""

    project_id: str
    digest: str


class ProjectBody(Struct):
    """A request about a whole project."""

    project_id: str


class ProjectNames(Struct):
    """`/service/projects_info`: projects as `entity/project`."""

    project_ids: list[str]


class ProjectStats(Struct):
    """`/project/stats`: which sizes to give."""

    project_id: str
    include_file_storage_size: bool | None = None
    include_object_storage_size: bool | None = None
    include_table_storage_size: bool | None = None
    include_trace_storage_size: bool | None = None
