"""Artifacts: named, typed lines of immutable versions, with aliases; the bytes are stored once in a project."""

from runlake.products.artifacts.manifest import md5_of
from runlake.products.artifacts.product import Artifacts
from runlake.products.artifacts.records import (
    Alias,
    ArtifactType,
    Collection,
    CollectionKind,
    Content,
    EntryFile,
    FileSlot,
    FileWanted,
    Manifest,
    ManifestKind,
    Membership,
    NewVersion,
    Tag,
    Version,
    VersionChange,
    VersionDetails,
    VersionState,
)
from runlake.products.artifacts.rules import split_name

__all__ = [
    "Alias",
    "ArtifactType",
    "Artifacts",
    "Collection",
    "CollectionKind",
    "Content",
    "EntryFile",
    "FileSlot",
    "FileWanted",
    "Manifest",
    "ManifestKind",
    "Membership",
    "NewVersion",
    "Tag",
    "Version",
    "VersionChange",
    "VersionDetails",
    "VersionState",
    "md5_of",
    "split_name",
]
