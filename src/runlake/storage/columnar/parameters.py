"""Encoding of query parameters for the embedded engine. Pure.

The engine reads a parameter's value as text: a bare string in tab-separated escaping, the members of an array as SQL
literals. chDB 4.4 passes Python strings through unescaped, so a backslash or a tab in a value would change it.
"""

from collections.abc import Mapping, Sequence

_BARE = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0", "\b": "\\b", "\f": "\\f"})
_QUOTED = str.maketrans({"\\": "\\\\", "'": "\\'"})


def encode_parameters(parameters: Mapping[str, object] | None) -> dict[str, object]:
    """Every value in the form the engine reads back unchanged."""
    return {name: _encode(value) for name, value in (parameters or {}).items()}


def _encode(value: object) -> object:
    if isinstance(value, str):
        return value.translate(_BARE)
    if isinstance(value, Sequence):
        return _literal(value)
    return value


def _literal(value: object) -> str:
    if isinstance(value, str):
        return "'" + value.translate(_QUOTED) + "'"
    if isinstance(value, tuple):
        return "(" + ",".join(map(_literal, value)) + ")"
    if isinstance(value, Sequence):
        return "[" + ",".join(map(_literal, value)) + "]"
    return repr(value) if isinstance(value, float) else str(value)
