"""What is read of other trackers' files."""

import math
from pathlib import Path

import pytest

from runlake.errors import UsageError
from runlake.sdk.importing.crc32c import masked_crc32c
from runlake.sdk.importing.mlflow_folder import folder_runs
from runlake.sdk.importing.tensorboard import tensorboard_runs
from runlake.sdk.importing.wandb_folders import wandb_runs
from runlake.wire import SYSTEM
from tests.unit.sdk.importing.sources import mlflow_folder, tensorboard_folder, wandb_folder


def test_event_files_of_tensorboard(tmp_path: Path) -> None:
    one, two = tensorboard_runs(tensorboard_folder(tmp_path))
    rows = list(one.rows)
    assert [(row.step, row.numbers) for row in rows[:3]] == [(at, {"loss": at / 2, "acc": at / 2}) for at in range(3)]
    assert rows[3].rich[0].kind == "image-file"
    assert rows[3].files[0][1].startswith(b"\x89PNG")
    assert (one.name, one.config, dict(one.left_out)) == ("one", {"lr": 0.1}, {"histograms": 1})
    assert (one.started_us, one.ended_us) == (1_700_000_000_000_000, 1_700_000_009_000_000)
    assert [row.numbers for row in two.rows] == [{"loss": 1.0}, {"loss": 2.0}]  # of the third a part is missing
    again = [run.run_id for run in tensorboard_runs(tmp_path)]
    assert again == [one.run_id, two.run_id]


def test_the_checksum_of_event_files_is_that_of_tensorflow() -> None:
    crc = 0xE3069283  # CRC-32C of these digits, as RFC 3720 and catalogues of CRCs have it
    assert masked_crc32c(b"123456789") == ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def test_damaged_event_files_cost_what_is_damaged(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each byte of a file is changed once: checksums tell of it, and reading goes on behind it or ends."""
    tensorboard_folder(tmp_path)
    [file] = (tmp_path / "one").glob("*tfevents*")
    whole = file.read_bytes()
    for at in range(len(whole)):
        file.write_bytes(whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :])
        run, _ = tensorboard_runs(tmp_path)
        assert len(list(run.rows)) <= 4
        assert any("damaged" in what for what in run.left_out), at
    file.write_bytes(whole[:-9])
    run, _ = tensorboard_runs(tmp_path)
    assert (len(list(run.rows)), dict(run.left_out)) == (3, {"ends of event files (cut or damaged)": 1})
    assert f"{file} is cut or damaged at byte" in capfd.readouterr().err
    file.write_bytes(b"")
    (tmp_path / "one" / "events.out.tfevents.2").mkdir()
    run, _ = tensorboard_runs(tmp_path)
    assert (list(run.rows), dict(run.left_out)) == ([], {"event files that cannot be read": 1})


def test_damaged_wandb_files_cost_what_is_damaged(tmp_path: Path) -> None:
    """A row that was changed is not taken: checksums tell of it, also where it could be read."""
    [file] = wandb_folder(tmp_path).rglob("*.wandb")
    whole = file.read_bytes()
    [run] = wandb_runs(tmp_path)
    rows = {str(row) for row in run.rows}
    for at in [*range(20, 300), *range(len(whole) - 150, len(whole))]:
        file.write_bytes(whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :])
        for run in wandb_runs(tmp_path):
            assert {str(row) for row in run.rows} <= rows
    file.write_bytes(b"something else")
    assert list(wandb_runs(tmp_path)) == []


def test_a_folder_of_mlflow(tmp_path: Path) -> None:
    [run] = folder_runs(mlflow_folder(tmp_path))
    first, second, again = run.rows
    assert (first.step, first.numbers, first.time_us) == (0, {"loss": 1.0}, 1_700_000_001_000_000)
    assert (second.step, second.numbers) == (1, {"loss": 0.5, "val/acc": 0.9})
    assert math.isnan(again.numbers["loss"])
    assert (run.run_id, run.name, run.project, run.exit_code) == ("abc123", "calm-fox", "exp one", 0)
    assert run.config == {"lr": 0.1, "depth": 3, "opt": "adam"}
    assert (run.tags, run.notes) == (("stage=dev",), "noted")
    assert [(name, path.read_bytes()) for name, path in run.files] == [("artifacts/model/weights.bin", b"weights")]


def test_links_out_of_a_folder_of_mlflow_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3cret")
    folder = mlflow_folder(tmp_path / "given")
    place = folder / "1" / "abc123"
    for name in ("artifacts/key", "params/key", "tags/key", "metrics/key"):
        (place / name).symlink_to(tmp_path / "secret")
    (place / "artifacts" / "again").symlink_to(place / "artifacts" / "model" / "weights.bin")
    [run] = folder_runs(folder)
    assert [name for name, _ in run.files] == ["artifacts/again", "artifacts/model/weights.bin"]
    assert "key" not in run.config
    assert run.tags == ("stage=dev",)
    assert not any("key" in row.numbers for row in run.rows)


def test_a_folder_of_wandb(tmp_path: Path) -> None:
    [run] = wandb_runs(wandb_folder(tmp_path))
    rows = [row for row in run.rows if row.source != SYSTEM]
    assert [row.step for row in rows] == [0, 1, 2, 3]
    assert rows[1].numbers == {"loss": 0.5, "deep.acc": 1.0}
    assert math.isnan(rows[0].numbers["loss"])
    assert rows[1].time_us == 1_700_000_001_500_000
    assert {entry.metric: entry.kind for entry in rows[3].rich} == {"img": "image-file", "long": "string"}
    assert rows[3].files == (("media/images/a.png", b"\x89PNG"),)
    assert [line for record in run.console for line in record.lines] == ["20%", "hello"]
    assert (run.run_id, run.name, run.project, run.tags, run.notes) == ("w1", "happy", "proj", ("x",), "nn")
    assert (run.config, run.summary) == ({"lr": 0.1}, {"best": 3, "loss": 1})
    assert (run.exit_code, run.ended_us, dict(run.left_out)) == (0, 1_700_000_007_000_000, {"artifacts": 1})
    assert [name for name, _ in run.files] == ["requirements.txt"]


@pytest.mark.parametrize("read", [tensorboard_runs, folder_runs, wandb_runs])
def test_a_folder_of_something_else_is_refused(tmp_path: Path, read: object) -> None:
    with pytest.raises(UsageError, match=r"no event files|no runs of MLflow|no \.wandb files"):
        list(read(tmp_path))
