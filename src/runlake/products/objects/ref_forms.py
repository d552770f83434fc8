"""References in the form in which they are hashed. Pure.

Weave's clients, when they compute digests by themselves, write the project of a reference as its internal id, also in JSON
texts that a value holds. What is stored and sent keeps the form in which it came.
Source: weave 0.54.0, which asks `/service/projects_info` for the ids.
"""

import base64
import json
from typing import Any

_OUTER, _INNER = "weave:///", "weave-trace-internal:///"
_DEEPEST_TEXT = 8  # JSON in JSON


def internal_id(project_name: str) -> str:
    """The internal id of the project `entity/name`: it follows from the name, so that nobody needs to look it up."""
    return base64.b64encode(project_name.encode()).decode()


def with_internal_refs(value: Any, texts: int = 0) -> Any:
    """The value with every reference in the inner form; the same object when it has none."""
    if isinstance(value, str):
        return _text(value, texts) if _OUTER in value else value
    if isinstance(value, dict):
        members = {name: with_internal_refs(member, texts) for name, member in value.items()}
        return members if any(members[name] is not value[name] for name in value) else value
    if isinstance(value, list):
        items = [with_internal_refs(item, texts) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _text(text: str, texts: int) -> str:
    if text.startswith(_OUTER):
        parts = text.removeprefix(_OUTER).split("/", 2)
        return f"{_INNER}{internal_id('/'.join(parts[:2]))}/{parts[2]}" if len(parts) == 3 else text
    if texts >= _DEEPEST_TEXT:
        return text
    try:
        held = json.loads(text)
    except ValueError:
        return text
    changed = with_internal_refs(held, texts + 1)
    return text if changed is held else json.dumps(changed)
