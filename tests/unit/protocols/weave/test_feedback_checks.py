"""Annotations beside the columns that they fill."""

from typing import Any

import pytest

from runlake.errors import InvalidInput
from runlake.protocols.weave.feedback_checks import check_value

REF = "weave:///e/p/object/column:abc"


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "number", "minimum": -1, "maximum": 1}, 0),
        ({"type": "string", "enum": ["good", "bad"]}, "good"),
        ({"type": "string", "pattern": "^(?=.*[A-Z])a"}, "aB"),
        ({}, {"whatever": 1}),
    ],
)
def test_a_value_that_the_column_allows(schema: Any, value: Any) -> None:
    check_value(value, {"field_schema": schema}, REF)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ({"field_schema": {"type": "number", "maximum": 1}}, 42, "the value is none"),
        ({"field_schema": {"type": "integer"}}, True, "the value is none"),
        ({"field_schema": {"pattern": "(?=a)(a+)+$"}}, "a" * 60 + "!", "the value is none"),
        ({"field_schema": {"type": "nonsense"}}, 1, "is no JSON Schema"),
        ({"field_schema": {"$ref": "http://127.0.0.1:1/secret"}}, 1, "is no JSON Schema"),
        ({"field_schema": {"$ref": "file:///etc/passwd"}}, 1, "is no JSON Schema"),
        (None, 1, "names nothing that is there"),
    ],
)
def test_a_value_or_a_column_that_cannot_be(column: Any, value: Any, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        check_value(value, column, REF)
