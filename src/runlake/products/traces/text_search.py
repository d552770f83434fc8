"""Full text → SQL over what spans hold. Pure.

What a span holds is stored as JSON texts. A term is looked for as it would stand inside of a JSON string, in small
letters, anywhere: whole words and parts of them, in any script. Two Bloom filters on `span_payloads` leave out most of
what cannot match: one over runs of four characters, and, as words of many scripts are shorter than that, one over
pairs of characters that are not ASCII.
"""

import re
from collections.abc import Iterator

import orjson

from runlake.errors import InvalidInput
from runlake.query import Parameters, check_text

LONGEST_SEARCH = 256
MOST_TERMS = 8

HELD = "lowerUTF8(concat(input, '\\n', output, '\\n', notes))"
FOREIGN = f"replaceRegexpAll({HELD}, '[\\\\x00-\\\\x7f]+', ' ')"
"""The expressions of the two indexes: queries have to use just these."""

_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_LIKE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def compile_search(text: str, parameters: Parameters) -> str:
    """A condition on `span_payloads`: it holds all terms. Words stand apart, "words in quotes" are one term.

    Raises InvalidInput for a text of more than 256 characters or more than eight terms.
    """
    check_text("a search", text)
    terms = [match[1] if match[1] is not None else match[2] for match in _TERM.finditer(text)]
    terms = [term for term in terms if term.strip()]
    if len(text) > LONGEST_SEARCH or len(terms) > MOST_TERMS:
        raise InvalidInput(f"a search has at most {LONGEST_SEARCH} characters and {MOST_TERMS} terms")
    return " AND ".join(part for term in terms for part in _conditions(term, parameters)) or "1"


def _conditions(term: str, parameters: Parameters) -> Iterator[str]:
    yield _like(HELD, orjson.dumps(term)[1:-1].decode(), parameters)
    for run in _foreign_runs(term):
        yield _like(FOREIGN, run, parameters)


def _like(expression: str, text: str, parameters: Parameters) -> str:
    return f"{expression} LIKE concat('%', lowerUTF8({{{parameters.add(text.translate(_LIKE), 'term')}:String}}), '%')"


def _foreign_runs(term: str) -> list[str]:
    """Runs of two and more characters that are not ASCII and have no capitals: small letters leave them as they are."""
    spaced = "".join(letter if ord(letter) > 127 and letter.lower() == letter.upper() else " " for letter in term)
    return [run for run in spaced.split(" ") if len(run) > 1]
