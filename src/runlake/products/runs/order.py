"""The order of a page of runs, and the cursor that says where the next page begins."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from runlake.errors import InvalidInput
from runlake.query import Parameters, Sort, check_text

MAX_SORTS = 5
NEWEST_FIRST = (Sort("created_at", descending=True),)

# Numbers first, then NaN, then text; a run that lacks the field has no row here and comes last.
_SORT_JOIN = """
LEFT JOIN (
    SELECT run_number,
        multiIf(kind IN ('number', 'bool') AND NOT isNaN(number), 1, kind IN ('number', 'bool'), 2, 3) AS joined_{index},
        if(isNaN(number), 0, number) AS number_{index}, substringUTF8(text, 1, 256) AS text_{index}
    FROM run_fields FINAL
    WHERE project_id = {{project_id:UInt32}} AND path = {{{path}:String}} AND kind NOT IN ('removed', 'null')
) AS sort_{index} USING (run_number)"""


@dataclass(frozen=True, slots=True)
class _Term:
    column: str
    kind: str
    descending: bool

    def compared(self, sign: str, parameter: str) -> str:
        return f"{self.column} {sign} {{{parameter}:{self.kind}}}"


class Order:
    """A total order of runs: the sort keys, each as rank, number and text, then the run number."""

    def __init__(self, sort: Sequence[Sort]) -> None:
        self._sort = tuple(sort) or NEWEST_FIRST
        if len(self._sort) > MAX_SORTS:
            raise InvalidInput(f"at most {MAX_SORTS} sort keys, not {len(self._sort)}")
        for key in self._sort:
            check_text("a sort key's field", key.field)
        self._terms = [term for index, key in enumerate(self._sort) for term in _terms_of(index, key)]
        self._terms.append(_Term("run_number", "UInt32", self._sort[0].descending))

    @property
    def columns(self) -> str:
        """The joined columns; without a row the join gives each the default of its type, so rank 0 is the last one."""
        sorts = range(len(self._sort))
        return ", ".join(f"if(joined_{n} = 0, 9, joined_{n}) AS rank_{n}, number_{n}, text_{n}" for n in sorts)

    @property
    def by(self) -> str:
        return ", ".join(f"{term.column} {'DESC' if term.descending else 'ASC'}" for term in self._terms)

    def joins(self, parameters: Parameters) -> str:
        """The joins that bring the columns to a table of run numbers."""
        return "".join(
            _SORT_JOIN.format(index=index, path=parameters.add(key.field, "sort"))
            for index, key in enumerate(self._sort)
        )

    def cursor_of(self, row: dict[str, Any]) -> str:
        """Where the next page begins, after this row; it stays right when runs come and go."""
        values = [_encoded(row[term.column]) for term in self._terms]
        return base64.urlsafe_b64encode(orjson.dumps(values)).decode()

    def after(self, cursor: str, parameters: Parameters) -> str:
        """The condition that a run comes after the cursor in this order. Raises InvalidInput for a foreign cursor."""
        names = [parameters.add(value, "after") for value in self._values_of(cursor)]
        alternatives = []
        for index, term in enumerate(self._terms):
            equal = [self._terms[other].compared("=", names[other]) for other in range(index)]
            alternatives.append(" AND ".join([*equal, term.compared("<" if term.descending else ">", names[index])]))
        return "(" + " OR ".join(f"({alternative})" for alternative in alternatives) + ")"

    def _values_of(self, cursor: str) -> list[object]:
        try:
            values = orjson.loads(base64.urlsafe_b64decode(cursor.encode()))
        except (ValueError, binascii.Error) as error:
            raise InvalidInput("the cursor is not one of ours: start again without it") from error
        if not isinstance(values, list) or len(values) != len(self._terms):
            raise InvalidInput("the cursor belongs to another order: start again without it")
        try:
            return [_decoded(value, term.kind) for value, term in zip(values, self._terms, strict=True)]
        except (TypeError, ValueError) as error:
            raise InvalidInput("the cursor belongs to another order: start again without it") from error


def _terms_of(index: int, key: Sort) -> list[_Term]:
    return [
        _Term(f"rank_{index}", "UInt8", False),
        _Term(f"number_{index}", "Float64", key.descending),
        _Term(f"text_{index}", "String", key.descending),
    ]


def _encoded(value: Any) -> Any:
    """JSON has no word for infinite numbers, and decimal digits may lose one."""
    return value.hex() if isinstance(value, float) else value


def _decoded(value: Any, kind: str) -> object:
    if kind == "Float64":
        return float.fromhex(value)
    expected = str if kind == "String" else int
    if (
        not isinstance(value, expected)
        or isinstance(value, bool)
        or (isinstance(value, int) and not 0 <= value < 2**32)
    ):
        raise ValueError(f"{value!r} is not a {kind}")
    return value
