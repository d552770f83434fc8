"""`class RowTables`: ordered lists of rows, such as the rows of data sets. Rows are shared between tables by digest."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from runlake.errors import DigestMismatch, InvalidInput, NotFound
from runlake.products.objects.digests import DIGEST_CHARACTERS, table_digest
from runlake.products.objects.store import contents
from runlake.products.objects.values import Values
from runlake.storage.blobs import Blobs
from runlake.storage.metadata import Metadata

_MOST_BYTES = 1 << 40


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row and its place in the table, counted from 0."""

    digest: str
    value: Any
    index: int


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Which rows to read; None means all."""

    limit: int | None = None
    offset: int = 0
    digests: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class RowChange:
    """One change of a table: a row put at `index` (None: at the end), or the row there taken out."""

    index: int | None
    row: Any = None
    removes: bool = False


class RowTables:
    """The tables of all projects. A table is a list of digests in the blob store, 43 bytes each: a page is one range."""

    def __init__(self, metadata: Metadata, blobs: Blobs, values: Values) -> None:
        self._metadata = metadata
        self._blobs = blobs
        self._values = values

    async def create(
        self, project_id: int, rows: Sequence[Any], expected_digest: str | None = None
    ) -> tuple[str, list[str]]:
        """Store a table; durable on return. Gives its digest and those of its rows. Raises DigestMismatch."""
        stored = await self._values.put(project_id, rows)
        digests = [digest for digest, _ in stored]
        digest = await self._put(project_id, digests, sum(size for _, size in stored), expected_digest)
        return digest, digests

    async def join(self, project_id: int, digests: Sequence[str], expected_digest: str | None = None) -> str:
        """Store a table of rows that are there. Raises NotFound when one is not, DigestMismatch."""
        sizes = await self._values.sizes(project_id, list(dict.fromkeys(digests)))
        missing = next((digest for digest in digests if digest not in sizes), None)
        if missing is not None:
            raise NotFound(f"row {missing[:64]!r} not found in this project: send it in a table first")
        return await self._put(project_id, digests, sum(sizes[digest] for digest in digests), expected_digest)

    async def change(self, project_id: int, digest: str, changes: Sequence[RowChange]) -> tuple[str, list[str]]:
        """A new table from one that is there; gives its digest and, for each change, that of the row it was about."""
        digests = await self._digests(project_id, digest, RowsPage())
        added = [change.row for change in changes if not change.removes]
        new = iter([digest for digest, _ in await self._values.put(project_id, added)])
        touched = [_apply(digests, change, new) for change in changes]
        return await self.join(project_id, digests), touched

    async def extend(self, project_id: int, digest: str, rows: Sequence[Any]) -> tuple[str, int]:
        """A table with those of the rows behind its own that are not in it; gives its digest and how many those are.

        Raises NotFound.
        """
        known = await self._digests(project_id, digest, RowsPage())
        there = set(known)
        stored = dict.fromkeys(digest for digest, _ in await self._values.put(project_id, rows))
        added = [digest for digest in stored if digest not in there]
        return await self.join(project_id, [*known, *added]), len(added)

    async def page(self, project_id: int, digest: str, page: RowsPage) -> list[TableRow]:
        """Rows in their order; none when there is no such table."""
        if await self._size(project_id, digest) is None:
            return []
        digests = await self._digests(project_id, digest, page)
        first = page.offset if page.digests is None else 0
        places = list(enumerate(digests, first))
        if page.digests is not None:
            wanted = set(page.digests)
            last = None if page.limit is None else page.offset + page.limit
            places = [place for place in places if place[1] in wanted][page.offset : last]
        values = await self._values.read(project_id, [digest for _, digest in places])
        return [TableRow(digest, values[digest], index) for index, digest in places]

    async def sizes(self, project_id: int, digests: Sequence[str]) -> Mapping[str, tuple[int, int]]:
        """Digest → (number of rows, bytes of their values), of the tables that there are."""
        return await self._metadata.read(partial(contents.find_tables, project_id=project_id, digests=digests))

    async def _size(self, project_id: int, digest: str) -> tuple[int, int] | None:
        return (await self.sizes(project_id, [digest])).get(digest)

    async def _put(self, project_id: int, digests: Sequence[str], size_bytes: int, expected: str | None) -> str:
        digest = table_digest(digests)
        if expected is not None and expected != digest:
            raise DigestMismatch(expected=expected, found=digest)
        if digests:
            content = "".join(digests).encode()
            await self._blobs.put_stream(_blob(project_id, digest), _once(content), limit_bytes=_MOST_BYTES)
        row = {"project_id": project_id, "digest": digest, "row_count": len(digests), "size_bytes": size_bytes}
        await self._metadata.write(partial(contents.put_table, row=row))
        return digest

    async def _digests(self, project_id: int, digest: str, page: RowsPage) -> list[str]:
        """The digests of a page, or of all rows when it asks for rows by digest. Raises NotFound."""
        size = await self._size(project_id, digest)
        if size is None:
            raise NotFound(f"table {digest[:64]!r} not found in this project")
        first, last = 0, size[0]
        if page.digests is None:
            first = min(page.offset, last)
            last = last if page.limit is None else min(first + page.limit, last)
        if first == last:
            return []
        start, end = first * DIGEST_CHARACTERS, last * DIGEST_CHARACTERS
        text = (await self._blobs.get(_blob(project_id, digest), start, end - 1)).decode()
        return [text[at : at + DIGEST_CHARACTERS] for at in range(0, end - start, DIGEST_CHARACTERS)]


def _apply(digests: list[str], change: RowChange, new: Iterator[str]) -> str:
    """Change the list; gives the digest of the row that was put in or taken out."""
    highest = len(digests) - 1 if change.removes else len(digests)
    index = len(digests) if change.index is None else change.index
    if not 0 <= index <= highest:
        raise InvalidInput(f"the table has {len(digests)} rows: there is no place {index} in it")
    if change.removes:
        return digests.pop(index)
    digest = next(new)
    digests.insert(index, digest)
    return digest


def _blob(project_id: int, digest: str) -> str:
    return f"objects/{project_id}/tables/{digest}"


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
