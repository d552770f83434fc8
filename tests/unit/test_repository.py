"""What git would leave out, a clone and the package would miss."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tests", "web/src", "docs", "benchmarks", "examples", "scripts")


def test_no_source_is_ignored_by_git() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a git work tree")
    command = ["git", "ls-files", "--others", "--ignored", "--exclude-standard", "--", *FOLDERS]
    ignored = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    made = ("__pycache__", "_cache/", "src/runlake/server/web/", ".hypothesis")
    assert [path for path in ignored if not any(part in path for part in made)] == []
