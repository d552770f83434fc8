"""What of a query the store can decide: an expression → tests of what clients sent. Pure.

They hold for every finished call of a weave client that matches; what the store cannot tell is left open, and whatever
it finds is decided again by the query itself. A comparison with null is none here: its answer is the one under which
the operation around it does not hold.
"""

from typing import Any

from runlake.errors import RunlakeError
from runlake.products.traces import Cast, Every, Inverse, Op, PayloadTest, PayloadTests, Some, Unknown
from runlake.protocols.weave.call_spans import OP_NAME
from runlake.protocols.weave.query.fields import split_path

_TOP = "attributes"
_JSON = {name: (_TOP, f"weave.{name}") for name in ("inputs", "output", "attributes", "summary")}
_TEXT_COLUMNS = {
    "id": ("span_id",),
    "trace_id": ("trace_id",),
    "op_name": (_TOP, OP_NAME),
    "exception": (_TOP, "weave.exception"),
    "thread_id": (_TOP, "wandb.thread_id"),
    "turn_id": (_TOP, "wandb.turn_id"),
    "wb_run_id": (_TOP, "wandb.wb_run_id"),
    "wb_user_id": (_TOP, "weave.user"),
}
_NUMBER_COLUMNS = {name: (_TOP, f"wandb.{name}") for name in ("wb_run_step", "wb_run_step_end")}
_OPS: dict[str, Op] = {"$eq": "eq", "$gt": "gt", "$gte": "ge", "$lt": "lt", "$lte": "le", "$in": "in"}
_MIRRORED: dict[str, Op] = {"$eq": "eq", "$gt": "lt", "$gte": "le", "$lt": "gt", "$lte": "ge"}
_CASTS: dict[str, Cast] = {"double": "number", "int": "integer", "string": "text", "bool": "boolean"}
_LARGEST = 1e300
_NEVER: PayloadTests = Some(())
_FAILS = Inverse(PayloadTest(_TEXT_COLUMNS["exception"], "eq", ""))
_FAILS_BELOW = PayloadTest((*_JSON["summary"], "status_counts", "error"), "gt", 0, "is_number")
_STATUS: dict[Any, PayloadTests] = {
    "error": _FAILS,
    "descendant_error": Every((Inverse(_FAILS), _FAILS_BELOW)),
    "success": Every((Inverse(_FAILS), Inverse(_FAILS_BELOW))),
}


def stored_tests(document: Any, *, reads_objects: bool) -> PayloadTests | None:
    """The tests of a query, None when there are none worth it. `reads_objects`: paths may lead into objects of calls."""
    operation = document.get("$expr") if isinstance(document, dict) else None
    found = Unknown() if reads_objects else _tests(operation, otherwise=False)
    parts = [part for part in _parts(found) if not _is_column(part) and _can_be(part, False)]
    return Some((Inverse(PayloadTest(_TEXT_COLUMNS["op_name"], "exists")), Every(tuple(parts)))) if parts else None


def _parts(tests: PayloadTests) -> list[PayloadTests]:
    """What must hold, each for itself."""
    return [part for item in tests.parts for part in _parts(item)] if isinstance(tests, Every) else [tests]


def _is_column(tests: PayloadTests) -> bool:
    """Whether the store finds these by narrow columns."""
    return isinstance(tests, PayloadTest) and tests.cast == "is_text" and tests.op in ("eq", "in")


def _can_be(tests: PayloadTests, answer: bool) -> bool:
    """Whether that can be the answer of the store."""
    match tests:
        case Every(parts) | Some(parts):
            of_each = (_can_be(part, answer) for part in parts)
            return all(of_each) if isinstance(tests, Every) == answer else any(of_each)
        case Inverse(part):
            return _can_be(part, not answer)
    return isinstance(tests, PayloadTest)


