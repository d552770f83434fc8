"""Make docs/reference/python.md of the docstrings of what `import runlake` offers; with --check, fail when it is not up to date."""

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import runlake

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "python.md"
HEAD = """# Python library

Made of the docstrings by `make python-reference`; the guide begins [here](../guide/python.md).
"""
MORE = {"Api": ("Runs", "RunView", "Points", "Spans", "SqlAnswer")}
"""What a name gives, and has no name of its own in `runlake`."""


def main() -> int:
    """Write the page, or compare it; returns the exit code."""
    text = HEAD + "".join(section for name in sorted(runlake.__all__, key=str.lower) for section in sections(name))
    if "--check" in sys.argv:
        if PAGE.exists() and PAGE.read_text() == text:
            return 0
        sys.stderr.write(f"{PAGE.name} is not what the docstrings say: run `make python-reference`\n")
        return 1
    PAGE.write_text(text)
    return 0


def sections(name: str) -> Iterator[str]:
    """The section of a public name, and those of what it gives."""
    found = getattr(runlake, name)
    if inspect.isclass(found) or inspect.isfunction(found):
        yield section(f"runlake.{name}", found)
    for more in MORE.get(name, ()):
        from runlake.sdk import reading

        yield section(more, getattr(reading, more))


def section(title: str, found: Any) -> str:
    """Signature and docstring; of a class those of its public members too, in the order of their source."""
    node = node_of(found)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return f"\n## `{title}`\n\n{described(node, title)}"
    text = f"\n## `{title}`\n\n{docstring(node)}{constructor(node, title)}"
    for member in members(found):
        text += f"\n### `{title.rpartition('.')[2]}.{member.name}`\n\n{described(member, member.name)}"
    return text


def node_of(found: Any) -> Any:
    return ast.parse(textwrap.dedent(inspect.getsource(found))).body[0]


def members(found: type) -> Iterator[ast.FunctionDef]:
    """Public methods and properties of the class and of its bases here, each once."""
    seen = set()
    for base in found.__mro__:
        if not base.__module__.startswith("runlake"):
            continue
        for node in node_of(base).body:
            known = isinstance(node, ast.FunctionDef) and ast.get_docstring(node) and not is_overload(node)
            if known and not node.name.startswith("_") and node.name not in seen:
                seen.add(node.name)
                yield node


def is_overload(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(each).endswith(("overload", ".setter")) for each in node.decorator_list)


def constructor(node: ast.ClassDef, title: str) -> str:
    """How an object is made, unless that is not for callers."""
    made = next((each for each in node.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)
    if made is None or (ast.get_docstring(made) or "").startswith("For `"):
        return ""
    return f"\n{described(made, title)}"


def described(node: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> str:
    """The call as it is written, without `self`, and what it does."""
    if any(ast.unparse(each) in ("property", "cached_property") for each in node.decorator_list):
        return f"```python\n{name}: {annotation(node.returns)}\n```\n\n{docstring(node)}"
    arguments = node.args
    arguments.args = [each for each in arguments.args if each.arg not in ("self", "cls")]
    returns = "" if node.returns is None or node.name == "__init__" else f" -> {annotation(node.returns)}"
    return f"```python\n{name}({ast.unparse(arguments)}){returns}\n```\n\n{docstring(node)}"


def annotation(node: ast.expr | None) -> str:
    return "" if node is None else ast.unparse(node).strip("'\"")


def docstring(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    """The text; what stands under `Args:` and `Raises:` becomes a list."""
    lines = []
    within = False
    for line in (ast.get_docstring(node) or "").splitlines():
        if line in ("Args:", "Raises:", "Returns:", "Yields:"):
            lines += [f"**{line[:-1]}**", ""]
            within = True
        elif within and line.startswith("    ") and not line.startswith("     "):
            name, colon, rest = line.strip().partition(": ")
            lines.append(f"- `{name}`: {rest}" if colon else f"- {line.strip()}")
        else:
            within = within and (not line or line.startswith(" "))
            lines.append(f"  {line.strip()}" if within and line else line)
    return "\n".join(lines).rstrip() + "\n" if lines else ""


if __name__ == "__main__":
    sys.exit(main())
