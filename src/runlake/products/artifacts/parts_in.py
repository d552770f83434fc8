"""Large files on their way in: parts in any order, each checked and durable when it is acknowledged, then the whole."""

from base64 import b64encode
from collections.abc import AsyncIterable, Mapping
from datetime import datetime
from functools import partial
from uuid import uuid4

from sqlalchemy import Connection

from runlake.errors import InvalidInput, LimitExceeded, NotFound
from runlake.model.clock import Clock
from runlake.model.signed_paths import SignedPaths
from runlake.products.artifacts import parts
from runlake.products.artifacts.again import write_again
from runlake.products.artifacts.parts import Upload
from runlake.products.artifacts.prefix_md5 import Prefixes, PrefixMd5
from runlake.products.artifacts.records import Content, FileWanted, PartSlots, Version
from runlake.products.artifacts.store import contents as content_store
from runlake.products.artifacts.store import uploads as store
from runlake.settings import ArtifactSettings
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata

PATHS = "/storage/artifacts/parts"


class PartsIn:
    """Takes uploads in parts. A crash loses none that was acknowledged: which are there is asked of the blob store."""

    def __init__(
        self,
        metadata: Metadata,
        blobs: Blobs,
        paths: SignedPaths,
        clock: Clock,
        settings: ArtifactSettings,
        *,
        upload_bytes: int,
    ) -> None:
        self._metadata = metadata
        self._blobs = blobs
        self._paths = paths
        self._clock = clock
        self._noted_for = settings.use_noted_for
        self._upload_bytes = upload_bytes
        self._prefixes = Prefixes(blobs)

    async def open(self, version: Version, wanted: FileWanted) -> PartSlots:
        """Where to put the parts, in their order. The same for a retry, as long as the version is not complete."""
        token = uuid4().hex
        place = f"{version.project_id}/{wanted.md5[:2]}/{wanted.md5}-{token[:12]}"
        new = Upload(
            token,
            version.project_id,
            version.version_id,
            wanted.md5,
            wanted.part_md5s,
            f"{parts.FOLDER}/{place}",
            self._clock(),
        )
        upload = await write_again(self._metadata, partial(store.put_upload, upload=new))
        numbers = range(1, len(upload.part_md5s) + 1)
        paths = tuple(self._paths.sign("PUT", f"{PATHS}/{upload.token}/{number}") for number in numbers)
        return PartSlots(upload.token, paths, frozenset() if upload.token == token else await self._stored(upload))

    async def _stored(self, upload: Upload) -> frozenset[int]:
        """Numbers of the parts that are there: each was checked when it came."""
        return frozenset([parts.number_of(head.name) async for head in self._blobs.list(upload.blob)])

    async def receive(self, token: str, number: int, chunks: AsyncIterable[bytes]) -> str:
        """Store a part; durable on return. May be repeated. Returns its hex MD5. Raises NotFound, InvalidInput."""
        upload = await self._get(token)
        if upload.completed_at is not None or not 1 <= number <= len(upload.part_md5s):
            raise NotFound("the upload of this part is complete: there is nothing to send any more")
        md5 = upload.part_md5s[number - 1]
        await self._blobs.put_stream(
            parts.part_blob(upload.blob, number),
            chunks,
            limit_bytes=self._upload_bytes // max(1, len(upload.part_md5s) - 1),
            expected_md5=_base64(md5),
            with_sha256=False,
        )
        await self._note_use(upload)
        prefix = self._prefixes.of(upload)
        if not prefix.is_busy:
            await prefix.advance()
        return md5

    async def complete(self, version: Version, token: str, given: Mapping[int, str]) -> str:
        """Make a file of the parts, if all are there and are what was announced. May be repeated.

        `given` is number → hex MD5, as the client has it. Returns the base64 MD5 of the file. Raises NotFound, InvalidInput,
        LimitExceeded.
        """
        upload = await self._get_of(version, token)
        if upload.completed_at is not None:
            return _base64(upload.md5)
        if given != dict(enumerate(upload.part_md5s, 1)):
            raise InvalidInput("the completed parts are not those that were announced: upload the file again")
        prefix = self._prefixes.of(upload)
        await prefix.advance()
        await self._check(upload, prefix)
        await self._keep(upload, prefix)
        self._prefixes.drop(upload)
        return prefix.md5

    async def give_up(self, version: Version, token: str) -> None:
        """Forget an upload and its parts. Nothing happens when it is complete. Raises NotFound."""
        await self._forget(await self._get_of(version, token))

    async def _check(self, upload: Upload, prefix: PrefixMd5) -> None:
        if not prefix.is_whole:
            raise InvalidInput(f"part {len(prefix.sizes) + 1} was not uploaded: send it, then complete the upload")
        if sum(prefix.sizes) > self._upload_bytes:
            raise LimitExceeded(f"the file is larger than {self._upload_bytes} bytes (setting limits.upload_bytes)")
        if prefix.md5 != _base64(upload.md5):
            await self._forget(upload)
            raise InvalidInput(
                f"the parts together have the MD5 {prefix.md5}, not the one announced: the file changed, send it again"
            )

    async def _keep(self, upload: Upload, prefix: PrefixMd5) -> None:
        now = self._clock()
        content = Content(
            upload.project_id,
            upload.md5,
            "",
            sum(prefix.sizes),
            upload.version_id,
            now,
            upload.blob,
            now,
            parts.even_size(prefix.sizes),
            prefix.xxh128,
        )

        def work(connection: Connection) -> Content:
            store.complete_upload(connection, upload.token, now)
            return content_store.put_content(connection, content)

        kept = await write_again(self._metadata, work)
        if kept.blob != upload.blob:  # somebody else brought the same bytes meanwhile
            await self._delete_parts(upload)

    async def _forget(self, upload: Upload) -> None:
        if await self._metadata.write(partial(store.delete_unfinished, token=upload.token)):
            await self._delete_parts(upload)

    async def _delete_parts(self, upload: Upload) -> None:
        self._prefixes.drop(upload)
        for number in range(1, len(upload.part_md5s) + 1):
            await self._blobs.delete(parts.part_blob(upload.blob, number))

    async def _note_use(self, upload: Upload) -> None:
        now: datetime = self._clock()
        if now - upload.used_at > self._noted_for:
            await self._metadata.write(partial(store.note_use, token=upload.token, now=now))

    async def _get_of(self, version: Version, token: str) -> Upload:
        upload = await self._get(token)
        if upload.version_id != version.version_id:
            raise NotFound("the artifact version has no such upload")
        return upload

    async def _get(self, token: str) -> Upload:
        upload = await self._metadata.read(partial(store.find_upload, token=token))
        if upload is None:
            raise NotFound("there is no such upload, or it was given up: ask for addresses again")
        return upload


def _base64(md5: str) -> str:
    return b64encode(bytes.fromhex(md5)).decode()
