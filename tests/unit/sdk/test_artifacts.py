"""Artifacts before they are sent, and the cache of what was fetched."""

import json
import os
from hashlib import md5
from pathlib import Path
from typing import Any

import pytest

import runlake
from runlake.errors import UsageError
from runlake.sdk.artifacts import sending
from runlake.sdk.artifacts.cache import Cache
from runlake.sdk.artifacts.cache_command import bytes_of
from runlake.sdk.artifacts.sending import digest_of, send_artifact
from runlake.sdk.artifacts.using import split_name
from runlake.sdk.outbox import Outbox, Task


def test_an_artifact_lists_its_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two").write_text("2")
    (tmp_path / "one").write_text("1")
    made = runlake.Artifact("pieces").add_dir(tmp_path, "all").add_reference("https://a.b/c.csv")
    assert (made.files, made.size_bytes) == (["all/b/two", "all/one", "c.csv"], 2)
    task = made.task(("best",), ())
    assert [entry["name"] for entry in task.order["entries"]] == made.files
    assert sorted(task.files) == sorted(md5(text).hexdigest() for text in (b"1", b"2"))
    assert task.size_bytes == 2


def test_the_digest_is_that_of_other_clients() -> None:
    """Source: a manifest of the wandb client 0.28.2 with one file `a.txt` that holds `hello`."""
    entries = [{"name": "a.txt", "md5": md5(b"hello").hexdigest()}]
    expected = md5(b"wandb-artifact-manifest-v1\na.txt:XUFAKrxLKna5cZ2REBfFkg==\n").hexdigest()
    assert digest_of(entries) == expected


@pytest.mark.parametrize("name", ["", "a/b", "a:b", "x" * 129])
def test_names_that_cannot_be_are_refused(name: str) -> None:
    with pytest.raises(UsageError):
        runlake.Artifact(name)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    made = runlake.Artifact("pieces")
    (tmp_path / "a").write_text("a")
    for add in (
        lambda: made.add_file(tmp_path / "none"),
        lambda: made.add_file(tmp_path / "a", "../up"),
        lambda: made.add_dir(tmp_path / "a"),
        lambda: made.add_reference("no address"),
        lambda: made.link("nowhere"),
        lambda: made.task((), ()),
    ):
        with pytest.raises(UsageError):
            add()


def test_names_of_versions() -> None:
    assert split_name("a") == (["a"], "latest")
    assert split_name("team/project/a:v3") == (["team", "project", "a"], "v3")
    for wrong in ("", "/a", "a/b/c/d:v0"):
        with pytest.raises(UsageError):
            split_name(wrong)


def test_the_cache_keeps_what_its_digest_says_and_drops_what_was_used_longest_ago(tmp_path: Path) -> None:
    cache = Cache(tmp_path, max_bytes=10)
    digests = []
    for place, content in enumerate((b"a" * 6, b"b" * 4, b"c" * 3)):
        digests.append(md5(content).hexdigest())
        cache.partial(digests[-1]).write_bytes(content)
        kept = cache.keep(digests[-1])
        assert kept is not None
        os.utime(kept, (place, place))
    assert cache.find(digests[0]) is not None  # used now
    assert cache.shrink() == 4
    assert [cache.find(digest) is not None for digest in digests] == [True, False, True]
    cache.partial(digests[1]).write_bytes(b"torn")
    assert cache.keep(digests[1]) is None
    assert not cache.partial(digests[1]).exists()
    assert cache.shrink(0) == 9


def test_sizes_are_read() -> None:
    assert [bytes_of(text) for text in ("5GB", "1.5 KiB".replace("KiB", "kb"), "512MiB", "7")] == [
        5 * 10**9,
        1500,
        2**29,
        7,
    ]
    with pytest.raises(UsageError):
        bytes_of("much")


def test_an_outbox_keeps_tasks_in_order_and_each_mark_once(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    source = tmp_path / "source"
    source.write_bytes(b"abc")
    for mark in ("a", "a", None):
        outbox.put(Task("file", "t", {"mark": mark}, {"content": source}, 3, mark))
    source.unlink()
    first, second = outbox.waiting()
    assert (first.order["mark"], (first.folder / "content").read_bytes(), outbox.pending_bytes) == ("a", b"abc", 6)
    outbox.set_aside(first, "never")
    assert json.loads(first.path.with_suffix(".refused").read_text())["refused"] == "never"
    outbox.done(second)
    assert (list(outbox.waiting()), outbox.pending_bytes) == ([], 0)


def test_what_cannot_be_copied_leaves_nothing_behind(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path)
    with pytest.raises(OSError, match="none"):
        outbox.put(Task("file", "t", {}, {"content": tmp_path / "none"}, 3))
    assert list(outbox.waiting()) == []
    assert outbox.pending_bytes == 0


class HalfWay:
    """A server that has the second of three parts."""

    def __init__(self) -> None:
        self.sent: dict[str, bytes] = {}

    def ask(self, method: str, path: str, document: dict[str, Any]) -> dict[str, Any]:
        if path.endswith("/files"):
            parts = {"token": "t", "urls": ["/part/1", None, "/part/3"]}
            return {"files": [{"name": "big", "url": "/whole", "parts": parts}]}
        return {"state": "pending", "upload": 7, "version": "v0", "url": "/manifest"}

    def put(self, path: str, content: bytes, length: int, headers: dict[str, str] | None = None) -> None:
        self.sent[path] = content


def test_parts_that_arrived_before_are_not_sent_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "PART_BYTES", 4)
    (tmp_path / "big").write_bytes(b"0123456789")
    outbox = Outbox(tmp_path / "journal")
    outbox.put(runlake.Artifact("pieces").add_file(tmp_path / "big").task((), ()))
    server = HalfWay()
    send_artifact(next(outbox.waiting()), server, ("a", "p", "r"))  # type: ignore[arg-type]
    del server.sent["/manifest"]
    assert server.sent == {"/part/1": b"0123", "/part/3": b"89"}
