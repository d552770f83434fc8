"""Code of the guide, as it is printed there."""

import re
from pathlib import Path
from typing import Any

_GUIDE = Path(__file__).resolve().parents[3] / "docs" / "guide"
_BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def run_guide(page: str, known: dict[str, Any] | None = None, *, of: tuple[str, ...] = ("",)) -> dict[str, Any]:
    """Run the blocks of a page one after the other, as one program; gives its names. `known` are there before.

    `of`: only the blocks that have one of these words.
    """
    names: dict[str, Any] = {"__name__": "guide", **(known or {})}
    for block in _BLOCK.findall((_GUIDE / page).read_text()):
        if any(word in block for word in of):
            exec(compile(block, page, "exec"), names)
    return names
