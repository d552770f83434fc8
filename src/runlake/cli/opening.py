"""Opens identity for commands, beside a running server or without one."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from runlake.errors import DataFolderRefused
from runlake.products.identity import Identity
from runlake.settings import Settings
from runlake.storage.data_folder import FORMAT_VERSION, DataFolder, read_version
from runlake.storage.metadata import open_metadata
from runlake.storage.migrate import migrate_metadata

T = TypeVar("T")


def with_identity(settings: Settings, work: Callable[[Identity], Awaitable[T]]) -> T:
    """Run `work` with the identity product of the data folder, which is made when missing.

    A server may be running on it: it sees the change within five seconds. Raises DataFolderRefused, StoreError.
    """
    return asyncio.run(_with_identity(settings, work))


async def _with_identity(settings: Settings, work: Callable[[Identity], Awaitable[T]]) -> T:
    from runlake.server.platform import PRODUCTS  # all of them: the schema is brought up to date as a whole

    metadata = open_metadata(settings.metadata_url or _prepare_folder(settings))
    try:
        await migrate_metadata(metadata, PRODUCTS)
        identity = Identity(metadata, sessions=settings.session)
        try:
            return await work(identity)
        finally:
            await identity.close()
    finally:
        await metadata.close()


def _prepare_folder(settings: Settings) -> str:
    """The URL of the metadata in the data folder. Takes the folder's lock only to make a new one."""
    path = settings.data_dir.expanduser().absolute()
    version = read_version(path)
    if version is None:
        folder = DataFolder.open(path)
        folder.close()
        return folder.metadata_url
    if version > FORMAT_VERSION:
        raise DataFolderRefused(f"the data folder {path} was written by a newer Runlake: upgrade Runlake")
    return f"sqlite:///{path / 'metadata.sqlite3'}"
