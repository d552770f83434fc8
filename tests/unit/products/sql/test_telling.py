"""What is told to a view: comparisons of its stored columns with constants, and nothing else."""

import pytest

from runlake.products.sql.parsing import parse
from runlake.products.sql.rendering import render

TOLD = {
    "trace_id = 'abc'": "_t.trace_id = 'abc'",
    "s.model IN ('a', 'b')": "_t.model IN ('a', 'b')",
    "(is_root AND input_tokens > - 1)": "_t.is_root AND _t.input_tokens > (- 1)",
    "run_id = 'r'": "_t.run = 'r'",
    "attributes['customer'] = 'it''s'": "_t.attributes['customer'] = 'it\\'s'",
    "model = 'm' AND lower(name) = 'n' AND name LIKE 'a%'": "_t.model = 'm'",
    "start < toDateTime64('2026-01-01 00:00:00', 3)": (
        "_t.start_time < toDateTime64('2026-01-01 00:00:00', 3) AND _t.hour <= "
        "intDiv(toUnixTimestamp64Milli(toDateTime64(toDateTime64('2026-01-01 00:00:00', 3), 3, 'UTC')), 3600000) + 26"
    ),
    "start > 'soon'": "_t.start_time > 'soon'",
}
NOT_TOLD = [
    "model = 'm' OR name = 'n'",
    "NOT model = 'm'",
    "NOT is_root",
    "model = name",
    "model = (SELECT 'm')",
    "model = toString(now())",
    "model IN (SELECT model FROM spans WHERE 1 = 1)",
    "duration_s > 1",
    "attributes['a']['b'] = 'c'",
    "attributes[name] = 'c'",
    "upper(model) = 'M'",
]


def first_view(question: str) -> str:
    """What stands in the PREWHERE of the first view, behind its project."""
    sql = render(parse(question))[0]
    return (
        sql.split("PREWHERE", 1)[1].split(" WHERE ", 1)[0].removeprefix(" _t.project_id = {_project:UInt32} ").strip()
    )


@pytest.mark.parametrize("condition", TOLD)
def test_comparisons_with_constants_are_told(condition: str) -> None:
    question = f"SELECT * FROM spans AS s WHERE {condition}"
    assert first_view(question) == f"AND {TOLD[condition]}"
    assert render(parse(question))[0].count("/* told */") == 0


@pytest.mark.parametrize("condition", NOT_TOLD)
def test_others_are_not(condition: str) -> None:
    assert first_view(f"SELECT * FROM spans WHERE {condition}") == ""


@pytest.mark.parametrize(
    "question",
    [
        "SELECT upper(name) AS model FROM spans WHERE model = 'M'",
        "SELECT * FROM spans AS s FULL JOIN runs AS r ON r.run_id = s.run_id WHERE s.model = 'm'",
        "SELECT * FROM spans AS s ANY JOIN runs AS r ON r.run_id = s.run_id WHERE s.model = 'm'",
        "SELECT * FROM spans AS s LEFT JOIN runs AS r ON r.run_id = s.run_id WHERE model = 'm'",
        "SELECT * FROM runs AS r LEFT JOIN spans AS s ON r.run_id = s.run_id WHERE s.model = 'm'",
        "SELECT * FROM spans HAVING model = 'm'",
        "SELECT (SELECT count() FROM runs) AS n, * FROM (SELECT * FROM spans) AS model WHERE model.model = 'm'",
    ],
)
def test_names_that_stand_for_something_else_are_not_told(question: str) -> None:
    assert "_t.model =" not in render(parse(question))[0]


def test_rows_that_may_be_outdated_are_told_nothing() -> None:
    sql = render(parse("SELECT * FROM spans WHERE model = 'm'"))[0]
    assert "_t.model =" not in sql.split("UNION ALL", 1)[1]


@pytest.mark.parametrize(
    "join", ["LEFT JOIN runs AS r ON r.run_id = s.run_id", "JOIN runs AS r USING (run_id)", ", runs"]
)
def test_joins_that_keep_the_rows_of_the_first_table_do_not_hinder(join: str) -> None:
    assert first_view(f"SELECT * FROM spans AS s {join} WHERE s.model = 'm'") == "AND _t.model = 'm'"


def test_points_and_lines_of_a_run_are_looked_for_by_its_number() -> None:
    for view in ("points", "system_points", "console_lines"):
        sql = render(parse(f"SELECT * FROM {view} WHERE run_id IN ('a', 'b')"))[0]
        assert "_t.run_number IN (" in sql
        assert "_t.text IN ('a', 'b')" in sql
    assert "_t.text = 'a'" in render(parse("SELECT * FROM points WHERE run_id = 'a'"))[0]
    assert "/*" not in sql
