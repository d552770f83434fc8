"""Versioned JSON values (prompts, models, scorers, data sets, operations), their rows and their files, by digest."""

from runlake.products.objects.datasets import DataSets, GrownDataSet, table_of
from runlake.products.objects.digests import digest_of_sha256, file_digest, table_digest, value_digest
from runlake.products.objects.files import ObjectFiles
from runlake.products.objects.labels import Labels
from runlake.products.objects.product import Objects
from runlake.products.objects.purging import ObjectsPurge
from runlake.products.objects.records import NewVersion, ObjectVersion, VersionsQuery
from runlake.products.objects.ref_forms import internal_id
from runlake.products.objects.rows import RowChange, RowsPage, RowTables, TableRow
from runlake.products.objects.source_records import NewSource, RowSource, SourceKey, SourceKind, SourcesQuery
from runlake.products.objects.sources import RowSources
from runlake.products.objects.uploads import FileUploads
from runlake.products.objects.values import Values

__all__ = [
    "DataSets",
    "FileUploads",
    "GrownDataSet",
    "Labels",
    "NewSource",
    "NewVersion",
    "ObjectFiles",
    "ObjectVersion",
    "Objects",
    "ObjectsPurge",
    "RowChange",
    "RowSource",
    "RowSources",
    "RowTables",
    "RowsPage",
    "SourceKey",
    "SourceKind",
    "SourcesQuery",
    "TableRow",
    "Values",
    "VersionsQuery",
    "digest_of_sha256",
    "file_digest",
    "internal_id",
    "table_digest",
    "table_of",
    "value_digest",
]
