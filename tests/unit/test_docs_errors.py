"""Every error code is in docs/reference/errors.md with its status and whether a retry can succeed."""

import re
from collections.abc import Iterator
from pathlib import Path

from runlake.errors import RunlakeError

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "errors.md"
ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (yes|no) \| (.+) \|$", re.MULTILINE)


def classes(root: type[RunlakeError]) -> Iterator[type[RunlakeError]]:
    yield root
    for child in root.__subclasses__():
        if child.__module__ == "runlake.errors":
            yield from classes(child)


def test_the_page_lists_every_code() -> None:
    documented = {code: (int(status), retry == "yes") for code, status, retry, _ in ROW.findall(PAGE.read_text())}
    assert documented == {kind.code: (kind.status, kind.retryable) for kind in classes(RunlakeError)}


def test_every_class_is_drawn_in_the_tree() -> None:
    module = Path(__file__).resolve().parents[2] / "src" / "runlake" / "errors.py"
    drawing = module.read_text().split('"""')[1]
    assert [kind.__name__ for kind in classes(RunlakeError) if kind.__name__ not in drawing] == []
