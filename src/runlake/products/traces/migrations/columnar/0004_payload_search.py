"""Search what spans hold: `notes`, all but input and output that a person may look for, and two Bloom filters.

Cost: metadata only. Rows that are there have their whole raw text as notes, and are scanned until their part is merged.
An older server writes rows of that kind too.
"""

from runlake.storage.columnar import Ddl

_HELD = "lowerUTF8(concat(input, '\\n', output, '\\n', notes))"
_INDEXES = {
    "payload_text": f"{_HELD} TYPE ngrambf_v1(4, 262144, 3, 0)",
    "payload_foreign_text": f"replaceRegexpAll({_HELD}, '[\\\\x00-\\\\x7f]+', ' ') TYPE ngrambf_v1(2, 262144, 2, 0)",
}


def up(ddl: Ddl) -> list[str]:
    return [
        *ddl.alter("span_payloads", "ADD COLUMN IF NOT EXISTS notes String DEFAULT raw CODEC(ZSTD(3))"),
        *(
            statement
            for name, index in _INDEXES.items()
            for statement in ddl.alter("span_payloads", f"ADD INDEX IF NOT EXISTS {name} {index} GRANULARITY 1")
        ),
    ]
