"""A library is hidden from those who would load it, and nothing else is."""

import importlib
import sys
from threading import Thread

import pytest

from runlake.hiding import hidden


def test_a_hidden_library_cannot_be_imported_until_it_is_shown_again(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []

    def load() -> None:
        try:
            importlib.import_module("colorsys")
        except ImportError as error:
            found.append(str(error))

    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with hidden("colorsys"):
        for thread in (Thread(target=load), Thread(target=load)):
            thread.start()
            thread.join()
    assert found == ["colorsys is not used here"] * 2
    assert importlib.import_module("colorsys")


def test_an_import_that_is_on_its_way_meets_every_finder() -> None:
    before = list(sys.meta_path)
    with hidden("nothing"):
        on_its_way = iter(sys.meta_path)  # as an import in another thread goes through them
        met = [next(on_its_way) for _ in range(len(before))]
    assert [*met, *on_its_way][1:] == before
    going_in = iter(sys.meta_path)
    met = [next(going_in)]
    with hidden("nothing"), hidden("nothing either"):
        assert [*met, *going_in] == before
    assert sys.meta_path == before
