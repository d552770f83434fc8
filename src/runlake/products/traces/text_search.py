"""Full text → SQL over what spans hold. Pure.

What a span holds is stored as JSON texts. A term is looked for as it would stand inside of a JSON string, in small
letters, anywhere: whole words and parts of them, in any script. Two Bloom filters on `span_payloads` leave out most of
what cannot match: one over runs of four characters, and, as words of many scripts are shorter than that, one over
pairs of characters that are not ASCII.
"""

import re

import orjson

from runlake.errors import InvalidInput
from runlake.query import Parameters, check_text

LONGEST_SEARCH = 256
MOST_TERMS = 8

HELD = "lowerUTF8(concat(input, '\\n', output, '\\n', notes))"
CONTENT = "lowerUTF8(text)"
FOREIGN = "replaceRegexpAll({text}, '[\\\\x00-\\\\x7f]+', ' ')"
"""The expressions of the indexes: queries have to use just these."""

SPANS = "hour, trace_hash, trace_id, span_id"

SPANS_WITH_TERM = """
SELECT {number} AS term, {spans} FROM span_payloads WHERE {{within}} AND {held}
UNION ALL
SELECT {number} AS term, {spans} FROM span_payloads
WHERE {{within}} AND notEmpty(contents) AND arrayExists(content -> content IN (
    SELECT digest FROM span_contents WHERE project_id = {{{{project_id:UInt32}}}} AND {content}), contents)"""

SPANS_WITH_ALL = """
SELECT {chosen} FROM ({terms}) GROUP BY {spans} HAVING uniqExact(term) = {count}"""

_TERM = re.compile(r'"([^"]*)"?|(\S+)')
_LIKE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def compile_search(text: str, parameters: Parameters, chosen: str, within: str) -> str:
    """A SELECT of the columns `chosen` of the spans that hold all terms, among the payloads that are `within`.

    Words stand apart, "words in quotes" are one term. Raises InvalidInput for a text of more than 256 characters or more
    than eight terms.
    """
    check_text("a search", text)
    terms = [match[1] if match[1] is not None else match[2] for match in _TERM.finditer(text)]
    terms = [term for term in terms if term.strip()]
    if not terms or len(text) > LONGEST_SEARCH or len(terms) > MOST_TERMS:
        raise InvalidInput(f"a search has one to {MOST_TERMS} terms, of at most {LONGEST_SEARCH} characters in all")
    parts = [
        SPANS_WITH_TERM.format(
            number=number,
            spans=SPANS,
            held=_holds(HELD, term, parameters),
            content=_holds(CONTENT, term, parameters),
        ).format(within=within)
        for number, term in enumerate(terms)
    ]
    return SPANS_WITH_ALL.format(chosen=chosen, terms=" UNION ALL ".join(parts), spans=SPANS, count=len(terms))


def _holds(expression: str, term: str, parameters: Parameters) -> str:
    conditions = [_like(expression, orjson.dumps(term)[1:-1].decode(), parameters)]
    conditions += [_like(FOREIGN.format(text=expression), run, parameters) for run in _foreign_runs(term)]
    return " AND ".join(conditions).replace("{", "{{").replace("}", "}}")


def _like(expression: str, text: str, parameters: Parameters) -> str:
    return f"{expression} LIKE concat('%', lowerUTF8({{{parameters.add(text.translate(_LIKE), 'term')}:String}}), '%')"


def _foreign_runs(term: str) -> list[str]:
    """Runs of two and more characters that are not ASCII and have no capitals: small letters leave them as they are."""
    spaced = "".join(letter if ord(letter) > 127 and letter.lower() == letter.upper() else " " for letter in term)
    return [run for run in spaced.split(" ") if len(run) > 1]
