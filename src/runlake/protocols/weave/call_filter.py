"""`filter` and `query` of a calls query: narrowed by the store, decided here. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import replace

from runlake.errors import InvalidInput
from runlake.products.traces import SpanSelection
from runlake.protocols.weave.call_spans import OP_NAME
from runlake.protocols.weave.call_wire import CallsFilter, CallsQuery
from runlake.protocols.weave.query.narrowing import narrowing
from runlake.protocols.weave.query.stored_tests import stored_tests
from runlake.protocols.weave.refs import SCHEME, name_in_ref, refs_in
from runlake.protocols.weave.stored_calls import Call
from runlake.query import And, Compare, Filter, Or

_MOST_VALUES = 1000
_STORED_OP = 256  # longer ones are not among the attributes that lists are filtered by
_LISTS = {
    "parent_ids": ("parent_id", "parent_id"),
    "call_ids": ("id", "span_id"),
    "trace_ids": ("trace_id", "trace_id"),
    "thread_ids": ("thread_id", "attributes.wandb.thread_id"),
    "turn_ids": ("turn_id", "attributes.wandb.turn_id"),
    "wb_user_ids": ("wb_user_id", "attributes.weave.user"),
    "wb_run_ids": ("wb_run_id", "attributes.wandb.wb_run_id"),
}
"""Key of the filter → (key of a call, field of a span)."""
_EMPTY_IS_NONE = ("thread_ids", "turn_ids")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the store is asked for, and whether that is all that the filter says."""

    selection: SpanSelection
    is_exact: bool


def check_filter(found: CallsFilter) -> None:
    """Raise InvalidInput for lists that are too long."""
    for name in (*_LISTS, "op_names", "input_refs", "output_refs"):
        values = getattr(found, name)
        if values is not None and len(values) > _MOST_VALUES:
            raise InvalidInput(
                f"Parameter: {name!r} request length is greater than max length ({_MOST_VALUES}). "
                f"Actual length: {len(values)}"
            )


def qualified(query: CallsQuery, project_name: str) -> CallsQuery:
    """The query with runs by their whole names: a bare id means a run of the same project."""
    found = query.filter
    if found is None or not found.wb_run_ids:
        return query
    names = [run if "/" in run else f"{project_name}/{run}" for run in found.wb_run_ids]
    return replace(query, filter=replace(found, wb_run_ids=names))


def narrow(query: CallsQuery, *, descending: bool) -> Narrowed:
    """The part of a query that the store decides: by its columns, and by texts that payloads must hold."""
    found = query.filter or CallsFilter()
    parts: list[Filter] = [
        Compare(field, "in", list(getattr(found, name)))
        for name, (_, field) in _LISTS.items()
        if name != "trace_ids" and (getattr(found, name) or (name in _EMPTY_IS_NONE and getattr(found, name) == []))
    ]
    if found.trace_roots_only:
        parts.append(Compare("parent_id", "eq", ""))
    is_exact = not (found.input_refs or found.output_refs)
    if found.op_names:
        parts.append(_ops(found.op_names))
        is_exact = is_exact and all(_is_one_version(name) for name in found.op_names)
    reads_objects = bool(query.expand_columns)
    more = narrowing(query.query, reads_objects=reads_objects)
    selection = SpanSelection(
        And((*parts, *more.parts)),
        found.trace_ids or None,
        descending,
        more.since_ns,
        more.until_ns,
        more.needles,
        stored_tests(query.query, reads_objects=reads_objects),
    )
    return Narrowed(selection, is_exact and query.query is None)


def matches(call: Call, found: CallsFilter) -> bool:
    """Whether a call is what the filter asks for."""
    for name, (key, _) in _LISTS.items():
        wanted = getattr(found, name)
        if wanted is not None and (wanted or name in _EMPTY_IS_NONE) and call[key] not in wanted:
            return False
    if found.trace_roots_only and call["parent_id"] is not None:
        return False
    if found.op_names and not any(_is_op(call["op_name"], wanted) for wanted in found.op_names):
        return False
    return _has_ref(call["inputs"], found.input_refs) and _has_ref(call["output"], found.output_refs)


def _ops(names: Iterable[str]) -> Filter:
    """Calls that may be of these operations; a few others may be among them."""
    parts: list[Filter] = []
    for name in names:
        if len(name) > _STORED_OP:
            return And(())
        if _is_one_version(name):
            parts.append(Compare(f"attributes.{OP_NAME}", "eq", name))
        else:
            parts.append(Compare(f"attributes.{OP_NAME}", "contains", name.removesuffix("*")))
            parts.append(Compare("name", "eq", name))
    return Or(tuple(parts))


def _is_one_version(name: str) -> bool:
    return name.startswith(SCHEME) and not name.endswith(":*") and len(name) <= _STORED_OP


def _is_op(op_name: str, wanted: str) -> bool:
    """A reference means itself, with `:*` every version; a bare name every operation of that name."""
    if wanted.endswith(":*"):
        return op_name.startswith(wanted.removesuffix("*"))
    return op_name == wanted or (not wanted.startswith(SCHEME) and name_in_ref(op_name) == wanted)


def _has_ref(value: Any, wanted: Sequence[str] | None) -> bool:
    if not wanted:
        return True
    exact = {ref for ref in wanted if not ref.endswith(":*")}
    starts = tuple(ref.removesuffix("*") for ref in wanted if ref.endswith(":*"))
    return any(ref in exact or (starts and ref.startswith(starts)) for ref in refs_in(value))
