"""`class Labels`: tags and aliases of versions."""

import re
from collections.abc import Sequence
from functools import partial

from runlake.errors import InvalidInput, LimitExceeded
from runlake.products.objects.records import ObjectVersion
from runlake.products.objects.store import labels
from runlake.storage.metadata import Metadata

_TAG = re.compile(r"[-\w]+( [-\w]+)*")
_RESERVED = re.compile(r"latest|v\d+")
_MOST_AT_ONCE = 100


class Labels:
    """Tags, of which a version has many, and aliases, each of which names one version of a name."""

    def __init__(self, metadata: Metadata) -> None:
        self._metadata = metadata

    async def add_tags(self, version: ObjectVersion, tags: Sequence[str]) -> None:
        """Give tags to a version. Raises InvalidInput."""
        await self._metadata.write(partial(labels.add, version=version, labels=_tags(tags)))

    async def remove_tags(self, version: ObjectVersion, tags: Sequence[str]) -> None:
        """Take tags from a version; those it does not have do not matter."""
        await self._metadata.write(
            partial(
                labels.remove,
                project_id=version.project_id,
                name=version.name,
                labels=_tags(tags),
                digest=version.digest,
            )
        )

    async def set_aliases(self, version: ObjectVersion, aliases: Sequence[str]) -> None:
        """Make aliases mean this version and no other of its name. Raises InvalidInput."""
        await self._metadata.write(partial(labels.move, version=version, labels=_aliases(aliases)))

    async def remove_aliases(self, project_id: int, name: str, aliases: Sequence[str]) -> None:
        """Take aliases away from the versions of a name."""
        await self._metadata.write(partial(labels.remove, project_id=project_id, name=name, labels=_aliases(aliases)))

    async def list_tags(self, project_id: int) -> list[str]:
        """The tags of a project's versions."""
        return await self._metadata.read(partial(labels.list_labels, project_id=project_id, start="tag:"))

    async def list_aliases(self, project_id: int) -> list[str]:
        """The aliases of a project's versions, without `latest`."""
        return await self._metadata.read(partial(labels.list_labels, project_id=project_id, start="alias:"))


def _tags(tags: Sequence[str]) -> list[str]:
    _check_count(tags)
    for tag in tags:
        if len(tag) > 256 or not _TAG.fullmatch(tag):
            raise InvalidInput(
                f"{tag[:100]!r} is no tag: words of letters, digits, '_' and '-', at most 256 characters"
            )
    return [f"tag:{tag}" for tag in dict.fromkeys(tags)]


def _aliases(aliases: Sequence[str]) -> list[str]:
    _check_count(aliases)
    for alias in aliases:
        if not 0 < len(alias) <= 128 or "/" in alias or ":" in alias or "\0" in alias or _RESERVED.fullmatch(alias):
            raise InvalidInput(
                f"{alias[:100]!r} is no alias: 1 to 128 characters, no '/' or ':', not latest or v and a number"
            )
    return [f"alias:{alias}" for alias in dict.fromkeys(aliases)]


def _check_count(given: Sequence[str]) -> None:
    if len(given) > _MOST_AT_ONCE:
        raise LimitExceeded(f"{len(given)} labels at once: send at most {_MOST_AT_ONCE}")
