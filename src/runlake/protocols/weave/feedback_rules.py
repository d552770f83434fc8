"""What feedback of each type must have. Pure.

Source: the types that weave 0.54.0 sends, and the answers its tests expect.
"""

from typing import Any

from runlake.errors import InvalidInput
from runlake.protocols.weave.door import dumped
from runlake.protocols.weave.feedback_wire import FeedbackCreate
from runlake.protocols.weave.refs import SCHEME, parse_ref

REACTION, NOTE = "wandb.reaction.1", "wandb.note.1"
_ANNOTATION, _RUNNABLE = "wandb.annotation.", "wandb.runnable."
_MONITOR, _AGENT_USER = "wandb.agent_monitor", "wandb.agent_user_feedback"
_LONGEST_NOTE = 1024
_LONGEST_REF = 2000
_MOST_BYTES = 1024 * 1024
_SKIN_TONES = dict.fromkeys(range(0x1F3FB, 0x1F400))
_REFS = ("annotation_ref", "runnable_ref", "call_ref", "trigger_ref")


def checked_payload(item: FeedbackCreate) -> dict[str, Any]:
    """The payload as it is stored. Raises InvalidInput, also for one that is too long: clients expect it."""
    if not item.feedback_type or len(item.feedback_type) > 255:
        raise InvalidInput("feedback_type has 1 to 255 characters")
    _check_target(item)
    if len(dumped(item.payload)) > _MOST_BYTES:
        raise InvalidInput(f"a payload has at most {_MOST_BYTES} bytes")
    kind = item.feedback_type
    if kind == REACTION:
        return _reaction(item.payload)
    if kind == NOTE:
        _check_note(item.payload)
    elif kind.startswith(_ANNOTATION):
        _require("value" in item.payload, "an annotation has a payload with value")
        _check_named(item.annotation_ref, kind.removeprefix(_ANNOTATION), "annotation_ref", "object")
    elif kind.startswith(_RUNNABLE):
        _check_runnable(item)
    elif kind == _MONITOR:
        refs = (item.runnable_ref, item.call_ref, item.trigger_ref)
        _require(all(refs), f"{kind} needs runnable_ref, call_ref and trigger_ref")
    elif kind == _AGENT_USER:
        _require(bool(item.scorer_tags or item.scorer_ratings), f"{kind} needs scorer_tags or scorer_ratings")
    else:
        _require(not kind.startswith("wandb."), f"feedback_type {kind[:100]!r} is reserved")
        given = [name for name in _REFS if getattr(item, name)]
        _require(not given, f"{', '.join(given)} cannot be given with feedback_type {kind[:100]!r}")
    return item.payload


def _check_target(item: FeedbackCreate) -> None:
    """What is judged may be of another project: the judgement belongs to the project that it was sent to."""
    if not item.weave_ref.startswith(SCHEME) or len(item.weave_ref) > _LONGEST_REF:
        raise InvalidInput(f"weave_ref {item.weave_ref[:200]!r} is no reference")
    for name in _REFS:
        _require(len(getattr(item, name) or "") <= _LONGEST_REF, f"{name} is too long")


def _reaction(payload: dict[str, Any]) -> dict[str, Any]:
    import emoji  # 45 ms to load, which a start need not take

    given = payload.get("emoji")
    if not isinstance(given, str) or not emoji.is_emoji(given):
        raise InvalidInput("the payload of a reaction has emoji, exactly one")
    detoned = given.translate(_SKIN_TONES)
    return {
        "emoji": given,
        "alias": emoji.demojize(given),
        "detoned": detoned,
        "detoned_alias": emoji.demojize(detoned),
    }


def _check_note(payload: dict[str, Any]) -> None:
    note = payload.get("note")
    if not isinstance(note, str) or not 0 < len(note) <= _LONGEST_NOTE:
        raise InvalidInput(f"the payload of a note has note, of 1 to {_LONGEST_NOTE} characters")


def _check_runnable(item: FeedbackCreate) -> None:
    name = item.feedback_type.removeprefix(_RUNNABLE)
    _require("output" in item.payload, "the payload of a scorer's result has output")
    kind = _check_named(item.runnable_ref, name, "runnable_ref", "object", "op")
    _require(kind != "op" or bool(item.call_ref), "the result of an operation needs call_ref")


def _check_named(ref: str | None, name: str, what: str, *kinds: str) -> str:
    _require(bool(ref), f"{what} is missing")
    found = parse_ref(ref or "")
    _require(found.kind in kinds and found.name == name, f"{what} does not refer to {name[:128]!r}")
    names_version = found.kind == "call" or ":" in (ref or "").removeprefix(SCHEME)
    _require(names_version, f"{what} names no version of {name[:128]!r}: it ends in ':' and a digest")
    return found.kind


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise InvalidInput(message)
