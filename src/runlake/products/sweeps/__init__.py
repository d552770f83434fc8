"""Sweeps: many runs that search for the best arguments, and the agents that run them."""

from runlake.products.sweeps.beats import Orders
from runlake.products.sweeps.config import Metric, SweepConfig, parse_config
from runlake.products.sweeps.documents import dump_config
from runlake.products.sweeps.faces import RunResult, SweepRuns
from runlake.products.sweeps.importance import Importance
from runlake.products.sweeps.product import Sweeps
from runlake.products.sweeps.records import (
    Agent,
    BestRun,
    Cell,
    CellState,
    RunCounts,
    Sweep,
    SweepChange,
    SweepChanged,
    SweepsQuery,
    SweepState,
    sweeps_topic,
)
from runlake.products.sweeps.space import Parameter, is_category, limits

__all__ = [
    "Agent",
    "BestRun",
    "Cell",
    "CellState",
    "Importance",
    "Metric",
    "Orders",
    "Parameter",
    "RunCounts",
    "RunResult",
    "Sweep",
    "SweepChange",
    "SweepChanged",
    "SweepConfig",
    "SweepRuns",
    "SweepState",
    "Sweeps",
    "SweepsQuery",
    "dump_config",
    "is_category",
    "limits",
    "parse_config",
    "sweeps_topic",
]
