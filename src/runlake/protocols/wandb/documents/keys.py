"""Keys of runs as documents write them (`{"section", "name"}`) ↔ field paths. Pure.

Source: `wandb_workspaces/expr.py` of wandb-workspaces 0.4.13. `web/src/products/reports/document/keys.ts` says the same.
"""

import re
from collections.abc import Mapping
from typing import Any

_RUN_FIELDS = {
    "name": "name",
    "displayName": "display_name",
    "state": "state",
    "tags": "tags",
    "createdAt": "created_at",
    "Created": "created_at",
    "CreatedTimestamp": "created_at",
    "heartbeatAt": "heartbeat_at",
    "duration": "duration_s",
    "username": "user",
    "user": "user",
    "sweep": "sweep",
    "group": "group",
    "jobType": "job_type",
    "host": "host",
    "notes": "notes",
}
_RUN_KEYS = {field: key for key, field in reversed(_RUN_FIELDS.items())} | {"created_at": "createdAt"}
_ACCESSOR = re.compile(r"(config|summary|run):(.+)", re.DOTALL)
_FIELD = re.compile(r"(config|summary)\.(.+)", re.DOTALL)


def field_of(key: object) -> str | None:
    """The path of a key; None for what runs do not have."""
    if not isinstance(key, Mapping):
        return None
    section, name = key.get("section"), key.get("name")
    if section == "tags":
        return "tags"
    if not isinstance(name, str) or not name:
        return None
    match section:
        case "config":
            # Stored with a `value` after the first key, which clients write before or behind the deeper ones.
            first, _, deeper = name.partition(".")
            return f"config.{first}.{deeper[6:]}" if deeper.startswith("value.") else f"config.{_plain(name)}"
        case "summary":
            return f"summary.{name}"
        case "run":
            return _RUN_FIELDS.get(name, f"summary.{name}")
    return None


def _plain(name: str) -> str:
    return name.removesuffix(".value")


def key_of(field: str, *, grouping: bool = False) -> dict[str, Any]:
    """The key of a path. In groupings, keys of the config have `value` behind their first part."""
    found = _FIELD.fullmatch(field)
    if found is None:
        return {"section": "run", "name": _RUN_KEYS.get(field, field)}
    section, name = found.groups()
    if section == "config" and grouping:
        first, dot, deeper = name.partition(".")
        name = f"{first}.value{dot}{deeper}"
    return {"section": section, "name": name}


def field_of_accessor(accessor: object) -> str | None:
    """The path of `config:lr.value`, `summary:loss`, `run:createdAt`, or of a metric's name."""
    if not isinstance(accessor, str) or not accessor:
        return None
    found = _ACCESSOR.fullmatch(accessor)
    return field_of({"section": found[1], "name": found[2]}) if found else f"summary.{accessor}"


def accessor_of(field: str) -> str:
    """The accessor of a path."""
    key = key_of(field, grouping=True)
    return f"{key['section']}:{key['name']}"
