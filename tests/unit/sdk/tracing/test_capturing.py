"""Values that are kept: bounded, without secrets, whatever they do."""

import dataclasses
import enum
import json
from typing import Any

import numpy as np
import pytest

from runlake.sdk.tracing.capturing import LONGEST_TEXT, MOST_ITEMS, captured


@dataclasses.dataclass
class Point:
    x: int
    password: str = "p"


class Colour(enum.StrEnum):
    RED = "red"


class Hostile:
    def __repr__(self) -> str:
        raise RuntimeError("never")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Point(1), {"x": 1, "password": "[hidden]"}),
        (
            {"Authorization": "Bearer x", "prompt_tokens": 3, 5: None},
            {"Authorization": "[hidden]", "prompt_tokens": 3, "5": None},
        ),
        ((1, {2}), [1, [2]]),
        (float("nan"), "nan"),
        (2**70, str(2**70)),
        (Colour.RED, "red"),
        (np.float32(0.5), 0.5),
        (np.bool_(True), True),
        (np.arange(3), [0, 1, 2]),
        (np.zeros((100, 100)), "<ndarray of shape (100, 100), float64>"),
        (b"abc", "<3 bytes>"),
        ("\ud800", "?"),
        (Hostile(), "<Hostile that cannot be shown: RuntimeError>"),
    ],
)
def test_values_become_json(value: Any, kept: Any) -> None:
    assert captured(value) == kept
    json.dumps(captured(value), allow_nan=False)


def test_sizes_are_bounded() -> None:
    assert len(captured("a" * (LONGEST_TEXT + 5))) < LONGEST_TEXT + 50
    assert len(captured([0] * (MOST_ITEMS + 9))) == MOST_ITEMS + 1
    nested: list[Any] = []
    nested.append(nested)
    assert "…" in json.dumps(captured(nested), ensure_ascii=False)
