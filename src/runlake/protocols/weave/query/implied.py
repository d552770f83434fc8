"""What a query says about single fields, so that the store need not be read whole. Pure."""

from typing import Any


def implied_values(document: Any, field: str) -> list[str] | None:
    """The texts that a field must be one of for the query to hold; None when it says nothing about it."""
    return _of(document.get("$expr") if isinstance(document, dict) else None, field)


def _of(operation: Any, field: str) -> list[str] | None:
    if not isinstance(operation, dict) or len(operation) != 1:
        return None
    ((name, value),) = operation.items()
    if not isinstance(value, list):
        return None
    match name:
        case "$and":
            return next((found for part in value if (found := _of(part, field)) is not None), None)
        case "$or":
            parts = [_of(part, field) for part in value]
            return None if None in parts else [text for part in parts for text in part or ()]
        case "$eq" if len(value) == 2:
            one, other = value if value[0] == {"$getField": field} else reversed(value)
            text = _literal(other)
            return [text] if one == {"$getField": field} and text is not None else None
        case "$in" if len(value) == 2 and value[0] == {"$getField": field} and isinstance(value[1], list):
            texts = [_literal(item) for item in value[1]]
            return None if None in texts else [text for text in texts if text is not None]
    return None


def _literal(operand: Any) -> str | None:
    value = operand.get("$literal") if isinstance(operand, dict) else None
    return value if isinstance(value, str) else None
