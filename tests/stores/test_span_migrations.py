"""Spans of older releases stay, whole and once, when their table is made anew."""

from pathlib import Path

import pytest

import runlake.products.traces as traces_package
from runlake.storage.columnar import ChdbColumnar, Ddl
from runlake.storage.migrate import Migration, list_migrations, load_migration

INSERT = """
INSERT INTO spans (project_id, hour, is_root, trace_hash, start_time, trace_id, span_id, attributes)
SELECT 1, 1, number % 16 = 0, 1, toDateTime64(number, 9), 't', toString(number), map('n', toString(number)) FROM numbers(2000)
"""
COUNTS = "SELECT count() AS spans, uniqExact(span_id) AS ids, countIf(attributes['n'] = span_id) AS whole FROM spans"
GRANULES = (
    "SELECT sum(marks) AS marks FROM system.parts WHERE active AND database = currentDatabase() AND table = 'spans'"
)
INDEXES = "SELECT count() AS indexes FROM system.data_skipping_indices WHERE table = 'spans'"


@pytest.mark.parametrize("name", ["0009_narrow_reads", "0015_roots_together"])
async def test_spans_outlive_a_table_made_anew_even_when_that_is_broken_off(tmp_path: Path, name: str) -> None:
    columnar = await ChdbColumnar.open(tmp_path)
    *before, rebuild = (load_migration(each).up(Ddl()) for each in _migrations_until(name))
    for statement in (statement for statements in before for statement in statements):
        await columnar.execute(statement)
    await columnar.execute(INSERT)
    await columnar.execute("DELETE FROM spans WHERE span_id = '7'")
    indexes = (await columnar.query(INDEXES)).to_pylist()[0]["indexes"]
    for done in (
        len(rebuild) - 1,
        len(rebuild) - 2,
        len(rebuild),
    ):  # killed before the old table went, before the change of names
        for statement in rebuild[:done]:
            await columnar.execute(statement)
        assert (await columnar.query(COUNTS)).to_pylist() == [{"spans": 1999, "ids": 1999, "whole": 1999}]
    assert (await columnar.query(GRANULES)).to_pylist()[0]["marks"] >= 4
    assert (await columnar.query(INDEXES)).to_pylist()[0]["indexes"] >= indexes
    assert (await columnar.query("SHOW TABLES LIKE '%rebuilt'")).num_rows == 0
    await columnar.close()


def _migrations_until(name: str) -> list[Migration]:
    every = list_migrations([traces_package], "columnar")
    return [migration for migration in every if migration.path.stem <= name]
