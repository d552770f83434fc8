"""The metadata store: what changes and must be transactional. SQLAlchemy Core on SQLite or PostgreSQL."""

from runlake.storage.metadata.base import Metadata, Recorder, Work, record_nothing
from runlake.storage.metadata.engine import open_metadata
from runlake.storage.metadata.inserts import insert_into
from runlake.storage.metadata.integrity import find_damage
from runlake.storage.metadata.remembered import Remembered
from runlake.storage.metadata.types import AutoId, JsonText, UtcDateTime, from_micros, to_micros

__all__ = [
    "AutoId",
    "JsonText",
    "Metadata",
    "Recorder",
    "Remembered",
    "UtcDateTime",
    "Work",
    "find_damage",
    "from_micros",
    "insert_into",
    "open_metadata",
    "record_nothing",
    "to_micros",
]