def _tests(operation: Any, *, otherwise: bool) -> PayloadTests:
    """`otherwise` is the answer of a comparison with null: negated, it becomes what does not hold."""
    if not isinstance(operation, dict) or len(operation) != 1:
        return Unknown()
    ((name, value),) = operation.items()
    match name, value:
        case "$and", [*parts]:
            return Every(tuple(_tests(part, otherwise=False) for part in parts))
        case "$or", [*parts]:
            return Some(tuple(_tests(part, otherwise=False) for part in parts))
        case "$not", [part]:
            return Inverse(_tests(part, otherwise=not otherwise))
        case "$convert", {"input": {"$getField": str(field)}, "to": "exists"}:
            path = _path(field)
            return Unknown() if path is None else PayloadTest(path, "exists")
        case "$contains", {"input": {"$getField": str(field)}, "substr": {"$literal": str(text)}}:
            ignore_case = bool(value.get("case_insensitive"))
            path = _path(field)
            if path is None or not text or (ignore_case and not text.isascii()):
                return Unknown()
            return PayloadTest(path, "contains", text, ignore_case=ignore_case)
        case "$in", [left, [*members]]:
            return _comparison("in", left, [_literal(member) for member in members], otherwise)
        case (("$eq" | "$gt" | "$gte" | "$lt" | "$lte"), [{"$literal": literal}, right]):
            return _comparison(_MIRRORED[name], right, [literal], otherwise)
        case (("$eq" | "$gt" | "$gte" | "$lt" | "$lte"), [left, {"$literal": literal}]):
            return _comparison(_OPS[name], left, [literal], otherwise)
    return Unknown()


def _comparison(op: Op, left: Any, literals: list[Any], otherwise: bool) -> PayloadTests:
    """A field, perhaps converted, beside literals of one kind."""
    kinds = {type(literal) for literal in literals}
    if len(kinds) > 1 and kinds != {int, float}:
        return Unknown()
    kind = next(iter(kinds), None) if len(kinds) < 2 else float
    match left:
        case {"$getField": "summary.weave.status"} if op in ("eq", "in"):
            return Some(tuple(_STATUS.get(literal, _NEVER) for literal in literals)) if kind is str else Unknown()
        case {"$convert": {"input": {"$getField": str(field)}, "to": "exists"}} if op == "eq" and kind is bool:
            there = _tests(left, otherwise=False)
            return there if literals[0] else Inverse(there)
        case {"$getField": str(field)} if field in _TEXT_COLUMNS and kind is str:
            return _test(op, _TEXT_COLUMNS[field], literals, "is_text", otherwise)
        case {"$getField": str(field)} if field in _NUMBER_COLUMNS and kind in (int, float):
            return _test(op, _NUMBER_COLUMNS[field], literals, "is_number", otherwise)
        case {"$getField": str(field)} if kind in _OF_LITERAL:
            return _test(op, _path(field), literals, _OF_LITERAL[kind], otherwise)
        case {"$convert": {"input": {"$getField": str(field)}, "to": str(to)}} if to in _CASTS:
            fits = (kind is str) == (_CASTS[to] == "text") and kind in _OF_LITERAL
            return _test(op, _path(field), literals, _CASTS[to], otherwise) if fits else Unknown()
    return Unknown()


_OF_LITERAL: dict[type | None, Cast] = {str: "text", int: "integer", float: "number", bool: "boolean"}


def _test(op: Op, path: tuple[str, ...] | None, literals: list[Any], cast: Cast, otherwise: bool) -> PayloadTests:
    is_text = isinstance(literals[0], str)
    if path is None or not (is_text or all(abs(literal) < _LARGEST for literal in literals)):
        return Unknown()
    values = literals if is_text else [float(literal) for literal in literals]
    return PayloadTest(path, op, values if op == "in" else values[0], cast, otherwise)


def _path(field: str) -> tuple[str, ...] | None:
    """The keys of a path into the JSON of a call; None of other fields and where a number may index a list."""
    try:
        first, *rest = split_path(field)
    except RunlakeError:
        return None  # whoever compiles the query says what is wrong
    if first not in _JSON or (first == "summary" and rest[:1] == ["weave"]) or any(key.isdigit() for key in rest):
        return None
    return (*_JSON[first], *rest)


def _literal(operand: Any) -> Any:
    return operand.get("$literal") if isinstance(operand, dict) else None
