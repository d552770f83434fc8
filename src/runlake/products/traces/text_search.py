"""Full text → SQL over what spans hold. Pure.

What a span holds is stored as JSON texts. A term is looked for as it would stand inside of a JSON string, in small
letters, anywhere: whole words and parts of them, in any script. Two inverted indexes leave out most of what cannot
match: one over words of ASCII letters and digits, whose dictionary is looked through for parts of words too, and, as
many scripts put no blanks between words, one over pairs of characters that are not ASCII.
"""

import re
from collections.abc import Sequence

import orjson

from runlake.errors import InvalidInput
from runlake.query import Parameters, check_text

LONGEST_SEARCH = 256
MOST_TERMS = 8

HELD = "lowerUTF8(concat(input, '\\n', output, '\\n', notes))"
CONTENT = "lowerUTF8(text)"
"""The expressions of the indexes of words: queries have to use just these."""

LATE_INDEXES = ("payload_words", "payload_pairs", "content_words", "content_pairs")
"""Indexes that parts get when they are merged, not with each insert: small parts are looked through fast."""

_SHORTEST_WORD = 4  # shorter parts of words stand in too many

SPANS = "hour, trace_hash, trace_id, span_id"

SPANS_WITH_TERM = """
SELECT {number} AS term, {spans} FROM span_payloads WHERE {within} AND {held}
UNION ALL
SELECT {number} AS term, {spans} FROM span_payloads
WHERE {within} AND notEmpty(contents) AND arrayExists(content -> content IN (
    SELECT digest FROM span_contents WHERE project_id = {{project_id:UInt32}} AND {content}), contents)"""

SPANS_WITH_ALL = """
SELECT {chosen} FROM ({terms}) GROUP BY {spans} HAVING uniqExact(term) = {count}"""

_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(rf"[A-Za-z0-9]{{{_SHORTEST_WORD},}}")
_ASCII = re.compile(r"[\x00-\x7f]+")
_LIKE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def terms_of(text: str) -> list[str]:
    """What a search looks for: words stand apart, "words in quotes" are one term.

    Raises InvalidInput for a text of more than 256 characters or more than eight terms.
    """
    check_text("a search", text)
    terms = [match[1] if match[1] is not None else match[2] for match in _TERM.finditer(text)]
    terms = [term for term in terms if term.strip()]
    if not terms or len(text) > LONGEST_SEARCH or len(terms) > MOST_TERMS:
        raise InvalidInput(f"a search has one to {MOST_TERMS} terms, of at most {LONGEST_SEARCH} characters in all")
    return terms


def compile_terms(terms: Sequence[str], parameters: Parameters, chosen: str, within: str) -> str:
    """A SELECT of the columns `chosen` of the spans that hold all terms, among the payloads that are `within`."""
    parts = [
        SPANS_WITH_TERM.format(
            number=number,
            spans=SPANS,
            within=within,
            held=payload_holds(term, parameters),
            content=content_holds(term, parameters),
        )
        for number, term in enumerate(terms)
    ]
    return SPANS_WITH_ALL.format(chosen=chosen, terms=" UNION ALL ".join(parts), spans=SPANS, count=len(terms))


def payload_holds(term: str, parameters: Parameters) -> str:
    """A boolean over `span_payloads`: the term stands in it."""
    return _holds(HELD, term, parameters)


def content_holds(term: str, parameters: Parameters) -> str:
    """A boolean over `span_contents`: the term stands in it."""
    return _holds(CONTENT, term, parameters)


def beyond_ascii(*texts: str) -> str:
    """What the index of pairs is made of: runs of characters that are not ASCII, in small letters; "" when there are none."""
    return " ".join(_ASCII.sub(" ", text.casefold()) for text in texts if not text.isascii())


def _holds(expression: str, term: str, parameters: Parameters) -> str:
    """The term itself, and what the indexes know of it."""
    written = orjson.dumps(term)[1:-1].decode()
    words = [word for word in _WORD.findall(written) if word != written]
    conditions = [_like(expression, text, parameters) for text in (written, *words)]
    conditions += [_like("beyond_ascii", run, parameters) for run in _runs(term)]
    return " AND ".join(conditions)


def _like(expression: str, text: str, parameters: Parameters) -> str:
    return f"{expression} LIKE concat('%', lowerUTF8({{{parameters.add(text.translate(_LIKE), 'term')}:String}}), '%')"


def _runs(term: str) -> list[str]:
    """Runs of two and more characters that are not ASCII and have one small letter each, whoever makes it small."""
    small = (letter.lower() for letter in term)
    spaced = "".join(
        letter if len(letter) == 1 and ord(letter) > 127 and letter.casefold() == letter else " " for letter in small
    )
    return [run for run in spaced.split(" ") if len(run) > 1]
