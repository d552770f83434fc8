"""Every setting is in docs/reference/settings.md with its variable and its default, and nothing else is."""

import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel

from runlake.settings import Settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "settings.md"
ROW = re.compile(r"^\| `(RUNLAKE_\w+)` \| `([^`]*)` \| (.+) \|$", re.MULTILINE)


def settings_of(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, str]]:
    """(variable, default as the page writes it) of every field, sections included."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from settings_of(field.annotation, f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}", written(field.default)


def written(default: object) -> str:
    if default is None:
        return "none"
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_the_page_lists_every_setting_with_its_default() -> None:
    documented = {variable: default for variable, default, _ in ROW.findall(PAGE.read_text())}
    assert documented == dict(settings_of(Settings, "RUNLAKE_"))


def test_every_setting_has_a_description() -> None:
    assert all(len(meaning) > 15 for _, _, meaning in ROW.findall(PAGE.read_text()))
