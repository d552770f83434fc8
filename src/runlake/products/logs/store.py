"""SQL of console lines. The row with the highest version is the line."""

SELECT_LINES = """
SELECT line, level, label, toUnixTimestamp64Micro(time) AS time_us, text
FROM console_lines
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND writer = {writer:String}
  AND line >= {first_line:UInt32} AND line < {end_line:UInt64}
ORDER BY line, version DESC
LIMIT 1 BY line
LIMIT {limit:UInt32}
"""

# Of all writers, by time: what a reader sees who knows of no writers.
SELECT_MERGED_LINES = """
SELECT writer, line, level, label, time_us, text FROM (
    SELECT writer, line, level, label, toUnixTimestamp64Micro(time) AS time_us, text
    FROM console_lines
    WHERE project_id = {{project_id:UInt32}} AND run_number = {{run_number:UInt32}}
    ORDER BY writer, line, version DESC
    LIMIT 1 BY writer, line
)
WHERE (time_us, writer, line) > ({{time_us:Int64}}, {{writer:String}}, {{line:Int64}})
ORDER BY time_us {order}, writer {order}, line {order}
LIMIT {{limit:UInt32}}
"""

SEARCH_LINES = """
SELECT line, level, label, time_us, text FROM (
    SELECT line, level, label, toUnixTimestamp64Micro(time) AS time_us, text
    FROM console_lines
    WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND writer = {writer:String}
      AND line >= {first_line:UInt32}
    ORDER BY line, version DESC
    LIMIT 1 BY line
)
WHERE positionCaseInsensitiveUTF8(text, {search:String}) > 0
ORDER BY line
LIMIT {limit:UInt32}
"""

LAST_LINE_AT = """
SELECT max(line) AS line
FROM console_lines
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32} AND writer = {writer:String}
  AND toUnixTimestamp64Micro(time) BETWEEN 1 AND {time_us:Int64}
"""

SELECT_WRITERS = """
SELECT writer, any(label) AS label, max(line) + 1 AS total
FROM console_lines
WHERE project_id = {project_id:UInt32} AND run_number = {run_number:UInt32}
GROUP BY writer
ORDER BY writer
"""
