"""Tests of what a client sent, by paths into its JSON → SQL over `span_payloads`. Pure.

The answer is true, false or null, which stands for what the store cannot tell: those spans are kept, and whoever asks
decides. Tests that are joined follow the same rule: null and false is false, null or true is true.
"""

import re
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from runlake.products.traces.held import COLUMNS, TEXT, VALUE
from runlake.query import Parameters

Op: TypeAlias = Literal["eq", "gt", "ge", "lt", "le", "in", "contains", "exists"]
Cast: TypeAlias = Literal["text", "integer", "number", "boolean", "is_text", "is_number"]


@dataclass(frozen=True, slots=True)
class PayloadTest:
    """A comparison of the value at a path, of keys from the top, with a text or numbers (a list of them for `in`).

    `cast` says how it is read: as the text of whatever stands there ("" for nothing), as a number that a text may say
    as well, or only when it `is_text` or `is_number`. `otherwise` is the answer when it cannot be read so. With
    `ignore_case` (of `contains`) letters A to Z are found in either case.
    """

    path: tuple[str, ...]
    op: Op
    value: Any = None
    cast: Cast = "text"
    otherwise: bool = False
    ignore_case: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple["PayloadTests", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One part holds."""

    parts: tuple["PayloadTests", ...]


@dataclass(frozen=True, slots=True)
class Inverse:
    """The part does not hold."""

    part: "PayloadTests"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the store cannot tell."""


PayloadTests: TypeAlias = PayloadTest | Every | Some | Inverse | Unknown

_ATTRIBUTES, _OF_ATTRIBUTE = "attributes", 2
_SIGNS = {"eq": "=", "in": "=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}
_NUMERIC = re.compile(r"[0-9eE.+\-naif]*")
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f\u2028\u2029]')
_BETWEEN_DIGITS = re.compile(r"(?=.*[0-9])(?=.*[][{},:])", re.DOTALL)

# Of the value `v` and, when it is a text, what that says, `s`. Each is null for what may be read otherwise elsewhere:
# numbers of many digits, digits of other scripts.
_SAID = "if(startsWith({v}, '\"'), JSONExtractString({v}), {v})"
_TEXT = (
    "multiIf({v} IN ('', 'null'), '', startsWith({v}, '\"') OR {v} IN ('true', 'false'), {s}, "
    "match({v}, '^-?[0-9]{{1,15}}$'), {v}, match({v}, '^[[{{]'), {structure}, NULL)"
)
_NUMBER_IN_TEXT = (
    "multiIf(length({s}) < 16 AND match({s}, '%s'), toFloat64OrNull({s}), "
    "match({s}, '[0-9]|[^\\\\x00-\\\\x7f]'), NULL, nan)"
)
_INTEGER = _NUMBER_IN_TEXT % "^-?[0-9]{{1,15}}$"
_DOUBLE = _NUMBER_IN_TEXT % "^-?[0-9]+([.][0-9]+)?([eE][+-]?[0-9]+)?$"
_IS_NUMBER = "match({v}, '^[-0-9]')"
_READ: dict[Cast, str] = {
    "text": _TEXT,
    "is_text": "{s}",
    "is_number": f"if({_IS_NUMBER}, toFloat64OrNull({{v}}), nan)",
    "number": f"if({_IS_NUMBER}, toFloat64OrNull({{v}}), {_DOUBLE})",
    "integer": f"if(match({{v}}, '^[-0-9].*[.eE]'), nan, {_INTEGER})",
    "boolean": f"multiIf({{s}} = 'true', 1., {{s}} = 'false', 0., match({{v}}, '^[-0-9].*[.eE]'), nan, {_INTEGER})",
}
"""Cast → the value as it has it, NaN for what is no number."""


@dataclass(frozen=True, slots=True)
class CompiledTests:
    """Tests as SQL: what is read of `raw` comes in steps, each of the names of the one before; then the condition.

    Named in steps since the engine would otherwise plan every use of a name as the whole expression again.
    """

    steps: tuple[tuple[str, ...], ...]
    condition: str

    def over(self, rows: str) -> str:
        """A table expression: these rows with what the condition reads."""
        for step in self.steps:
            rows = f"(SELECT *, {', '.join(step)} FROM {rows})"  # noqa: S608
        return rows


def compile_payload_tests(tests: PayloadTests, parameters: Parameters) -> CompiledTests:
    """The tests over rows with `raw`, `input`, `output` and `held`, of payloads that were kept in one piece; the condition is nullable."""
    compiler = _Compiler(parameters)
    condition = compiler.condition(tests)
    return CompiledTests(tuple(tuple(step.values()) for step in compiler.steps), condition)


class _Compiler:
    """Gives names to what it reads; each is read once, however many tests there are of it."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters
        self._names: dict[object, str] = {}
        self.steps: tuple[dict[str, str], ...] = ({}, {}, {})

    def condition(self, tests: PayloadTests) -> str:
        match tests:
            case Every(parts):
                return self._joined(" AND ", parts) or "1"
            case Some(parts):
                return self._joined(" OR ", parts) or "0"
            case Inverse(part):
                return f"NOT ({self.condition(part)})"
            case Unknown():
                return "NULL"
        return self._test(tests)

    def _joined(self, word: str, parts: tuple[PayloadTests, ...]) -> str:
        compiled = word.join(f"({self.condition(part)})" for part in parts)
        return f"({compiled})" if compiled else ""

    def _test(self, test: PayloadTest) -> str:
        value = self._value(test.path)
        if test.op == "exists":
            return f"{value} NOT IN ('', 'null')"
        said = self._named(1, (test.path, "said"), _SAID.format(v=value))
        structure = value if test.cast != "text" or _is_told(test) else "NULL"
        expression = _READ[test.cast].format(v=value, s=said, structure=structure)
        read = self._named(2, (test.path, test.cast, structure), expression)
        if test.cast == "text":
            return self._compared(test, read)
        cannot = {
            "is_text": f"NOT startsWith({value}, '\"')",
            "boolean": f"isNaN({read}) OR NOT {read} BETWEEN 0 AND 255",
        }
        # Where the store cannot tell, this condition is null, and so is the comparison.
        return f"if({cannot.get(test.cast, f'isNaN({read})')}, {int(test.otherwise)}, {self._compared(test, read)})"

    def _compared(self, test: PayloadTest, read: str) -> str:
        kind = "String" if test.cast in ("text", "is_text") else "Float64"
        values = test.value if test.op == "in" else [test.value]
        bound = [f"{{{self._parameters.add(value, 't')}:{kind}}}" for value in values]
        if test.op == "contains":
            find = "positionCaseInsensitiveUTF8" if test.ignore_case else "position"
            return f"{find}({read}, {bound[0]}) > 0"
        return f"({' OR '.join(f'{read} {_SIGNS[test.op]} {one}' for one in bound)})"

    def _value(self, path: tuple[str, ...]) -> str:
        """The JSON at a path: an attribute that input or output hold is looked for there."""
        if path in self._names:
            return self._names[path]
        keys = [f"{{{self._parameters.add(key, 'key')}:String}}" for key in path]
        sent = f"JSONExtractRaw({', '.join(['raw', *keys])})"
        if path[:1] != (_ATTRIBUTES,) or len(path) < _OF_ATTRIBUTE:
            return self._named(0, path, sent)
        name, rest = keys[1], keys[2:]
        cases = []
        for column in COLUMNS:
            whole = "''" if rest else f"toJSONString({column})"
            cases += [f"has(held, concat('{column}{VALUE}', {name}))", f"JSONExtractRaw({', '.join([column, *rest])})"]
            cases += [f"has(held, concat('{column}{TEXT}', {name}))", whole]
        return self._named(0, path, f"multiIf({', '.join([*cases, sent])})")

    def _named(self, step: int, what: object, expression: str) -> str:
        if what not in self._names:
            name = f"x_{len(self._names)}"
            self._names[what] = name
            self.steps[step][name] = f"{expression} AS {name}"
        return self._names[what]


def _is_told(test: PayloadTest) -> bool:
    """Whether the texts of objects and lists, in which the store writes some characters and numbers otherwise, do."""
    if test.op != "contains":
        return all(isinstance(text, str) and text[:1] not in ("{", "[") for text in _listed(test.value))
    told = not _NUMERIC.fullmatch(test.value) and not _ESCAPED.search(test.value)
    return told and not _BETWEEN_DIGITS.match(test.value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
