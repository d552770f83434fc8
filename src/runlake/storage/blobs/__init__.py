"""Blobs: bytes under names, durable on acknowledgement. A local folder or any object store."""

from runlake.storage.blobs.base import BlobHead, BlobInfo, Blobs, BlobStream
from runlake.storage.blobs.local import LocalBlobs
from runlake.storage.blobs.object_store import ObjectStoreBlobs
from runlake.storage.blobs.transfer import Digests

__all__ = ["BlobHead", "BlobInfo", "BlobStream", "Blobs", "Digests", "LocalBlobs", "ObjectStoreBlobs"]
