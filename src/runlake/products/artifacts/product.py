"""The face of artifacts: writing, reading and changing them, and their addresses."""

from runlake.model.clock import Clock
from runlake.model.signed_paths import Method, SignedPaths
from runlake.products.artifacts.browsing import Browsing
from runlake.products.artifacts.bytes_in import FOLDER, BytesIn
from runlake.products.artifacts.changing import Changing
from runlake.products.artifacts.documents import Documents
from runlake.products.artifacts.lineage import Lineage
from runlake.products.artifacts.promoting import Promoting
from runlake.products.artifacts.reading import Reading
from runlake.products.artifacts.records import Manifest
from runlake.products.artifacts.retention import Retention
from runlake.products.artifacts.uploading import Uploading
from runlake.products.artifacts.writing import Writing
from runlake.settings import ArtifactSettings
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata, Recorder, record_nothing


class Artifacts:
    """Versioned files. Callers have checked the caller's rights on the projects."""

    def __init__(
        self,
        metadata: Metadata,
        blobs: Blobs,
        signing_key: bytes,
        clock: Clock,
        settings: ArtifactSettings,
        *,
        upload_bytes: int,
        record: Recorder = record_nothing,
    ) -> None:
        """`signing_key` is the secret behind addresses; `upload_bytes` is the largest file taken.

        `record` is told of new versions, links, aliases and tags.
        """
        documents = Documents(blobs)
        self._paths = SignedPaths(signing_key, clock)
        bytes_in = BytesIn(metadata, blobs, self._paths, clock, settings, upload_bytes=upload_bytes)
        self.writing = Writing(metadata, documents, bytes_in, clock, record)
        self.reading = Reading(metadata, blobs, documents, self._paths, clock)
        self.changing = Changing(metadata, clock, record)
        self.promoting = Promoting(metadata, clock, record)
        self.browsing = Browsing(metadata, blobs)
        self.uploading = Uploading(metadata, blobs)
        self.retention = Retention(metadata, blobs, documents, clock, settings)
        self.lineage = Lineage(metadata)

    def manifest_upload_path(self, manifest: Manifest) -> str:
        """A signed path that takes one `PUT` of a manifest."""
        return self._paths.sign("PUT", f"{FOLDER}/manifests/{manifest.manifest_id}/{manifest.name}")

    def check_signature(self, method: Method, path: str, *, expires: str, signature: str) -> None:
        """Raise PermissionDenied unless the path was signed by us and is still valid."""
        self._paths.check(method, path, expires=expires, signature=signature)
