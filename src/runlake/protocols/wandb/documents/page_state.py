"""The address of a project's page ↔ its parameters, and what these say of runs. Pure.

`web/src/lib/urlState.ts`, `products/runs-table/state.ts` and `products/workspace/eyes.ts` read and write the same.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import parse_qsl, urlencode

State = dict[str, str]
"""Parameter → value. Absent ones have their defaults."""


def parse_search(search: str) -> State:
    """The parameters of a query string."""
    return dict(parse_qsl(search.removeprefix("?")))


def format_search(state: State) -> str:
    """The query string, parameters by name."""
    filled = {name: value for name, value in sorted(state.items()) if value}
    return f"?{urlencode(filled)}" if filled else ""


def pack(value: dict[str, Any]) -> str:
    """An object in one parameter; empty for an empty one."""
    if not value:
        return ""
    return urlsafe_b64encode(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()).decode().rstrip("=")


def unpack(packed: str | None) -> dict[str, Any]:
    """What was packed; empty for what cannot be read."""
    try:
        found = json.loads(urlsafe_b64decode((packed or "") + "=" * (-len(packed or "") % 4)))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def names(value: str | None) -> list[str]:
    """The names of a list such as `config.lr~summary.loss`."""
    return [name for name in (value or "").split("~") if name]


def escaped(name: str) -> str:
    """A name in a list that commas and colons part."""
    return "".join(f"%{ord(sign):x}" if sign in "%,:" else sign for sign in name)


def unescaped(value: str) -> str:
    """The other way round."""
    first, *parts = value.split("%")
    return first + "".join(_sign(part) for part in parts)


def _sign(part: str) -> str:
    try:
        return chr(int(part[:2], 16)) + part[2:]
    except ValueError:
        return f"%{part}"
