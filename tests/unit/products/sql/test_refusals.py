"""What may not be in a question is refused before anything of it reaches the engine."""

import pytest

from runlake.errors import InvalidInput, LimitExceeded
from runlake.products.sql import Question

HOSTILE = """
SELECT * FROM system.tables
SELECT * FROM system.numbers
SELECT * FROM "system"."tables"
SELECT * FROM `system.tables`
SELECT * FROM runlake.points
SELECT * FROM runlake.runlake.points
SELECT * FROM INFORMATION_SCHEMA.TABLES
SELECT * FROM spans_rebuilt
SELECT * FROM run_fields
SELECT * FROM span_payloads
SELECT * FROM "with a"
SELECT * FROM url('http://127.0.0.1/', 'CSV')
SELECT * FROM file('/etc/passwd', 'LineAsString')
SELECT * FROM s3('http://a/b', 'CSV')
SELECT * FROM remote('127.0.0.1', 'runlake', 'points')
SELECT * FROM remoteSecure('127.0.0.1', 'runlake', 'points')
SELECT * FROM cluster('default', 'runlake', 'points')
SELECT * FROM mysql('h:1', 'd', 't', 'u', 'p')
SELECT * FROM postgresql('h:1', 'd', 't', 'u', 'p')
SELECT * FROM sqlite('a.db', 't')
SELECT * FROM numbers(10)
SELECT * FROM merge('runlake', '.*')
SELECT * FROM executable('id', 'CSV', 'a String')
SELECT * FROM Python(secret)
SELECT * FROM view(SELECT * FROM runlake.points)
SELECT * FROM input('a String')
SELECT * FROM generateRandom('a String')
SELECT * FROM values('a String', 'b')
SELECT * FROM dictionary('d')
SELECT * FROM mergeTreeIndex('runlake', 'points')
SELECT file('/etc/passwd')
SELECT sleep(3)
SELECT sleepEachRow(1) FROM points
SELECT throwIf(1)
SELECT currentUser()
SELECT user()
SELECT hostName()
SELECT getSetting('max_threads')
SELECT getMacro('a')
SELECT getServerPort('tcp_port')
SELECT serverUUID()
SELECT version()
SELECT uptime()
SELECT currentDatabase()
SELECT displayName()
SELECT getOSKernelVersion()
SELECT dictGet('d', 'a', 1)
SELECT dictGetOrNull('d', 'a', 1)
SELECT joinGet('runlake.points', 'value', 1)
SELECT hasColumnInTable('runlake', 'points', 'value')
SELECT addressToSymbol(1)
SELECT demangle('a')
SELECT evalMLMethod(1)
SELECT catboostEvaluate('/etc/passwd', 1)
SELECT filesystemAvailable()
SELECT showCertificate()
SELECT initializeAggregation('count')
SELECT runningAccumulate(value) FROM points
SELECT arrayReduce('sum', [1])
SELECT finalizeAggregation(value) FROM points
SELECT countState() FROM points
SELECT sumMerge(value) FROM points
SELECT sumForEach([value]) FROM points
SELECT repeat('a', 1000000000)
SELECT space(1000000000)
SELECT range(1000000000)
SELECT arrayWithConstant(1000000000, 1)
SELECT leftPad('a', 1000000000)
SELECT arrayMap(x -> sleep(x), [1, 2])
SELECT arrayMap(x -> file(x), ['/etc/passwd'])
SELECT arrayFilter((x, y) -> dictGet('d', x, y), [1], [2])
SELECT ((a, b) -> 1) AS equals, * FROM points
SELECT (a -> 1) AS toString, * FROM runs
SELECT arrayMap((a, b) -> 1 AS equals, [1], [2]) FROM points
SELECT arrayMap((a -> 1) AS toString, [1]) FROM points
SELECT x -> 1 AS equals FROM points
SELECT arrayMap((x -> x), [1])
SELECT quantile(0.5)(x -> 1) FROM points
SELECT materialize(1)
SELECT ignore(1)
SELECT _part FROM points
SELECT _table FROM points
SELECT points._t FROM points
SELECT _t.project_id FROM points
SELECT 1 AS _t FROM points
SELECT * FROM points AS _t
SELECT {_project:UInt32}
SELECT {a:Identifier} FROM points
SELECT * FROM {a:Identifier}
SELECT @@version
SELECT ?
SELECT * FROM points SETTINGS max_execution_time = 0
SELECT * FROM points SETTINGS readonly = 0, allow_ddl = 1
SELECT (SELECT 1 SETTINGS max_threads = 64)
SELECT * FROM points FORMAT CSV
SELECT * FROM points INTO OUTFILE '/tmp/a'
SELECT * FROM points FINAL
SELECT * FROM points SAMPLE 0.1
SELECT * FROM points PREWHERE 1
SELECT * FROM points ARRAY JOIN [1] AS a
SELECT * FROM points LEFT ARRAY JOIN [1] AS a
SELECT * FROM points ASOF JOIN runs USING (run_id)
SELECT * FROM points GLOBAL INNER JOIN runs USING (run_id)
SELECT * FROM points PASTE JOIN runs
SELECT * FROM points p, LATERAL (SELECT 1)
SELECT value FROM points WHERE run_id IN points
SELECT value FROM points WHERE run_id IN runlake.points
SELECT value FROM points WHERE run_id GLOBAL IN (SELECT run_id FROM runs)
SELECT value FROM points WHERE run_id = ANY (SELECT run_id FROM runs)
SELECT COLUMNS('.*') FROM points
SELECT * APPLY(sum) FROM points
SELECT * REPLACE (1 AS value) FROM points
SELECT * EXCEPT (value) REPLACE (1 AS step) FROM points
SELECT count(*) FILTER (WHERE 1) FROM points
SELECT sum(value) OVER w FROM points WINDOW w AS (PARTITION BY run_id)
SELECT value FROM points QUALIFY 1
SELECT value FROM points LIMIT (SELECT 1)
SELECT value FROM points LIMIT 1 WITH TIES
SELECT value FROM points ORDER BY step WITH FILL
SELECT value FROM points GROUP BY value WITH ROLLUP
SELECT value FROM points GROUP BY ROLLUP (value)
SELECT value FROM points GROUP BY GROUPING SETS ((value))
SELECT DISTINCT ON (value) value FROM points
WITH 1 AS project_id SELECT * FROM points
WITH (SELECT 2) AS project_id SELECT * FROM points
WITH points AS (SELECT 1) SELECT * FROM points
WITH runs AS (SELECT 1) SELECT * FROM points
WITH a AS (SELECT 1), a AS (SELECT 2) SELECT * FROM a
WITH RECURSIVE a AS (SELECT 1 UNION ALL SELECT * FROM a) SELECT * FROM a
WITH a AS (SELECT * FROM a) SELECT * FROM a
WITH a AS (SELECT * FROM b), b AS (SELECT 1) SELECT * FROM a
WITH a(x) AS (SELECT 1) SELECT * FROM a
WITH _a AS (SELECT 1) SELECT * FROM _a
WITH a AS MATERIALIZED (SELECT 1) SELECT * FROM a
SELECT a.b.c.d FROM points
SELECT t.1 FROM points
SELECT runlake.points.value FROM points
SELECT value FROM points; DROP TABLE points
SELECT 1; SELECT 2
DROP TABLE points
INSERT INTO points VALUES (1)
INSERT INTO FUNCTION file('/tmp/a') SELECT 1
CREATE TABLE a (b Int64) ENGINE = Memory
CREATE FUNCTION a AS (x) -> x
ALTER TABLE points DELETE WHERE 1
DELETE FROM points WHERE 1
UPDATE points SET value = 1
TRUNCATE TABLE points
OPTIMIZE TABLE points
RENAME TABLE points TO a
ATTACH TABLE a
DETACH TABLE points
SYSTEM SHUTDOWN
SYSTEM RELOAD CONFIG
KILL QUERY WHERE 1
SET max_threads = 1
USE system
SHOW TABLES
SHOW CREATE TABLE points
DESCRIBE TABLE points
EXPLAIN SELECT 1
EXISTS TABLE points
GRANT ALL ON *.* TO default
BACKUP TABLE points TO Disk('a', 'b')
VALUES (1)
SELECT CAST(value AS AggregateFunction(sum, Float64)) FROM points
SELECT CAST(value AS Enum8('a' = 1)) FROM points
SELECT value::Array(String) FROM points
SELECT match(run_id, metric) FROM points
SELECT run_id LIKE metric FROM points
SELECT run_id REGEXP 'a' FROM points
SELECT extract(run_id, metric) FROM points
SELECT quantile(value)(value) FROM points
SELECT quantile((SELECT 1))(value) FROM points
SELECT round(1)(value) FROM points
SELECT INTERVAL (SELECT 1) DAY
SELECT INTERVAL value DAY FROM points
SELECT INTERVAL 1 FORTNIGHT
SELECT 0x41
SELECT x'41'
SELECT b'01'
SELECT $$text$$
SELECT $tag$text$tag$
SELECT '\\0'
SELECT 1 AS `a"b`
SELECT 1 AS "a\\"b"
SELECT 1 AS `a\\\\`
SELECT 1 AS "a``b"
SELECT "" FROM points
SELECT
SELECT FROM points
SELECT (1
SELECT 'open
SELECT "open
/* open
-- only a comment
"""


