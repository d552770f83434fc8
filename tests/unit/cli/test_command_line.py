"""The command line: what it prints, what a program can read, how it exits."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from runlake.cli.app import run
from runlake.storage.data_folder import DataFolder

USER = ["user", "create", "ann"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that the commands use by themselves."""
    monkeypatch.setenv("RUNLAKE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def call(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """Run a command, check its exit code, return what it printed: standard output, or the error."""
    found = run(list(arguments))
    out, err = capsys.readouterr()
    assert found == code, err
    return out if code == 0 else err


def test_importing_the_command_loads_no_library() -> None:
    script = (
        "import sys, runlake.cli; print([m for m in ('typer', 'sqlalchemy', 'chdb', 'pydantic') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


def without_server(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """The command where nothing is installed but what the library itself needs."""
    program = """
import importlib.abc, sys
class Nothing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        allowed = {*sys.stdlib_module_names, "runlake", "zstandard", *OF_TYPER}
        if name.partition(".")[0] not in allowed:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
OF_TYPER = (
    "typer", "rich", "annotated_doc", "annotated_types", "click", "colorama", "markdown_it", "mdurl", "pydantic",
    "pydantic_core", "pygments", "shellingham", "typing_extensions", "typing_inspection",
)
sys.meta_path.insert(0, Nothing())
sys.argv[0] = "runlake"
from runlake.cli import main
main()
"""
    return subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)


def test_the_light_library_has_its_commands_and_says_what_the_others_need(tmp_path: Path) -> None:
    helped = without_server("--help")
    assert (helped.returncode, helped.stderr) == (0, "")
    assert {"sync", "runs", "show", "watch", "login", "import", "up"} <= set(helped.stdout.split())
    nothing = without_server("import", "mlflow", str(tmp_path), "--url", "http://127.0.0.1:9")
    assert "holds no runs of MLflow" in nothing.stderr
    assert 'pip install "runlake[server]"' in helped.stdout
    refused = without_server("up", "--port", "0")
    assert (refused.returncode, "runlake[server]" in refused.stderr) == (1, True), refused.stderr


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "version").startswith("runlake ")
    assert {"runlake", "python", "chdb"} <= json.loads(call(capsys, "version", "--json")).keys()


@pytest.mark.parametrize("arguments", [["bogus"], ["user", "create"], ["key", "revoke", "x"], ["up", "--port", "x"]])
def test_wrong_commands_exit_with_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    call(capsys, *arguments, code=2)


def test_wrong_settings_exit_with_2(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNLAKE_PORT", "http")
    assert "port" in call(capsys, "user", "list", code=2)


def test_a_mistyped_setting_is_refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNLAKE_URL", "http://localhost:8080")  # of clients
    monkeypatch.setenv("RUNLAKE_DATADIR", "/nowhere")
    assert "did you mean RUNLAKE_DATA_DIR?" in call(capsys, "user", "list", code=2)


def test_the_first_user_becomes_admin(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    first = json.loads(call(capsys, *USER, "--json"))
    second = json.loads(call(capsys, "user", "create", "bob", "--email", "bob@example.com", "--json"))
    assert (first["is_admin"], second["is_admin"]) == (True, False)
    assert re.fullmatch(r"http://localhost:8080/login\?token=[\w-]{40,}", first["login_link"])
    assert [user["username"] for user in json.loads(call(capsys, "user", "list", "--json"))] == ["ann", "bob"]
    assert "bob@example.com" in call(capsys, "user", "list")


def test_errors_are_one_line_and_exit_with_1(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    call(capsys, *USER)
    assert call(capsys, *USER, code=1).startswith("error: there is a user 'ann' already")
    assert "no user 'bob'" in call(capsys, "key", "create", "--user", "bob", code=1)
    assert "use --password-stdin" in call(capsys, "user", "password", "ann", code=1)


def test_keys_of_the_only_user(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    call(capsys, *USER)
    assert re.fullmatch(r"[A-Za-z0-9]{40}\n", call(capsys, "key", "create", "--name", "laptop"))
    (key,) = json.loads(call(capsys, "key", "list", "--json"))
    assert key["name"] == "laptop"
    assert "secret" not in key
    call(capsys, "key", "revoke", str(key["key_id"]))
    assert json.loads(call(capsys, "key", "list", "--json")) == []
    call(capsys, "key", "revoke", "99", code=1)


def test_commands_work_while_a_server_runs(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    call(capsys, *USER)
    running = DataFolder.open(folder)
    call(capsys, "user", "create", "bob")
    report = json.loads(call(capsys, "doctor", "--json"))
    running.close()
    assert "running on this data folder" in next(c["detail"] for c in report["checks"] if c["check"] == "server")


def test_doctor_is_content_with_new_and_used_folders(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    call(capsys, "doctor")
    assert not folder.exists()
    call(capsys, *USER)
    report = json.loads(call(capsys, "doctor", "--json"))
    assert report["healthy"]
    assert {check["status"] for check in report["checks"]} <= {"ok", "warning"}


def test_doctor_finds_damage_and_data_from_the_future(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    call(capsys, *USER)
    (folder / "metadata.sqlite3").write_bytes(b"this is not a database" * 500)
    (folder / "VERSION").write_text("99\n")
    assert run(["doctor", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    failed = {check["check"] for check in report["checks"] if check["status"] == "failed"}
    assert {"data folder", "metadata"} <= failed
    assert "newer Runlake" in call(capsys, "user", "list", code=1)
