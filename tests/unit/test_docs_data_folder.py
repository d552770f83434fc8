"""Every table of both stores is in docs/formats/data-folder.md."""

import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

import runlake.products
from runlake.storage.columnar import Ddl
from runlake.storage.data_folder import FORMAT_VERSION

PRODUCTS = Path(runlake.products.__path__[0])
PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats" / "data-folder.md").read_text()


class RecordingDdl(Ddl):
    """Remembers the tables that migrations make."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def create_table(self, name: str, columns: Sequence[str], **options: object) -> str:
        self.tables.add(name)
        return ""


def columnar_tables() -> set[str]:
    ddl = RecordingDdl()
    for path in sorted(PRODUCTS.glob("*/migrations/columnar/*.py")):
        if path.name == "__init__.py":
            continue
        spec = importlib.util.spec_from_file_location(f"migration_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.up(ddl)
    return ddl.tables


def metadata_tables() -> Iterator[str]:
    for product in pkgutil.iter_modules([str(PRODUCTS)]):
        name = f"runlake.products.{product.name}.tables"
        if importlib.util.find_spec(name) is None:
            continue
        for value in vars(importlib.import_module(name)).values():
            if isinstance(value, sa.MetaData):
                yield from value.tables


def test_the_page_is_about_the_format_that_is_written() -> None:
    assert PAGE.startswith(f"# The data folder, format {FORMAT_VERSION}\n")


def test_every_table_is_on_the_page() -> None:
    named = set(re.findall(r"`(\w+)`", "\n".join(line for line in PAGE.splitlines() if line.startswith("| `"))))
    assert columnar_tables() | set(metadata_tables()) <= named
