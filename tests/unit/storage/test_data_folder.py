"""The data folder is used by one server at a time, and never by an older one than wrote it."""

from pathlib import Path

import pytest

from runlake.errors import DataFolderRefused
from runlake.storage.data_folder import FORMAT_VERSION, DataFolder, read_version


def test_a_new_folder_gets_the_version_and_can_be_opened_again(tmp_path: Path) -> None:
    DataFolder.open(tmp_path / "data").close()
    assert read_version(tmp_path / "data") == FORMAT_VERSION
    DataFolder.open(tmp_path / "data").close()


def test_a_second_server_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    first = DataFolder.open(tmp_path)
    with pytest.raises(DataFolderRefused, match="in use by another Runlake server"):
        DataFolder.open(tmp_path)
    first.close()
    DataFolder.open(tmp_path).close()


def test_a_newer_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "VERSION").write_text(f"{FORMAT_VERSION + 1}\n")
    with pytest.raises(DataFolderRefused, match="newer Runlake"):
        DataFolder.open(tmp_path)
    assert read_version(tmp_path) == FORMAT_VERSION + 1


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "VERSION").write_text("latest")
    with pytest.raises(DataFolderRefused, match="not a version number"):
        DataFolder.open(tmp_path)


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DataFolderRefused, match="cannot be used"):
        DataFolder.open(tmp_path / "file")
