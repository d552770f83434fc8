"""What is found out about the machine and the code."""

import math
import threading
from collections.abc import Mapping
from typing import Any

import psutil
import pytest

from runlake.sdk.code import without_password
from runlake.sdk.machine import MachineWatch, Sampler


def test_a_sample_is_all_numbers() -> None:
    values = Sampler(psutil).sample()
    assert {"system.cpu", "system.memory_percent", "system.proc.memory.rssMB"} <= values.keys()
    assert all(math.isfinite(value) and value >= 0 for value in values.values())


def test_the_watch_samples_until_it_is_closed() -> None:
    sampled, facts = threading.Event(), []

    def write(values: Mapping[str, float]) -> None:
        sampled.set()

    watch = MachineWatch(write, facts.append, every_s=0.01)
    assert sampled.wait(30)
    watch.close()


@pytest.mark.parametrize(
    ("remote", "shown"),
    [
        ("https://user:secret@example.com/a.git", "https://example.com/a.git"),
        ("https://token@example.com:8443/a.git", "https://example.com:8443/a.git"),
        ("git@example.com:a.git", "git@example.com:a.git"),
        ("https://example.com/a.git", "https://example.com/a.git"),
    ],
)
def test_a_remote_is_kept_without_its_password(remote: str, shown: Any) -> None:
    assert without_password(remote) == shown
