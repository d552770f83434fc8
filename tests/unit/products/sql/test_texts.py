"""Whatever a text or a name holds, it ends where it began: no way leads out of its quotes."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.sql import Question
from runlake.products.sql.texts import plain_number, quoted_name, quoted_text

_ONE_TEXT = re.compile(r"'(?:[^'\\]|\\['\\ntr])*'")
_ONE_NAME = re.compile(r'"[^"`\\_][^"`\\]*"')
_BACK = {"\\\\": "\\", "\\'": "'", "\\n": "\n", "\\t": "\t", "\\r": "\r"}
_AWKWARD = st.text(st.sampled_from("'\\\"`\n\t\r;-/* {}abß\u00a0\u2028\x00\x1b"), max_size=20)


@given(st.text(max_size=40) | _AWKWARD)
@example("\\'")
@example("\\")
def test_a_text_is_one_text_and_reads_back_as_itself(text: str) -> None:
    try:
        written = quoted_text(text)
    except InvalidInput:
        assert not text.replace("\n", "").replace("\t", "").replace("\r", "").replace("\u00a0", "").isprintable()
        return
    assert _ONE_TEXT.fullmatch(written)
    assert re.sub(r"\\.", lambda found: _BACK[found[0]], written[1:-1]) == text


@given(st.text(max_size=40) | _AWKWARD)
def test_a_name_is_one_name(name: str) -> None:
    try:
        written = quoted_name(name)
    except InvalidInput:
        assert not name or name.startswith("_") or set(name) & set('"`\\') or not name.isprintable()
        return
    assert _ONE_NAME.fullmatch(written)
    assert written == f'"{name}"'


@given(st.text("'\\ab;- \"`", max_size=12))
def test_through_the_parser_too(text: str) -> None:
    """Of a text as the dialect has it, in a question: one text comes out, the same."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    assert Question(f"SELECT '{escaped}'").sql == f"SELECT {quoted_text(text)}"


@given(st.text("'\\\"`$;-/*()ab ,{}:", max_size=30))
def test_what_stands_in_a_question_at_random_is_refused_or_balanced(text: str) -> None:
    try:
        sql = Question(f"SELECT {text} FROM writers").sql
    except InvalidInput:
        return
    bare = re.sub(r"'(?:[^'\\]|\\.)*'|\"[^\"]*\"", "", sql)
    assert not set(bare) & set("'\"`$;\\")
    assert bare.count("(") == bare.count(")")
    assert "--" not in bare
    assert "/*" not in bare


@pytest.mark.parametrize("text", ["", "1e", "0x1F", "1_000", "١", "1;", "1 ", "inf", "1.2.3", "1" * 300, "-1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        plain_number(text)


@pytest.mark.parametrize("text", ["0", "12", "1.5", ".5", "1.", "1e9", "1.5E-3"])
def test_numbers_stay_as_they_are(text: str) -> None:
    assert plain_number(text) == text
