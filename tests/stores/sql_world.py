"""Two projects whose rows lie side by side in the columnar store, the second full of things that the first must not see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from runlake.model import Run
from runlake.products.sql import Question, Sql, Writers
from runlake.storage.columnar import ChdbColumnar
from tests.prepared import copy_tables

SECRET = "secret-of-others"
MINE, THEIRS = 1, 2

INSERTS = (
    """INSERT INTO points (project_id, run_number, metric, segment, step, line, time, value)
    SELECT {project:UInt32}, {run:UInt32}, arrayJoin(['loss', {mark:String}, '_timestamp']), 0, number, number,
        toDateTime64(1700000000 + number, 3), number + {offset:Float64} FROM numbers(10)""",
    """INSERT INTO system_points (project_id, run_number, metric, segment, step, line, time, value)
    SELECT {project:UInt32}, {run:UInt32}, {mark:String}, 0, number, number, toDateTime64(1700000000, 3), {offset:Float64} FROM numbers(3)""",
    """INSERT INTO run_fields (project_id, path, run_number, version, kind, number, text) VALUES
    ({project:UInt32}, 'name', {run:UInt32}, 1, 'string', 0, concat('run-', {mark:String})),
    ({project:UInt32}, 'state', {run:UInt32}, 1, 'string', 0, 'running'),
    ({project:UInt32}, 'state', {run:UInt32}, 2, 'string', 0, 'finished'),
    ({project:UInt32}, 'tags', {run:UInt32}, 1, 'json', 0, '["a", "b"]'),
    ({project:UInt32}, 'created_at', {run:UInt32}, 1, 'number', 1700000000000000, ''),
    ({project:UInt32}, 'config.lr', {run:UInt32}, 1, 'number', 0.5, ''),
    ({project:UInt32}, 'config.opt.name', {run:UInt32}, 1, 'string', 0, {mark:String}),
    ({project:UInt32}, 'summary.loss', {run:UInt32}, 1, 'number', {offset:Float64}, ''),
    ({project:UInt32}, '_version', {run:UInt32}, 2, 'number', 2, '')""",
    """INSERT INTO console_lines (project_id, run_number, writer, line, version, level, label, time, text) VALUES
    ({project:UInt32}, {run:UInt32}, '', 0, 1, 'info', '', toDateTime64(1700000000, 6), 'old'),
    ({project:UInt32}, {run:UInt32}, '', 0, 2, 'info', '', toDateTime64(1700000000, 6), {mark:String})""",
    """INSERT INTO spans (project_id, hour, trace_hash, start_time, trace_id, span_id, version, name, kind, status, model,
        input_tokens, cost, has_cost, attributes, score_names, score_values, score_labels, score_notes, score_by, run, run_step)
    SELECT {project:UInt32}, 472222, 7, toDateTime64(1700000000, 9), 'trace', toString(intDiv(number, 2)), number % 2,
        concat(if(number % 2 = 0, 'old ', ''), {mark:String}), 'llm', 'ok', {mark:String}, 10, 0.5, 1,
        map('who', {mark:String}), ['good'], ['0.5'], [{mark:String}], [''], ['code'], concat('run-', {mark:String}), 3
    FROM numbers(4)""",
    "INSERT INTO replaced_places (project_id, hour, trace_hash) VALUES ({project:UInt32}, 472222, 7)",
)


@asynccontextmanager
async def opened_sql(folder: Path) -> AsyncIterator[tuple[Sql, ChdbColumnar]]:
    """Both projects, and a deleted run (number 12) in the first."""
    copy_tables(folder)
    columnar = await ChdbColumnar.open(folder, readers=2)
    try:
        for project, run, mark, offset in (
            (MINE, 11, "mine", 0.0),
            (MINE, 12, "gone", 0.0),
            (THEIRS, 21, SECRET, 98765.0),
        ):
            for insert in INSERTS[:4] if mark == "gone" else INSERTS:
                await columnar.execute(insert, {"project": project, "run": run, "mark": mark, "offset": offset})
        await columnar.execute(
            "INSERT INTO run_fields (project_id, path, run_number, version, kind, number, text) "
            "SELECT project_id, path, run_number, 3, 'removed', 0, '' FROM run_fields WHERE run_number = 12"
        )
        yield Sql(columnar), columnar
    finally:
        await columnar.close()


async def answer(
    sql: Sql, text: str, *, project_id: int = MINE, branched: list[Run] | None = None, writers: Writers | None = None
) -> list[dict[str, Any]]:
    """The rows of a question."""
    return (await sql.ask(project_id, Question(text), branched=branched or [], writers=writers)).to_pylist()