@pytest.mark.parametrize("text", HOSTILE.strip().splitlines())
def test_it_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        Question(text)
    assert str(refused.value).startswith("SQL: ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ";",
        "SELECT 1 \x00",
        "SELECT 1 \x1b",
        "SELECT '\x00'",
        "SELECT '\ud800'",
        "SELECT " + "(" * 500 + "1" + ")" * 500,
        "SELECT " + "[" * 500 + "1" + "]" * 500,
        "SELECT " + "-" * 3 + "1",
        "SELECT " + "NOT " * 3_000 + "1",
        "SELECT " + "- " * 3_000 + "1",
        "SELECT " + "1 + " * 3_000 + "1",
        "SELECT " + "CASE WHEN 1 THEN " * 300 + "1" + " END" * 300,
        "SELECT 1" + " UNION ALL SELECT 1" * 300,
        "SELECT * FROM " + "(SELECT * FROM " * 200 + "points" + ")" * 200,
        "SELECT " + ", ".join(["value"] * 5_000) + " FROM points",
        "SELECT '" + "a" * 30_000 + "'",
        "SELECT a" + "." + ".".join(["b"] * 300),
        "WITH a AS (SELECT * FROM points)"
        + "".join(
            f", a{i} AS (SELECT x.* FROM {f'a{i - 1}' if i else 'a'} x, {f'a{i - 1}' if i else 'a'} y)"
            for i in range(40)
        )
        + " SELECT * FROM a39",
        "SELECT * FROM " + ", ".join(f"points p{i}" for i in range(60)),
    ],
)
def test_what_would_be_too_much_is_refused(text: str) -> None:
    with pytest.raises((InvalidInput, LimitExceeded)):
        Question(text)


def test_it_is_said_what_and_where() -> None:
    with pytest.raises(
        InvalidInput, match=r"there is no table 'system_tables'; there are console_lines, .*line 2, col"
    ):
        Question("SELECT *\nFROM system_tables")
    with pytest.raises(InvalidInput, match=r"the function 'sleep' cannot be called here.*line 1, column 12"):
        Question("SELECT sleep(3)")
    with pytest.raises(InvalidInput, match=r"is not SQL that can be read here near '.*line 1, column"):
        Question("SELECT (FROM points")
