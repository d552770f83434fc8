"""Search what spans hold by words: inverted indexes take the places of the Bloom filters, and payloads are packed faster.

`beyond_ascii` has the runs of characters that are not ASCII, in small letters: words of many scripts stand next to each
other without blanks, so these are indexed by pairs of characters.

Cost: metadata only. Rows that are there are scanned until their part is merged, and have `beyond_ascii` computed when it
is read. An older server leaves the new indexes to the engine and finds the same spans.
"""

from runlake.storage.columnar import Ddl

_RUNS = "replaceRegexpAll({held}, '[\\\\x00-\\\\x7f]+', ' ')"
_TABLES = {
    "span_payloads": ("payload", "lowerUTF8(concat(input, '\\n', output, '\\n', notes))"),
    "span_contents": ("content", "lowerUTF8(text)"),
}
_PACKED = {"span_payloads": ("input", "output", "raw"), "span_contents": ("text",)}


def up(ddl: Ddl) -> list[str]:
    return [
        *(statement for table in _TABLES for statement in _indexes(ddl, table)),
        *(
            statement
            for table, columns in _PACKED.items()
            for column in columns
            for statement in ddl.alter(table, f"MODIFY COLUMN {column} String CODEC(ZSTD(1))")
        ),
        *ddl.alter("span_payloads", "MODIFY COLUMN notes String DEFAULT raw CODEC(ZSTD(1))"),
    ]


def _indexes(ddl: Ddl, table: str) -> list[str]:
    name, held = _TABLES[table]
    changes = [
        f"ADD COLUMN IF NOT EXISTS beyond_ascii String DEFAULT {_RUNS.format(held=held)} CODEC(ZSTD(1))",
        f"ADD INDEX IF NOT EXISTS {name}_words {held} TYPE text(tokenizer = splitByNonAlpha)",
        f"ADD INDEX IF NOT EXISTS {name}_pairs beyond_ascii TYPE text(tokenizer = ngrams(2))",
        f"DROP INDEX IF EXISTS {name}_text",
        f"DROP INDEX IF EXISTS {name}_foreign_text",
    ]
    return [statement for change in changes for statement in ddl.alter(table, change)]
