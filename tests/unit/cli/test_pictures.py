"""What a run looks like in the terminal."""

import pytest

from runlake.cli.output import print_error, print_table
from runlake.cli.reading.runs import span_of
from runlake.cli.reading.sparklines import sparkline
from runlake.sdk.reading.shapes import shape_of


def test_a_series_is_a_line_of_characters() -> None:
    assert sparkline([0, 1, 2, 3.5, 7]) == "▁▂▃▅█"
    assert sparkline([5, 5]) == "▁▁"
    assert sparkline([None, 1, None]) == " ▁ "
    assert sparkline([None]) == ""


def test_durations_are_said_as_people_say_them() -> None:
    assert [span_of(seconds) for seconds in (None, 3.2, 200, 7205)] == ["–", "3s", "3m 20s", "2h 0m"]


def test_a_spike_is_in_the_extremes_whatever_the_buckets() -> None:
    series = {
        "metric": "loss",
        "points": 9,
        "exact": False,
        "mean": [1, 3, None],
        "min": [0, 2, None],
        "max": [2, 99, None],
    }
    shape = shape_of(series, 2)
    assert (shape.least, shape.greatest, shape.means) == (0, 99, (1, 3))


def test_names_do_not_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    name = "\x1b]0;owned\x07\x9b2Jé\r"
    print_table(["name"], [{"name": name}])
    print_error(name)
    printed = "".join(capsys.readouterr())
    assert printed.count("]0;owned") == 2
    assert "é" in printed
    assert not {"\x1b", "\x07", "\x9b", "\r"} & set(printed)
