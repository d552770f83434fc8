"""What may be asked is written anew, with views in the places of tables."""

import pytest

from runlake.products.sql import VIEWS, Question
from runlake.products.sql.marks import TOLD


def written(text: str) -> str:
    """The SQL, with `<name>` for what a view stands for."""
    sql = Question(text).sql
    for view in VIEWS.values():
        sql = sql.replace(view.sql.replace(TOLD, ""), f"<{view.name}>")
    return sql


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("select Value from points", 'SELECT "Value" FROM (<points>) AS "points"'),
        ("SELECT p.* FROM points AS p", 'SELECT "p".* FROM (<points>) AS "p"'),
        ("SELECT * EXCEPT (time) FROM runs", 'SELECT * EXCEPT ("time") FROM (<runs>) AS "runs"'),
        (
            "SELECT COUNT(*), quantile(0.9)(value), sumIF(value, step > 1)",
            'SELECT count(*), quantile(0.9)("value"), sumIf("value", ("step" > 1))',
        ),
        ("SELECT count(DISTINCT run_id)", 'SELECT count(DISTINCT "run_id")'),
        ("SELECT a + b * -c", 'SELECT ("a" + ("b" * (- "c")))'),
        ("SELECT config['lr'], tags[-1]", 'SELECT "config"[\'lr\'], "tags"[(- 1)]'),
        ("SELECT 1 -- a comment\n/* another */ , 2", "SELECT 1, 2"),
        ("SELECT now() - INTERVAL 7 DAYS", "SELECT (now() - INTERVAL 7 DAY)"),
        (
            "SELECT a::Float64, CAST(b AS Nullable(Int64))",
            "SELECT CAST(\"a\", 'Float64'), CAST(\"b\", 'Nullable(Int64)')",
        ),
        ("SELECT arrayMap(x -> x + 1, [1, 2])", 'SELECT arrayMap((("x") -> ("x" + 1)), [1, 2])'),
        ("SELECT CASE WHEN a THEN 'b' ELSE 'c' END", "SELECT (CASE WHEN \"a\" THEN 'b' ELSE 'c' END)"),
        (
            "SELECT a IN (1, 2), b NOT IN (SELECT run_id FROM runs)",
            'SELECT ("a" IN (1, 2)), (NOT ("b" IN (SELECT "run_id" FROM (<runs>) AS "runs")))',
        ),
        (
            "WITH w AS (SELECT * FROM runs) SELECT * FROM w JOIN spans AS s USING (run_id) LIMIT 3",
            'WITH "with w" AS (SELECT * FROM (<runs>) AS "runs") SELECT * FROM "with w" AS "w" JOIN (<spans>) AS "s" USING ("run_id") LIMIT 3',
        ),
        (
            "SELECT row_number() OVER (PARTITION BY a ORDER BY b DESC)",
            'SELECT row_number() OVER (PARTITION BY "a" ORDER BY "b" DESC NULLS LAST)',
        ),
        (
            "SELECT 1 UNION ALL SELECT 2",
            'SELECT * FROM ((SELECT * FROM (SELECT 1)) UNION ALL (SELECT * FROM (SELECT 2))) AS "whole"',
        ),
        (
            "SELECT step FROM points ORDER BY step LIMIT 2 BY run_id",
            'SELECT "step" FROM (<points>) AS "points" ORDER BY "step" NULLS LAST LIMIT 2 BY "run_id"',
        ),
        ("SELECT current_user", 'SELECT "current_user"'),
    ],
)
def test_it_is_written_anew(text: str, sql: str) -> None:
    assert written(text) == sql


def test_every_view_takes_out_what_is_not_the_projects_before_anything_else() -> None:
    for view in VIEWS.values():
        tables = view.sql.count("FROM runlake.")
        assert view.sql.count("PREWHERE _t.project_id = {_project:UInt32}") == tables
        assert tables or view.name == "writers"


def test_a_question_says_which_views_it_reads() -> None:
    question = Question("SELECT * FROM points WHERE run_id IN (SELECT run_id FROM writers)")
    assert question.views == {"points", "writers"}
    assert question.needs_branches
    assert question.needs_writers
