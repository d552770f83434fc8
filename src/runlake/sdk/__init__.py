"""The Python library: what `import runlake` offers. It needs neither the server nor its libraries."""

from runlake.sdk.run import Run
from runlake.sdk.starting import init

__all__ = ["Run", "init"]
