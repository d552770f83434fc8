"""YAML texts of sweeps → plain values that JSON can say. Pure."""

import datetime
import math
from functools import cache
from typing import Any

from runlake.errors import InvalidInput, LimitExceeded

MAX_CONFIG_CHARS = 1_000_000
_MAX_VALUES = 200_000
_MAX_DEPTH = 32


def load_config(text: str) -> dict[str, Any]:
    """The mapping in a YAML (or JSON) text. Raises InvalidInput, LimitExceeded.

    Aliases are followed, but their copies count: a short text cannot become a large value.
    """
    if len(text) > MAX_CONFIG_CHARS:
        raise LimitExceeded(f"a sweep config of {len(text)} characters; {MAX_CONFIG_CHARS} are allowed")
    import yaml  # late: it costs the start of the server, and few requests need it

    try:
        loaded = yaml.load(text, _loader())  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise InvalidInput(f"the sweep config is not valid YAML: {error}") from error
    except RecursionError as error:
        raise InvalidInput("the sweep config nests too deep") from error
    if not isinstance(loaded, dict):
        raise InvalidInput("the sweep config must be a mapping with method and parameters")
    plain: dict[str, Any] = _Plain().value(loaded, 0)
    return plain


def dump_config(config: dict[str, Any]) -> str:
    """A mapping as YAML, in its own order."""
    import yaml

    return yaml.safe_dump(config, sort_keys=False, allow_unicode=True)


@cache
def _loader() -> Any:
    """The safe loader, and numbers as everybody writes them: YAML 1.1 takes 1e-3 for a text."""
    import re

    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        pass

    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:float", re.compile(r"^[-+]?(\d+(\.\d*)?|\.\d+)[eE][-+]?\d+$"), list("-+0123456789.")
    )
    return Loader


class _Plain:
    """Copies a value as JSON has it, within a budget."""

    def __init__(self) -> None:
        self._left = _MAX_VALUES

    def value(self, found: Any, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > _MAX_DEPTH:
            raise LimitExceeded(
                f"a sweep config may hold {_MAX_VALUES} values (aliases written out), {_MAX_DEPTH} levels deep"
            )
        if isinstance(found, dict):
            return {_key(key): self.value(item, depth + 1) for key, item in found.items()}
        if isinstance(found, list | tuple):
            return [self.value(item, depth + 1) for item in found]
        if isinstance(found, datetime.date):
            return found.isoformat()
        if isinstance(found, float) and not math.isfinite(found):
            raise InvalidInput(f"a sweep config cannot hold {found}")
        if found is not None and not isinstance(found, str | int | float):
            raise InvalidInput(f"a sweep config cannot hold a {type(found).__name__}")
        return _bounded(found)


def _bounded(found: str | float | None) -> str | float | None:
    if isinstance(found, int) and abs(found) >= 2**63:
        raise InvalidInput("a sweep config cannot hold whole numbers of more than 64 bits")
    if isinstance(found, str) and "\0" in found:
        raise InvalidInput("a sweep config cannot hold the character NUL")
    return found


def _key(key: Any) -> str:
    if isinstance(key, str):
        return key
    if isinstance(key, bool) or not isinstance(key, int | float):
        raise InvalidInput(f"{key!r:.40} in the sweep config is not a name")
    return str(key)
