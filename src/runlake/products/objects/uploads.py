"""Files that clients put by a signed address, without their key: the address says which bytes may come."""

from runlake.errors import InvalidInput
from runlake.model.clock import Clock
from runlake.model.signed_paths import SignedPaths
from runlake.products.objects.digests import bytes_digest
from runlake.products.objects.files import ObjectFiles

PLACE = "/storage/objects"


class FileUploads:
    """Makes addresses for one file each, and takes what is put there."""

    def __init__(self, files: ObjectFiles, signing_key: bytes, clock: Clock) -> None:
        self._files = files
        self._paths = SignedPaths(signing_key, clock)

    def address(self, project_id: int, digest: str) -> str:
        """The signed path that takes one `PUT` of the bytes with this digest."""
        return self._paths.sign("PUT", f"{PLACE}/{project_id}/files/{digest}")

    def check(self, path: str, *, expires: str, signature: str) -> None:
        """Raise PermissionDenied unless `address` made this path and it has not expired."""
        self._paths.check("PUT", path, expires=expires, signature=signature)

    async def receive(self, project_id: int, digest: str, content: bytes) -> None:
        """Store the bytes; durable on return, may be repeated. Raises InvalidInput for other bytes, StorageFull."""
        if bytes_digest(content) != digest:
            raise InvalidInput("these are not the bytes that were announced: their SHA-256 is another")
        await self._files.put(project_id, content)
