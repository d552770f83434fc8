"""How alerts are read and shortened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runlake.errors import InvalidInput
from runlake.products.alerts import Severity
from runlake.products.alerts.alert import shorten


@pytest.mark.parametrize(("text", "severity"), [(None, Severity.INFO), ("", Severity.INFO), ("warn", Severity.WARN)])
def test_severity_is_read_leniently(text: str | None, severity: Severity) -> None:
    assert Severity.parse(text) is severity


def test_an_unknown_severity_is_refused() -> None:
    with pytest.raises(InvalidInput, match="FATAL"):
        Severity.parse("FATAL")


@given(st.text(st.characters(codec=None, categories=None), max_size=300), st.integers(50, 200))
def test_shortened_text_fits_and_can_be_stored(text: str, max_chars: int) -> None:
    short = shorten(text, max_chars)
    assert len(short) <= max_chars
    assert "\0" not in short
    short.encode()


def test_a_cut_says_so() -> None:
    assert shorten("x" * 300, 200).endswith("… (cut, had 300 characters)")
    assert shorten("x" * 200, 200) == "x" * 200
