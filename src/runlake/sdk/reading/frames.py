"""A result that becomes an Arrow table, a pandas or a Polars frame, whichever the caller works with."""

import importlib
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from runlake.errors import UsageError

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


class Tabular(ABC):
    """Base of results with rows and columns. The libraries are loaded when they are asked for."""

    @abstractmethod
    def to_arrow(self) -> "pyarrow.Table":
        """All rows as an Arrow table. Raises UsageError when pyarrow is not installed."""

    def to_pandas(self) -> "pandas.DataFrame":
        """All rows as a pandas frame. Raises UsageError when pandas is not installed."""
        needed("pandas")
        return self.to_arrow().to_pandas()

    def to_polars(self) -> "polars.DataFrame":
        """All rows as a Polars frame. Raises UsageError when Polars is not installed."""
        frame: polars.DataFrame = needed("polars").from_arrow(self.to_arrow())
        return frame


def needed(library: str) -> Any:
    """The library. Raises UsageError with what to install when it is missing."""
    try:
        return importlib.import_module(library)
    except ModuleNotFoundError as error:
        if error.name != library.partition(".")[0]:
            raise
        raise UsageError(f"this needs {error.name}: pip install {error.name}") from None
