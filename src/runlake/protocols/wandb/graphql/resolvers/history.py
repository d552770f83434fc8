"""History, system events and what is counted of them."""

import json
from collections.abc import Sequence
from typing import Any

from ariadne import ObjectType

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.context import Info
from runlake.protocols.wandb.graphql.history_keys import history_keys_node
from runlake.protocols.wandb.graphql.many import ManyType
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of
from runlake.protocols.wandb.graphql.sampling_spec import parse_spec
from runlake.protocols.wandb.graphql.translate import Node, RunNode, json_lines, tail

_DEFAULT_SAMPLES = 500
_MAX_SAMPLES = 100_000
_MAX_SPECS = 100

run_type = ObjectType("Run")
many_runs = ManyType("Run")


@many_runs.field("historyLineCount")
async def resolve_history_lines(nodes: Sequence[RunNode], info: Info) -> list[int]:
    return await context_of(info).batches.history_line_counts.get_all([node.run for node in nodes])


@run_type.field("eventsLineCount")
async def resolve_event_lines(node: RunNode, info: Info) -> int:
    return (await context_of(info).batches.line_counts.get(node.run)).system


@run_type.field("logLineCount")
async def resolve_log_lines(node: RunNode, info: Info) -> int:
    return (await context_of(info).batches.line_counts.get(node.run)).console


@run_type.field("historyTail")
async def resolve_history_tail(node: RunNode, info: Info) -> str:
    """A resuming client takes its next step from here: `_step` is a whole number. Source: protocol notes 3.3."""
    return tail(await context_of(info).services.metrics.tail_row(node.run))


@run_type.field("eventsTail")
async def resolve_events_tail(node: RunNode, info: Info) -> str:
    return tail(await context_of(info).batches.system_tail.get(node.run))


@many_runs.field("systemMetrics")
async def resolve_system_metrics(nodes: Sequence[RunNode], info: Info) -> list[str | None]:
    """The last system row as a JSON object."""
    rows = await context_of(info).batches.system_tail.get_all([node.run for node in nodes])
    return [None if row is None else json.dumps(row) for row in rows]


@many_runs.field("historyKeys")
async def resolve_history_keys(nodes: Sequence[RunNode], info: Info) -> list[dict[str, Any] | None]:
    found = await context_of(info).batches.history_keys.get_all([node.run for node in nodes])
    return [history_keys_node(keys) for keys in found]


@run_type.field("history")
async def resolve_history(
    node: RunNode,
    info: Info,
    samples: int | None = None,
    minStep: int | None = None,  # noqa: N803 - the schema's name
    maxStep: int | None = None,  # noqa: N803
) -> list[str]:
    """With bounds, the rows of minStep ≤ step < maxStep; without, rows evenly spread over the run."""
    metrics = context_of(info).services.metrics
    limit = _bounded(samples)
    if minStep is None and maxStep is None:
        return json_lines(await metrics.sampled_rows(node.run, limit))
    limit = _rows_of_page(limit, minStep, maxStep)
    return await metrics.history_lines(
        node.run, min_step=minStep or 0, max_step=maxStep, limit=limit, encode=json_lines
    )


@run_type.field("events")
async def resolve_events(node: RunNode, info: Info, samples: int | None = None) -> list[str]:
    metrics = context_of(info).services.metrics
    return json_lines(await metrics.sampled_rows(node.run, _bounded(samples), source="system"))


@run_type.field("sampledHistory")
async def resolve_sampled_history(node: RunNode, info: Info, specs: list[str]) -> list[list[dict[str, Any]]]:
    """A list of rows for each spec. Source: protocol notes 7.5."""
    if len(specs) > _MAX_SPECS:
        raise InvalidInput(f"{len(specs)} specs in one request; {_MAX_SPECS} are allowed")
    found: list[list[dict[str, Any]]] = []
    for text in specs:
        if text.strip() == "{}":  # an agent asks for a sweep with all of its runs, and wants no history
            found.append([])
            continue
        spec = parse_spec(text)
        metrics = context_of(info).services.metrics
        end = None if spec.max_step is None else spec.max_step + 1
        limit = _rows_of_page(_bounded(spec.samples), spec.min_step, end)
        rows = await metrics.sampled_history(
            node.run, spec.keys, samples=limit, min_step=spec.min_step, max_step=spec.max_step
        )
        found.append(rows)
    return found


@run_type.field("parquetHistory")
async def resolve_parquet_history(node: RunNode, info: Info, **_: Any) -> Node:
    """All rows as files, or none: of a run that has both, clients read rows twice. Source: protocol notes 7.7.

    Of the rows that are live only the first is named: from its step on clients page through `history`.
    """
    context = context_of(info)
    parts = await context.services.exports.parts(node.run)
    if parts is None:
        first = await context.services.metrics.first_step(node.run)
        return Node(parquetUrls=[], liveData=[] if first is None else [{"_step": first}])
    return Node(parquetUrls=[context.base_url + context.services.exports.sign(part) for part in parts], liveData=[])


def _rows_of_page(limit: int, first: int | None, end: int | None) -> int:
    """How many rows to give of first ≤ step < end when `limit` are asked for.

    Who asks for no more steps than rows goes through the history step by step, and would miss the others of the rows
    that share a step: those of several writers do.
    """
    return _MAX_SAMPLES if first is not None and end is not None and end - first <= limit else limit


def _bounded(samples: int | None) -> int:
    return min(max(samples if samples is not None else _DEFAULT_SAMPLES, 1), _MAX_SAMPLES)


BINDABLES = (run_type, many_runs)
