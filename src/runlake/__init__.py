"""Runlake: one self-hosted platform for the whole life of an AI model.

import runlake

with runlake.init(project="digits", config={"lr": 0.1}) as run:
    for step in range(100):
        run.log({"loss": 1 / (step + 1)})
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from runlake.errors import UsageError
    from runlake.sdk import Histogram, Image, Run, Table, init

__version__ = "0.1.0"
__all__ = ["Histogram", "Image", "Run", "Table", "UsageError", "__version__", "init"]


def __getattr__(name: str) -> Any:
    """The library is loaded when it is first used: the server and the commands, which are in this package too, do not need it."""
    if name in ("Histogram", "Image", "Run", "Table", "init"):
        from runlake import sdk

        return getattr(sdk, name)
    if name == "UsageError":
        from runlake.errors import UsageError

        return UsageError
    raise AttributeError(f"module 'runlake' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
