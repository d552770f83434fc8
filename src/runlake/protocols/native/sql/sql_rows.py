"""An Arrow table as JSON: names and types of columns, and rows as lists. Pure."""

from datetime import date, datetime
from typing import Any

import orjson
import pyarrow as pa

from runlake.errors import InvalidInput
from runlake.products.runs import json_safe


def json_rows(table: pa.Table) -> bytes:
    """`{columns: [{name, type}], rows: [[…]]}`: times as ISO 8601, maps as objects, numbers that are not finite as words.

    Raises InvalidInput for a text that is not UTF-8.
    """
    columns = [{"name": field.name, "type": str(field.type)} for field in table.schema]
    try:
        values = [column.to_pylist(maps_as_pydicts="lossy") for column in table.columns]
    except UnicodeDecodeError:
        raise InvalidInput(
            "SQL: a text was cut inside a character: use substringUTF8, leftUTF8 or lengthUTF8"
        ) from None
    rows = [[_plain(value) for value in row] for row in zip(*values, strict=True)]
    return orjson.dumps({"columns": columns, "rows": rows}, option=orjson.OPT_NON_STR_KEYS)


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case list() | tuple():
            return [_plain(each) for each in value]
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
    return json_safe(value)
