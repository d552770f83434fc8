"""The Python library: what `import runlake` offers. It needs neither the server nor its libraries."""

from typing import TYPE_CHECKING, Any

from runlake.sdk.run import Run
from runlake.sdk.starting import init

if TYPE_CHECKING:
    from runlake.sdk.media import Histogram, Image, Table

__all__ = ["Histogram", "Image", "Run", "Table", "init"]


def __getattr__(name: str) -> Any:
    """Media are loaded when the first one is made: most programs log numbers."""
    if name in ("Histogram", "Image", "Table"):
        from runlake.sdk import media

        return getattr(media, name)
    raise AttributeError(f"module 'runlake.sdk' has no attribute {name!r}")
