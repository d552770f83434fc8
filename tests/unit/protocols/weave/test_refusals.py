"""Errors, and values of the classes that servers know, in the words of clients."""

from datetime import UTC, datetime
from typing import Any

import pytest

from runlake.errors import DigestMismatch, InvalidInput, LimitExceeded, NotFound, RunlakeError, VersionDeleted
from runlake.protocols.weave.classes import classes_of, with_builtin_class
from runlake.protocols.weave.refusals import (
    FieldRefused,
    MembersRefused,
    NameRefused,
    ObjectsMissing,
    ValueRefused,
    body_of,
    headers_of,
)

TYPES: list[tuple[RunlakeError, str | None]] = [
    (InvalidInput("no"), "InvalidRequest"),
    (NotFound("no"), "NotFoundError"),
    (VersionDeleted("no", datetime(2030, 1, 1, tzinfo=UTC)), "ObjectDeletedError"),
    (DigestMismatch(expected="a", found="b"), "DigestMismatchError"),
    (FieldRefused("no"), "InvalidFieldError"),
    (ValueRefused("no"), "ValueError"),
    (MembersRefused("no"), "ValidationError"),
    (NameRefused("no"), "CHValidationError"),
    (ObjectsMissing(["a"]), "RefObjectsNotFoundError"),
    (LimitExceeded("no"), None),
]


@pytest.mark.parametrize(("error", "kind"), TYPES, ids=lambda value: str(value))
def test_errors_say_as_which_class_clients_know_them(error: RunlakeError, kind: str | None) -> None:
    assert body_of(error).get("error_type") == kind
    assert body_of(error)["reason"] == str(error)


def test_errors_say_what_clients_need_beside() -> None:
    at = datetime(2030, 1, 1, tzinfo=UTC)
    assert body_of(VersionDeleted("gone", at))["deleted_at"] == at
    assert body_of(ObjectsMissing(["a", "b"]))["missing_object_digests"] == ["a", "b"]
    assert headers_of(DigestMismatch(expected="a", found="b")) == {"x-should-retry": "false"}


def test_members_that_are_left_out_are_added_as_the_clients_library_does() -> None:
    column: dict[str, Any] = {
        "evaluation_object_ref": "weave:///e/p/object/a:1",
        "scorer_name": "s",
        "summary_metric_path": "mean",
    }
    board = with_builtin_class({"columns": [column], "unknown": 1}, "Leaderboard")
    assert board == {
        "name": None,
        "description": None,
        "columns": [
            column
            | {
                "should_minimize": None,
                "_type": "LeaderboardColumn",
                "_class_name": "LeaderboardColumn",
                "_bases": ["BaseModel"],
            }
        ],
        "_type": "Leaderboard",
        "_class_name": "Leaderboard",
        "_bases": ["BaseObject", "BaseModel"],
    }
    alert = with_builtin_class({"spec": {"threshold": 5, "new": True}}, "AlertSpec")
    assert (alert["spec"]["threshold"], alert["spec"]["new"], alert["spec"]["metric_path"]) == (5.0, True, "")
    model = with_builtin_class({"llm_model_id": "a/b"}, "LLMStructuredCompletionModel")
    assert classes_of(model) == ("Model", "LLMStructuredCompletionModel")
    assert model["default_params"]["temperature"] is None


def test_a_value_that_says_its_class_is_taken_as_it_is() -> None:
    value = {"b": 1, "_class_name": "TestOnlyNestedBaseObject", "_bases": ["BaseObject", "BaseModel"]}
    assert with_builtin_class(value, "TestOnlyNestedBaseObject") is value
    with pytest.raises(ValueRefused, match="the value says"):
        with_builtin_class(value, "TestOnlyExample")


WRONG: list[tuple[str, Any, type[RunlakeError]]] = [
    ("TestOnlyNestedBaseObject", {"a": 2}, MembersRefused),
    ("Provider", {"base_url": "x", "api_key_name": "y", "return_type": "other"}, MembersRefused),
    ("Provider", {"base_url": ["x"], "api_key_name": "y"}, MembersRefused),
    ("Nothing", {}, ValueRefused),
    ("Provider", [1], ValueRefused),
]


@pytest.mark.parametrize(("name", "value", "kind"), WRONG)
def test_values_of_another_shape_are_refused(name: str, value: Any, kind: type[RunlakeError]) -> None:
    with pytest.raises(kind):
        with_builtin_class(value, name)
