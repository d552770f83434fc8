"""The variables of a resource: what they may be, and the settings with their values in place. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from runlake.errors import InvalidInput

MAX_VARIABLES = 200
_NAME = re.compile(r"[A-Za-z_][\w-]{0,127}")
_PLACE = re.compile(r"\{\{\s*([A-Za-z_][\w-]*)\s*\}\}")
_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_MAX_DEPTH = 64


def check_variables(variables: Mapping[str, Any]) -> None:
    """Raise InvalidInput unless these are `{name: {"schema": {"type": …}}}`."""
    if len(variables) > MAX_VARIABLES:
        raise InvalidInput(f"{len(variables)} template variables; {MAX_VARIABLES} are allowed")
    for name, variable in variables.items():
        schema = variable.get("schema") if isinstance(variable, dict) else None
        if not _NAME.fullmatch(name) or not isinstance(schema, dict):
            raise InvalidInput(f'template variable {name!r:.60} must look like {{"schema": {{"type": "integer"}}}}')
        if schema.get("type") not in _TYPES:
            raise InvalidInput(f"template variable {name} needs a type: one of {', '.join(_TYPES)}")
        if not isinstance(schema.get("enum", []), list):
            raise InvalidInput(f"enum of template variable {name} must be a list")
        for bound in ("minimum", "maximum"):
            if isinstance(schema.get(bound, 0), bool) or not isinstance(schema.get(bound, 0), int | float):
                raise InvalidInput(f"{bound} of template variable {name} must be a number")


def unknown_places(config: Mapping[str, Any], variables: Mapping[str, Any]) -> list[str]:
    """What is odd about settings: places that no variable fills, and variables without a place."""
    places = set(_places(config, 0))
    missing = [f"{{{{{name}}}}} is not a template variable" for name in sorted(places - variables.keys())]
    return missing + [f"template variable {name} is not used" for name in sorted(variables.keys() - places)]


def filled(config: Any, variables: Mapping[str, Mapping[str, Any]], given: Mapping[str, Any]) -> Any:
    """The settings with the values in place. A text that is one place only takes on the value's type.

    Raises InvalidInput for a name that is no variable, a value that its schema does not allow, or a value that is
    missing and has no default.
    """
    unknown = sorted(given.keys() - variables.keys())
    if unknown:
        raise InvalidInput(f"this queue has no template variable {unknown[0]!r:.60}")
    values = {name: given.get(name, variable["schema"].get("default")) for name, variable in variables.items()}
    for name, value in values.items():
        _check(name, value, variables[name]["schema"])
    return _filled(config, values) if values else config


def _check(name: str, value: Any, schema: Mapping[str, Any]) -> None:
    if value is None:
        raise InvalidInput(f"template variable {name} needs a value: it has no default")
    is_bool = isinstance(value, bool)
    if not isinstance(value, _TYPES[schema["type"]]) or (is_bool and schema["type"] != "boolean"):
        raise InvalidInput(f"template variable {name} must be of type {schema['type']}, not {value!r:.60}")
    if "enum" in schema and value not in schema["enum"]:
        raise InvalidInput(f"template variable {name} must be one of {schema['enum']!r:.200}, not {value!r:.60}")
    if isinstance(value, int | float):
        low, high = schema.get("minimum"), schema.get("maximum")
        if (low is not None and value < low) or (high is not None and value > high):
            raise InvalidInput(f"template variable {name} must be between {low} and {high}, not {value!r:.60}")


def _places(value: Any, depth: int) -> list[str]:
    if depth > _MAX_DEPTH:
        raise InvalidInput(f"a resource config may nest {_MAX_DEPTH} levels deep")
    if isinstance(value, dict):
        return [name for key, item in value.items() for name in (*_PLACE.findall(key), *_places(item, depth + 1))]
    if isinstance(value, list):
        return [name for item in value for name in _places(item, depth + 1)]
    return _PLACE.findall(value) if isinstance(value, str) else []


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        return {_text(key, values): _filled(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, values) for item in value]
    if not isinstance(value, str):
        return value
    whole = _PLACE.fullmatch(value)
    return values.get(whole[1], value) if whole else _text(value, values)


def _text(text: str, values: Mapping[str, Any]) -> str:
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)
