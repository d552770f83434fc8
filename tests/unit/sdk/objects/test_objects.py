"""Prompts: what is filled in, and what is kept at hand."""

import threading
import time
from pathlib import Path

import pytest

import runlake
from runlake.errors import NotFound, StoreUnavailable
from runlake.sdk.objects.kept_prompts import KeptPrompts
from runlake.sdk.objects.store import ObjectStore, ObjectValue, name_and_version
from tests.unit.sdk.tracing.conftest import Kept


class Answering(ObjectStore):
    """A store whose server is a list of answers."""

    def __init__(self, *answers: ObjectValue | Exception) -> None:
        super().__init__("admin/p", url="http://nowhere")
        self.answers = list(answers)

    def get(self, name: str, version: str = "latest") -> ObjectValue:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def version(number: int) -> ObjectValue:
    return ObjectValue("p", number, "d", "weave:///a/p/object/p:d", {"content": f"text {number}"})


def test_variables_are_filled_in_and_other_braces_stay() -> None:
    made = runlake.Prompt("ask", 'Answer {question} for {{ user }} as {"json": 1}')
    assert made.variables == ["question", "user"]
    assert made.render(question="why", user="ada", more=1) == 'Answer why for ada as {"json": 1}'
    with pytest.raises(runlake.UsageError, match="needs user"):
        made.render(question="why")
    messages = runlake.Prompt("chat", [{"role": "user", "content": "Hi {name}"}])
    assert messages.render(name="ada") == [{"role": "user", "content": "Hi ada"}]


def test_a_span_says_which_prompt_it_used(kept: Kept) -> None:
    made = runlake.Prompt("ask", "Say {word}")
    made.ref = "weave:///a/p/object/ask:d"
    with runlake.trace("request"):
        made.render(word="yes")
        made.render(word="no")
    assert kept.said("request")["runlake.refs"] == ["weave:///a/p/object/ask:d"]


def test_names_say_versions() -> None:
    found = [name_and_version(each) for each in ("a", "a@prod", "a:latest", "a@3", "a@v3")]
    assert found == [("a", "latest"), ("a", "prod"), ("a", "latest"), ("a", "v3"), ("a", "v3")]
    with pytest.raises(runlake.UsageError):
        name_and_version("a@b@c")


def test_what_was_read_is_given_at_once_and_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RUNLAKE_JOURNALS", str(tmp_path / "journals"))
    kept, store = KeptPrompts(), Answering(version(1), version(2))
    assert kept.get(store, "p", "prod", 60).version == 1
    assert kept.get(store, "p", "prod", 60).version == 1
    assert kept.get(store, "p", "prod", -1).version == 1  # old, and given
    deadline = time.monotonic() + 20
    while kept.get(store, "p", "prod", 60).version != 2:
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def test_without_a_server_the_last_one_is_given(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RUNLAKE_JOURNALS", str(tmp_path / "journals"))
    monkeypatch.setenv("RUNLAKE_SILENT", "1")
    KeptPrompts().get(Answering(version(1)), "p", "prod", 60)
    away = StoreUnavailable("away")
    assert KeptPrompts().get(Answering(away), "p", "prod", 60).version == 1
    with pytest.raises(StoreUnavailable):
        KeptPrompts().get(Answering(away), "p", "other", 60)
    with pytest.raises(NotFound):
        KeptPrompts().get(Answering(NotFound("gone")), "p", "prod", 60)
