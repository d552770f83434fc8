"""Filters → the conditions of a run set. Pure. Source: `wandb_workspaces/expr.py` of wandb-workspaces 0.4.13."""

from typing import Any

from runlake.protocols.wandb.documents.keys import key_of
from runlake.query import And, Compare, Filter, Or

_SIGNS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "in": "IN", "nin": "NIN"}
_SIGNS |= {"within_s": "WITHINSECONDS"}


class NoCounterpart(Exception):
    """A run set cannot say it: `not`, `contains`, `matches`, `exists`."""


def write_conditions(found: Filter | None) -> dict[str, Any]:
    """The flat form. What a run set cannot say is left out, if the rest then lets more runs through, not fewer."""
    return {"filterFormat": "filterV2", "filters": [] if found is None else _whole(found)}


def _whole(found: Filter) -> list[dict[str, Any]]:
    parts = found.parts if isinstance(found, And) else (found,)
    items: list[dict[str, Any]] = []
    for part in parts:
        try:
            # An `or` beside others has brackets; alone it needs none.
            items += _part(part, "AND" if items else None, bare=len(parts) == 1)
        except NoCounterpart:
            continue
    return items


def _part(found: Filter, connector: str | None, *, bare: bool = False) -> list[dict[str, Any]]:
    join = {"connector": connector} if connector else {}
    match found:
        case And(parts):
            return [item for at, part in enumerate(parts) for item in _part(part, "AND" if at else connector)]
        case Or(parts) if parts:
            inner = [item for at, part in enumerate(parts) for item in _part(part, "OR" if at else None)]
            return inner if bare else [{"filters": inner, **join}]
        case Compare(field, op, value) if op in _SIGNS:
            return [{"key": key_of(field), "op": _SIGNS[op], "value": value, "disabled": False, **join}]
    raise NoCounterpart
