"""Questions in SQL on a real store: right answers, and never a row of another project."""

import asyncio
from pathlib import Path

import pytest

from runlake.errors import InvalidInput, LimitExceeded, Overloaded
from runlake.model import BranchPart
from runlake.products.sql import VIEWS, Question, product
from tests.stores.sql_world import MINE, SECRET, THEIRS, answer, opened_sql
from tests.unit.products.runs.examples import make_run

# Each is a way in which a name of the user's could come to stand for one of ours, or a row of others be evaluated.
PROBES = [
    *(f"SELECT * FROM {view}" for view in VIEWS),
    *(f"SELECT count() AS n, '{view}' AS v FROM {view}" for view in VIEWS),
    "SELECT 1 AS project_id, * FROM points",
    "SELECT 2 AS project_id, * FROM spans",
    "SELECT 2 AS run_number, text FROM console_lines",
    "SELECT 'x' AS kind, 'y' AS path, * FROM runs",
    "SELECT project_id, value FROM points, (SELECT 2 AS project_id) AS other",
    "SELECT * FROM (SELECT 2 AS project_id) AS points, points AS p",
    "SELECT * FROM (SELECT 2 AS project_id, 21 AS run_number) AS run_fields, runs",
    "WITH spans_ AS (SELECT 2 AS project_id) SELECT * FROM spans_, spans",
    "WITH run_fields AS (SELECT 2 AS project_id, 'name' AS path) SELECT * FROM runs, run_fields",
    "WITH a AS (SELECT * FROM points) SELECT * FROM a UNION ALL SELECT * FROM points",
    "SELECT metric AS m, value AS v FROM points UNION ALL SELECT text, toFloat64(line) FROM console_lines",
    "SELECT run_id FROM points UNION DISTINCT SELECT name FROM spans ORDER BY 1",
    "SELECT run_id FROM runs INTERSECT SELECT run_id FROM points",
    "SELECT run_id FROM console_lines EXCEPT SELECT 'a'",
    "SELECT * FROM points WHERE run_id IN (SELECT run_id FROM spans) OR 1 = 1",
    "SELECT * FROM points WHERE (1 = 1 OR value > 0) AND NOT (metric = 'x')",
    "SELECT name, (SELECT max(value) FROM points) AS m, (SELECT groupArray(text) FROM console_lines) AS l FROM spans",
    "SELECT p.*, s.*, r.* FROM points AS p FULL JOIN spans AS s ON p.run_id = s.run_id FULL JOIN runs AS r ON 1 = 1",
    "SELECT a.*, b.* FROM points AS a RIGHT JOIN points AS b ON a.value != b.value OR 1 = 1",
    "SELECT points.*, runs.* FROM points CROSS JOIN runs",
    "SELECT spans.name, points.name FROM spans AS points LEFT JOIN spans USING (span_id)",
    "SELECT max(value) OVER (PARTITION BY metric ORDER BY step), lagInFrame(value) OVER (ORDER BY value) FROM points",
    "SELECT DISTINCT run_id, mapKeys(config), mapValues(config), mapValues(summary_numbers) FROM runs",
    "SELECT arrayJoin(mapValues(attributes)), arrayMap(x -> concat(x, name), mapValues(attributes)) FROM spans",
    "SELECT groupUniqArray(name), topK(10)(model), anyLast(model), argMax(name, start) FROM spans",
    "SELECT metric, quantile(0.99)(value), max(value), uniqExact(run_id) FROM points GROUP BY metric HAVING 1 OR max(value) > 9",
    f"SELECT count() FROM points WHERE metric = '{SECRET}'",
    f"SELECT count() FROM runs WHERE run_id = 'run-{SECRET}'",
    f"SELECT name FROM spans WHERE attributes['who'] = '{SECRET}' OR model = '{SECRET}'",
    f"SELECT value FROM points WHERE run_id = 'run-{SECRET}' OR run_id IN ('run-{SECRET}')",
    "SELECT 'a\\' OR project_id = 2 --' AS t, value FROM points WHERE metric != '\\\\\\' OR 1=1'",
    "SELECT 1 AS equals, 2 AS notIn, 3 AS arrayJoin, * FROM points",
    "SELECT tuple(1) AS runlake, p.*, runlake.* FROM runs AS runlake, points AS p",
    "SELECT 1 AS `runlake.points`, points.* FROM (SELECT 2 AS project_id) AS `runlake.points`, points",
    "WITH runlake AS (SELECT 2 AS points) SELECT * FROM runlake, points",
    "SELECT current_user, value FROM points",
    "SELECT project_id FROM points",
    "SELECT points.project_id FROM points",
    "SELECT run_number FROM runs",
    "SELECT `_t.project_id ` FROM points",
    "SELECT \"runlake.points.value\" FROM points",
    "SELECT p.value FROM points AS p WHERE EXISTS (SELECT 1 FROM runs AS r WHERE r.run_id = p.run_id)",
    "SELECT (SELECT max(step) FROM points AS p WHERE p.run_id = r.run_id) FROM runs AS r",
]  # fmt: skip

