"""The arrows between packages: what import-linter is told, and what it cannot say."""

import ast
import configparser
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
PACKAGE = SOURCE / "runlake"

# Packages with a face: others import them through `__init__`, never a module inside. (The modules of `model` are all public.)
FACES = ("ingest", "live", "query", "storage.*", "products.*")
# These may import anything.
ASSEMBLY = ("server", "cli")
# What `import runlake` may load beside the standard library.
MOST_MODULES = 25
LIGHT = {"runlake"}


def test_the_import_rules_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_is_named_in_the_import_rules() -> None:
    rules = configparser.ConfigParser()
    rules.read(ROOT / ".importlinter")
    named = {
        line.strip() for section in rules.sections() for value in rules[section].values() for line in value.split()
    }
    packages = {f"runlake.{path.parent.name}" for path in PACKAGE.glob("*/__init__.py")}
    assert packages <= named


def test_import_runlake_loads_little_and_no_server_library() -> None:
    program = "import sys; before = set(sys.modules); import runlake, json; runlake.init; print(json.dumps(sorted(set(sys.modules) - before)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = [name for name in json.loads(done.stdout) if name.partition(".")[0] not in sys.stdlib_module_names]
    assert {name.partition(".")[0] for name in loaded if not name.startswith("_")} <= LIGHT
    assert len(loaded) <= MOST_MODULES, loaded


@pytest.mark.parametrize("face", FACES)
def test_packages_are_imported_through_their_faces(face: str) -> None:
    faces = [
        _module_of(path) for path in sorted(PACKAGE.glob(face.replace(".", "/"))) if (path / "__init__.py").is_file()
    ]
    assert faces, f"no package is called runlake.{face}"
    reached_into = [
        f"{path.relative_to(ROOT)}:{line} imports {imported}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in ASSEMBLY
        for line, imported in _imports(path)
        for name in faces
        if imported.startswith(f"{name}.") and not _inside(_module_of(path), name)
    ]
    assert reached_into == []


def _inside(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def _module_of(path: Path) -> str:
    relative = path.relative_to(SOURCE).with_suffix("")
    parts = relative.parts[:-1] if relative.name == "__init__" else relative.parts
    return ".".join(parts)


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """The modules that a file imports: `from package import name` counts as `package`, whatever the name is."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
