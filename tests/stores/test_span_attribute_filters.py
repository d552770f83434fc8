"""Filters by attributes find the same spans in parts that have the indexes of attributes and in those that do not."""

from pathlib import Path

import runlake.products.traces as traces_package
from runlake.products.traces.filters import compile_span_filter
from runlake.query import Parameters, parse_filter
from runlake.storage.columnar import ChdbColumnar, Ddl
from runlake.storage.migrate import list_migrations, load_migration
from tests.prepared import copy_tables

INDEXED, ROWS = 13, 8192
INSERT = """
INSERT INTO spans (project_id, hour, trace_hash, start_time, trace_id, span_id, name, attributes)
SELECT 1, 1, number, toDateTime64(number, 9), 't', toString(number), 'n', map(
  'answer', concat('r', toString(number)), 'count', toString(number), 'half', toString(number / 2), 'empty', '',
  'flag', if(number % 2 = 0, 'true', 'false'), concat('name ', toString(intDiv(number, 2048))), 'ß')
FROM numbers({first:UInt32}, 8192)
"""
FOUND = "SELECT span_id FROM spans WHERE project_id = 1 AND {condition} ORDER BY span_id{settings}"
RARE = (
    {"field": "attributes.answer", "op": "eq", "value": "r7"},
    {"field": "attributes.half", "op": "eq", "value": 3.5},
)
FILTERS = (
    *RARE,
    {"field": "attributes.answer", "op": "eq", "value": "r9000"},
    {"field": "attributes.answer", "op": "in", "value": ["r7", "r9000", "", "none"]},
    {"field": "attributes.answer", "op": "nin", "value": ["r7", ""]},
    {"field": "attributes.answer", "op": "ne", "value": "r9000"},
    {"field": "attributes.missing", "op": "ne", "value": "r7"},
    {"field": "attributes.missing", "op": "eq", "value": ""},
    {"field": "attributes.empty", "op": "eq", "value": ""},
    {"field": "attributes.empty", "op": "in", "value": ["", "r7"]},
    {"field": "attributes.count", "op": "eq", "value": 9000},
    {"field": "attributes.count", "op": "in", "value": [7, 8, 9000]},
    {"field": "attributes.count", "op": "gt", "value": 16380},
    {"field": "attributes.flag", "op": "eq", "value": True},
    {"field": "attributes.name 5", "op": "eq", "value": "ß"},
    {"field": "attributes.name 5", "op": "exists", "value": True},
    {"field": "attributes.name 5", "op": "exists", "value": False},
    {"field": "attributes.answer", "op": "contains", "value": "R900"},
    {"field": "attributes.answer", "op": "regex", "value": "^r7$"},
    {"or": [*RARE]},
    {
        "or": [
            RARE[0],
            {"field": "attributes.answer", "op": "eq", "value": "r9000"},
            {"field": "status", "op": "eq", "value": "x"},
        ]
    },
    {"not": {"or": [RARE[0], {"field": "attributes.name 5", "op": "exists", "value": True}]}},
    {"and": [{"not": RARE[0]}, {"field": "attributes.half", "op": "in", "value": [3.5, 4]}]},
)


async def test_attributes_are_found_with_and_without_their_indexes(tmp_path: Path) -> None:
    copy_tables(tmp_path)
    columnar = await ChdbColumnar.open(tmp_path, readers=1)
    indexes = load_migration(list_migrations([traces_package], "columnar")[INDEXED - 1]).up(Ddl())
    for name in ("spans_by_attribute_name", "spans_by_attribute_value"):
        await columnar.execute(f"ALTER TABLE spans DROP INDEX {name}")
    await columnar.execute(INSERT, {"first": 0})
    await columnar.execute("SYSTEM STOP MERGES spans")  # also the making of indexes of parts that are there
    for statement in indexes:
        await columnar.execute(statement)
    await columnar.execute(INSERT, {"first": ROWS})
    await _assert_all_found(columnar)
    whole = ROWS // 512
    assert whole <= await _granules(columnar, RARE[0]) < 2 * whole
    await columnar.execute("SYSTEM START MERGES spans")
    await columnar.execute(indexes[-1].replace("mutations_sync = 0", "mutations_sync = 1"))  # and when it is done:
    await _assert_all_found(columnar)
    assert max([await _granules(columnar, document) for document in RARE]) < whole / 2
    await columnar.close()


async def _assert_all_found(columnar: ChdbColumnar) -> None:
    for document in FILTERS:
        parameters = Parameters()
        condition = compile_span_filter(parse_filter(document), parameters)
        found, scanned = [
            (await columnar.query(FOUND.format(condition=condition, settings=settings), parameters.values)).to_pylist()
            for settings in ("", " SETTINGS use_skip_indexes = 0")
        ]
        assert found == scanned, document


async def _granules(columnar: ChdbColumnar, document: dict[str, object]) -> int:
    parameters = Parameters()
    sql = FOUND.format(condition=compile_span_filter(parse_filter(document), parameters), settings="")
    plan = (await columnar.query(f"EXPLAIN ESTIMATE {sql}", parameters.values)).to_pylist()
    return sum(row["marks"] for row in plan)