# Each of these fails on the rows of the second project, were it evaluated on them.
ON_MY_ROWS_ALONE = [
    "SELECT count() AS n FROM points WHERE toInt64(if(metric = 'secret-of-others', metric, '1')) = 1",
    "SELECT count() AS n FROM points WHERE intDiv(1, toInt64(value < 600)) >= 0",
    "SELECT count() AS n FROM spans WHERE intDiv(1, toInt64(name != 'old secret-of-others' AND name != 'secret-of-others')) = 1",
    "SELECT count() AS n FROM spans WHERE toDate(if(model = 'secret-of-others', model, '2026-01-01')) > '2020-01-01'",
    "SELECT count() AS n FROM console_lines WHERE intDiv(1, toInt64(text != 'secret-of-others')) = 1",
    "SELECT count() AS n FROM runs WHERE intDiv(1, toInt64(run_id != 'run-secret-of-others')) = 1",
    "SELECT count() AS n FROM system_points WHERE toUInt8(if(metric = 'secret-of-others', metric, '1')) = 1",
]


async def test_no_row_of_another_project_is_seen_or_evaluated(tmp_path: Path) -> None:
    async with opened_sql(tmp_path / "columnar") as (sql, _):
        refused = 0
        for text in PROBES:
            try:
                seen = str(await answer(sql, text))
            except InvalidInput as error:
                seen, refused = str(error), refused + 1
            assert not any(mark in seen.replace(text, "") for mark in (SECRET, "9876", "gone")), text
        assert refused <= 12  # the others were answered
        for text in ON_MY_ROWS_ALONE:
            assert (await answer(sql, text))[0]["n"] > 0, text
        theirs = [str(await answer(sql, f"SELECT * FROM {view}", project_id=THEIRS)) for view in VIEWS]
        assert sum(SECRET in seen for seen in theirs) == len(VIEWS) - 1  # writers are handed in
        assert not any("mine" in seen for seen in theirs)
        assert await answer(sql, "SELECT count() AS n FROM spans, runs, points", project_id=3) == [{"n": 0}]


async def test_answers_are_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened_sql(tmp_path / "columnar") as (sql, _):
        assert await answer(sql, "SELECT metric, avg(value) AS v FROM points GROUP BY metric ORDER BY metric") == [
            {"metric": "loss", "v": 4.5},
            {"metric": "mine", "v": 4.5},
        ]
        [run] = await answer(sql, "SELECT * FROM runs")
        assert (run["run_id"], run["state"], run["tags"]) == ("run-mine", "finished", ["a", "b"])
        assert (dict(run["config"]), dict(run["config_numbers"])) == ({"lr": "0.5", "opt.name": "mine"}, {"lr": 0.5})
        missing = "SELECT config_numbers['none'] AS n, config['none'] AS t FROM runs"
        assert await answer(sql, missing) == [{"n": None, "t": ""}]
        spans = "SELECT name, sum(cost) AS cost, sum(input_tokens) AS tokens FROM spans GROUP BY name"
        assert await answer(sql, spans) == [{"name": "mine", "cost": 1.0, "tokens": 20}]
        assert await answer(sql, "SELECT text FROM console_lines") == [{"text": "mine"}]
        joined = (
            "SELECT r.run_id AS r, s.name AS s FROM spans AS s LEFT JOIN runs AS r ON r.run_id = concat(s.run_id, 'x')"
        )
        assert await answer(sql, joined) == [{"r": None, "s": "mine"}] * 2
        writers = [("run-mine", 0, "rank-0", 1, 0), ("run-mine", 7, "rank-7", 0, 0)]
        found = await answer(sql, "SELECT writer, rank FROM writers ORDER BY writer", writers=writers)
        assert found == [{"writer": "rank-0", "rank": 0}, {"writer": "rank-7", "rank": None}]
        with pytest.raises(InvalidInput, match="there is no column 'nothing'"):
            await answer(sql, "SELECT nothing FROM runs")
        with pytest.raises(InvalidInput) as failed:
            await answer(sql, "SELECT toInt64(run_id) FROM runs")
        assert "mine" not in str(failed.value)
        monkeypatch.setattr(product, "_SETTINGS", "max_result_rows = 5")
        with pytest.raises(LimitExceeded, match="use LIMIT"):
            await answer(sql, "SELECT * FROM points")
        monkeypatch.setattr(product, "_SETTINGS", "max_memory_usage = 1000000")
        with pytest.raises(LimitExceeded, match="memory"):
            await answer(sql, "SELECT groupArray(a.value) FROM points a, points b, points c, points d, points e")


