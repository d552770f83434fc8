"""The GraphQL documents that an installed wandb package can send, read from the package itself.

Nothing of them is kept here: its Python sources hold them as texts, wandb-core as constants among its bytes.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    Visitor,
    parse,
    visit,
)

_OPERATION = re.compile(r"\b(?:query|mutation)\s+[A-Za-z]\w+\s*(?:\(\s*\$|\{\s*\w)")
_WORDS = re.compile(r"\b(?:query|mutation|fragment)\s+[A-Za-z]")
_IN_CORE = re.compile(rb"(?:query|mutation) [A-Z]\w+ ?[({][^{}]")
_NEXT_FRAGMENT = re.compile(rb"\}\s*fragment \w+ on ")
_MAX_BYTES = 60_000


class ClientDocuments:
    """Every document of one package that stands there as a whole; `built` are the sources of those put together later."""

    def __init__(self, package: Path) -> None:
        self.whole: dict[str, DocumentNode] = {}
        self.built: set[str] = set()
        for source, text in (*_python_texts(package), *_core_texts(package)):
            self._add(source, text)
        fragments = _fragments(self.whole.values())
        self.operations = {
            name: _completed(document, fragments) for name, document in self.whole.items() if _operates(document)
        }

    def _add(self, source: str, text: str) -> None:
        try:
            self.whole[source] = parse(text, no_location=True)
        except GraphQLError:
            if _OPERATION.search(text):
                self.built.add(source)


def _python_texts(package: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(package.rglob("*.py")):
        source = path.read_text("utf-8")
        if "vendor" in path.parts or not _WORDS.search(source):
            continue
        for node in ast.walk(ast.parse(source)):
            text = _text_of(node)
            if text is not None and ("{" in text and ("$" in text or "fragment" in text or _OPERATION.search(text))):
                yield f"{path.relative_to(package)}:{getattr(node, 'lineno', 0)}", text


def _text_of(node: ast.AST) -> str | None:
    """A text, or one with the names of fragments in its gaps: those follow the operation, and are known without."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return None


def _core_texts(package: Path) -> Iterator[tuple[str, str]]:
    content = (package / "bin" / "wandb-core").read_bytes()
    for found in _IN_CORE.finditer(content):
        text = _balanced(content[found.start() : found.start() + _MAX_BYTES])
        if text is not None and b"\0" not in text:
            yield f"wandb-core:{found[0].decode('latin-1').split()[1]}", text.decode("utf-8")


def _balanced(content: bytes) -> bytes | None:
    """The bytes to the brace that ends the operation and the fragments behind it."""
    depth = 0
    for brace in re.finditer(rb"[{}]", content):
        depth += 1 if brace[0] == b"{" else -1
        if depth == 0 and not _NEXT_FRAGMENT.match(content, brace.start()):
            return content[: brace.end()]
    return None


def _operates(document: DocumentNode) -> bool:
    return any(not isinstance(part, FragmentDefinitionNode) for part in document.definitions)


def _fragments(documents: Iterable[DocumentNode]) -> dict[str, FragmentDefinitionNode]:
    found: dict[str, FragmentDefinitionNode] = {}
    for document in documents:
        for part in document.definitions:
            if isinstance(part, FragmentDefinitionNode):
                found.setdefault(part.name.value, part)
    return found


def _completed(document: DocumentNode, known: dict[str, FragmentDefinitionNode]) -> DocumentNode:
    """The document with the fragments that it spreads and does not hold itself."""
    parts = list(document.definitions)
    have = {part.name.value for part in parts if isinstance(part, FragmentDefinitionNode)}
    for part in parts:  # grows while it is walked
        for name in _spread(part) - have:
            if name in known:
                have.add(name)
                parts.append(known[name])
    return DocumentNode(definitions=tuple(parts))


def _spread(part: DefinitionNode) -> set[str]:
    names: set[str] = set()

    class Spreads(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
            names.add(node.name.value)

    visit(part, Spreads())
    return names
