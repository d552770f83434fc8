"""The guide's page on evaluation does what it says."""

from pathlib import Path

import pytest

from tests.unit.sdk.guides import run_guide


def test_the_page_on_evaluation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (("RUNLAKE_MODE", "offline"), ("RUNLAKE_JOURNALS", str(tmp_path)), ("RUNLAKE_SILENT", "1")):
        monkeypatch.setenv(name, value)
    names = run_guide("python-evaluation.md")
    assert names["result"].summary["exact"]["pass_hat"] == {"1": 1, "2": 1}
    assert names["change"].rows == 2
    assert names["change"].difference == -0.5
    printed = capsys.readouterr().out
    assert "2 of 6 trials failed; first: ZeroDivisionError: division by zero" in printed