async def test_a_question_that_is_cancelled_stops_the_engine(tmp_path: Path) -> None:
    async with opened_sql(tmp_path / "columnar") as (sql, columnar):
        tables = ", ".join(f"points AS p{i}" for i in range(16))
        endless = Question(f"SELECT count() FROM {tables} WHERE p0.value > p1.value")
        asking = [asyncio.create_task(sql.ask(MINE, endless, user_id=7)) for _ in range(3)]
        assert not (await asyncio.wait(asking, timeout=0.3))[0]
        with pytest.raises(Overloaded):
            await sql.ask(MINE, endless, user_id=7)
        for task in asking:
            task.cancel()
        ends, _ = await asyncio.wait(asking, timeout=20)
        assert [task.cancelled() for task in ends] == [True] * 3
        running = "SELECT query FROM system.processes WHERE startsWith(Settings['log_comment'], 'sql-')"
        assert (await columnar.query(running)).num_rows == 0


async def test_points_are_those_of_live_branches(tmp_path: Path) -> None:
    async with opened_sql(tmp_path / "columnar") as (sql, columnar):
        rewound = make_run(11, branch=(BranchPart(11, 0, None, 2), BranchPart(11, None, None, None)))
        parent = make_run(21, branch=(BranchPart(21, 0, None, 3),))  # of another project: nothing of it
        await columnar.execute(
            "INSERT INTO points (project_id, run_number, metric, segment, step, line, time, value) VALUES "
            f"({MINE}, 11, 'loss', 1, 3, 0, now64(3), 0.5), ({MINE}, 12, 'loss', 5, 9, 0, now64(3), 0.5)"
        )
        text = "SELECT step, value, writer_id FROM points WHERE metric = 'loss' ORDER BY step"
        found = await answer(sql, text, branched=[rewound, parent])
        assert [(row["step"], row["value"], row["writer_id"]) for row in found] == [
            (0, 0.0, 0),
            (1, 1.0, 0),
            (2, 2.0, 0),
            (3, 0.5, 1),
        ]
        forked = make_run(11, branch=(BranchPart(12, 5, None, 9), BranchPart(11, None, 8, None)))
        found = await answer(sql, text, branched=[forked])
        assert sorted((row["step"], row["value"]) for row in found) == [(8, 8.0), (9, 0.5), (9, 9.0)]
        of_run = "SELECT step, value FROM points WHERE metric = 'loss' AND run_id = 'run-mine'"
        assert sorted((row["step"], row["value"]) for row in await answer(sql, of_run, branched=[forked])) == [
            (8, 8.0),
            (9, 0.5),
            (9, 9.0),
        ]
        assert len(await answer(sql, of_run)) == 11
        for empty in ("run-gone", f"run-{SECRET}"):  # deleted, and of another project
            assert await answer(sql, of_run.replace("run-mine", empty)) == []
            lines = (
                f"SELECT p.text FROM console_lines AS p LEFT JOIN runs AS r USING (run_id) WHERE p.run_id = '{empty}'"
            )
            assert await answer(sql, lines) == []
        assert await answer(sql, "SELECT text FROM console_lines WHERE run_id IN ('run-mine')") == [{"text": "mine"}]
