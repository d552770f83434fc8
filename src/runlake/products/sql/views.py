# ruff: noqa: S608 - our own texts alone
"""The views that questions are asked of: what stands in place of their names, each about one project alone.

In every view the rows of other projects are taken out by PREWHERE, so that no expression of a question, wherever the
engine moves it, is evaluated on them. Columns are named with their table: no alias of a question can take their place,
since names of questions do not begin with `_`. Tables are named with their database, for the same reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from runlake.products.sql.marks import THIS_PROJECT
from runlake.products.sql.run_views import CONSOLE, STORED_CONSOLE, STORED_POINTS, points_of
from runlake.products.sql.span_views import SCORES, SPANS, STORED_SCORES, STORED_SPANS

_TEXT_OF_LEAF = (
    "multiIf(_t.kind = 'number', toString(_t.number), _t.kind = 'bool', if(_t.number != 0, 'true', 'false'), _t.text)"
)


def _text(path: str) -> str:
    return f"anyIf(_t.text, _t.path = '{path}')"


def _time(path: str) -> str:
    return f"anyOrNullIf(fromUnixTimestamp64Micro(toInt64(_t.number), 'UTC'), _t.path = '{path}')"


def _texts_below(prefix: str) -> str:
    names = f"groupArrayIf(substring(_t.path, {len(prefix) + 1}), startsWith(_t.path, '{prefix}'))"
    return f"mapFromArrays({names}, groupArrayIf({_TEXT_OF_LEAF}, startsWith(_t.path, '{prefix}')))"


def _numbers_below(prefix: str) -> str:
    which = f"startsWith(_t.path, '{prefix}') AND _t.kind IN ('number', 'bool')"
    names = f"groupArrayIf(substring(_t.path, {len(prefix) + 1}), {which})"
    return f"mapFromArrays({names}, arrayMap(_x -> toNullable(_x), groupArrayIf(_t.number, {which})))"


_RUNS = f"""
SELECT {_text("name")} AS run_id, {_text("display_name")} AS name, {_text("state")} AS state, {_text("user")} AS user,
    {_text("group")} AS `group`, {_text("job_type")} AS job_type, {_text("sweep")} AS sweep, {_text("host")} AS host,
    {_text("notes")} AS notes, JSONExtract({_text("tags")}, 'Array(String)') AS tags,
    {_time("created_at")} AS created, {_time("finished_at")} AS finished,
    anyOrNullIf(_t.number, _t.path = 'duration_s') AS duration_s,
    {_texts_below("config.")} AS config, {_numbers_below("config.")} AS config_numbers,
    {_texts_below("summary.")} AS summary, {_numbers_below("summary.")} AS summary_numbers
FROM runlake.run_fields AS _t FINAL
PREWHERE {THIS_PROJECT} WHERE _t.kind != 'removed'
GROUP BY _t.run_number HAVING countIf(_t.path = 'name') > 0
"""

_WRITERS = """
SELECT tupleElement(_x, 1) AS run_id, tupleElement(_x, 2) AS writer_id, tupleElement(_x, 3) AS writer,
    if(tupleElement(_x, 4) = 0, NULL, tupleElement(_x, 5)) AS rank
FROM (SELECT arrayJoin({_writers:Array(Tuple(String, UInt64, String, UInt8, Int32))}) AS _x)
"""

Writers = list[tuple[str, int, str, int, int]]
"""(run id, writer's id, its name, whether its rank is known, its rank or 0)"""


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column as the documentation shows it."""

    name: str
    type: str
    about: str


@dataclass(frozen=True, slots=True)
class View:
    """What a name stands for. `sql` is ours, with bound parameters.

    `stored` are columns with what can stand at `TOLD` for them, where a question compares them with constants.
    """

    name: str
    about: str
    columns: tuple[ViewColumn, ...]
    sql: str
    stored: Mapping[str, str] = field(default_factory=dict)


def _columns(text: str) -> tuple[ViewColumn, ...]:
    """A line for each column: its name, its type, then what it is."""
    lines = (line.split(maxsplit=2) for line in text.strip().splitlines())
    return tuple(ViewColumn(name, kind, about) for name, kind, about in lines)


_POINT_COLUMNS = _columns("""
run_id String the run
metric String its name
step Int64 the step
time DateTime64(3) when it was logged, UTC
value Float64 the number; NaN and infinities included
writer_id UInt64 which process logged it; see writers
""")

VIEWS = {
    view.name: view
    for view in (
        View(
            "points",
            "every number that runs logged, on their live branches",
            _POINT_COLUMNS,
            points_of("points"),
            STORED_POINTS,
        ),
        View(
            "system_points",
            "the same of the machines: processors, memory, GPUs",
            _POINT_COLUMNS,
            points_of("system_points"),
            STORED_POINTS,
        ),
        View(
            "runs",
            "the runs, one row each",
            _columns("""
run_id String its id, as in its address
name String the name that is shown
state String running, finished, failed, crashed, …
user String who runs it
group String the group, "" for none
job_type String as its program says
sweep String the id of its sweep, "" for none
host String the machine
notes String what people noted
tags Array(String) its tags
created DateTime64(6) UTC
finished Nullable(DateTime64(6)) NULL while it runs
duration_s Nullable(Float64) seconds until its end or its last sign of life
config Map(String,String) the config as texts; config['optimizer.name'] is nested
config_numbers Map(String,Nullable(Float64)) the numbers of the config; NULL for a name it does not have
summary Map(String,String) the summary as texts
summary_numbers Map(String,Nullable(Float64)) the numbers of the summary; NULL for a name it does not have
"""),
            _RUNS,
        ),
        View(
            "writers",
            "the processes of runs that have several, of the 500 newest runs",
            _columns("""
run_id String the run
writer_id UInt64 as points have it
writer String its name
rank Nullable(Int32) its rank, NULL when not known
"""),
            _WRITERS,
        ),
        View(
            "spans",
            "finished spans of traces, one row each, in the newest version",
            _columns("""
trace_id String the trace
span_id String the span
parent_id String the span above, "" for a root
is_root Bool whether it is one
name String what it is called by its program
kind String llm, tool, agent, retrieval, …
status String ok, error or unset
error_type String what went wrong
error_message String what went wrong, in words
service String the program
model String the model that was asked
provider String who runs the model
session_id String the conversation
user_id String the user of the program
input_tokens UInt64 tokens sent
output_tokens UInt64 tokens received
cache_read_tokens UInt64 tokens read from a cache
cache_write_tokens UInt64 tokens written to a cache
reasoning_tokens UInt64 tokens spent on reasoning
cost Nullable(Float64) US dollars, NULL when not known
start DateTime64(9) when it began, UTC
duration_s Float64 seconds
input String the beginning of its input
output String the beginning of its output
tags Array(String) its tags
attributes Map(String,String) the attributes that are not understood otherwise
run_id String the run that it is linked to, "" for none
run_step Nullable(Int64) the step of that run
"""),
            SPANS,
            STORED_SPANS,
        ),
        View(
            "scores",
            "the scores that came with spans; what people judge later is not among them",
            _columns("""
trace_id String the trace
span_id String the span
start DateTime64(9) when the span began, UTC
name String what was judged
value Nullable(Float64) the number
label String the word
scorer String who judged
"""),
            SCORES,
            STORED_SCORES,
        ),
        View(
            "console_lines",
            "the console of runs; a line that was written over is there once",
            _columns("""
run_id String the run
writer String the process, "" for the only one
line UInt32 counted from 0
level String error for what came through stderr
time DateTime64(6) when, UTC
text String the line
"""),
            CONSOLE,
            STORED_CONSOLE,
        ),
    )
}
