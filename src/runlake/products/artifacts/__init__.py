"""Artifacts: named, typed lines of immutable versions, with aliases; the bytes are stored once in a project."""

from runlake.products.artifacts.browsing import CollectionSummary, TypeSummary
from runlake.products.artifacts.comparing import (
    ChangeKind,
    FileChange,
    ValueChange,
    changed_names,
    file_change,
    metadata_changes,
)
from runlake.products.artifacts.file_index import FileIndex, FilePart, Folder
from runlake.products.artifacts.lineage import Bounds, Edge, Graph, Kind, NodeKey, Viewer, cluster_graph
from runlake.products.artifacts.manifest import hex_of
from runlake.products.artifacts.parts import MAX_PARTS
from runlake.products.artifacts.product import Artifacts
from runlake.products.artifacts.promoting import Promoting
from runlake.products.artifacts.records import (
    Alias,
    ArtifactType,
    Collection,
    CollectionKind,
    Content,
    DigestAlgorithm,
    Editor,
    EntryFile,
    FileSlot,
    FileWanted,
    Manifest,
    ManifestKind,
    Membership,
    NewVersion,
    PartSlots,
    Promotion,
    PromotionKind,
    Tag,
    Version,
    VersionChange,
    VersionDetails,
    VersionState,
)
from runlake.products.artifacts.retention import Collected, Retention
from runlake.products.artifacts.rules import LATEST, split_name
from runlake.products.artifacts.safetensors import Tensor, TensorFile
from runlake.products.artifacts.store.browse import CollectionsWanted
from runlake.products.artifacts.uploading import PendingVersion

__all__ = [
    "LATEST",
    "MAX_PARTS",
    "Alias",
    "ArtifactType",
    "Artifacts",
    "Bounds",
    "ChangeKind",
    "Collected",
    "Collection",
    "CollectionKind",
    "CollectionSummary",
    "CollectionsWanted",
    "Content",
    "DigestAlgorithm",
    "Edge",
    "Editor",
    "EntryFile",
    "FileChange",
    "FileIndex",
    "FilePart",
    "FileSlot",
    "FileWanted",
    "Folder",
    "Graph",
    "Kind",
    "Manifest",
    "ManifestKind",
    "Membership",
    "NewVersion",
    "NodeKey",
    "PartSlots",
    "PendingVersion",
    "Promoting",
    "Promotion",
    "PromotionKind",
    "Retention",
    "Tag",
    "Tensor",
    "TensorFile",
    "TypeSummary",
    "ValueChange",
    "Version",
    "VersionChange",
    "VersionDetails",
    "VersionState",
    "Viewer",
    "changed_names",
    "cluster_graph",
    "file_change",
    "hex_of",
    "metadata_changes",
    "split_name",
]
