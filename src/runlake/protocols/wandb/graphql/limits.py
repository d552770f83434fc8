"""How large a document may be: its nesting and its number of fields, counted with fragments written out."""

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from runlake.errors import InvalidInput

MAX_SOURCE_CHARS = 100_000
MAX_TOKENS = 6_000
MAX_DEPTH = 20
MAX_FIELDS = 2_000


@dataclass(frozen=True, slots=True)
class Size:
    """How deep a selection is, and how many fields it asks for."""

    depth: int
    fields: int


def check_size(document: DocumentNode) -> None:
    """Raise InvalidInput for a document past the limits. It must be valid: fragment cycles would never end."""
    counter = _Counter({d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)})
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            _refuse_large(counter.selections(definition.selection_set))


def _refuse_large(size: Size) -> None:
    if size.depth > MAX_DEPTH:
        raise InvalidInput(f"the query nests {size.depth} levels deep; {MAX_DEPTH} are allowed")
    if size.fields > MAX_FIELDS:
        raise InvalidInput(f"the query asks for {size.fields} fields; {MAX_FIELDS} are allowed: split it")


class _Counter:
    """Measures selections; each fragment once, however often it is spread."""

    def __init__(self, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._fragments = fragments
        self._known: dict[str, Size] = {}

    def selections(self, node: SelectionSetNode | None) -> Size:
        if node is None:
            return Size(0, 0)
        sizes = [self._selection(selection) for selection in node.selections]
        return Size(max((s.depth for s in sizes), default=0), sum(s.fields for s in sizes))

    def _selection(self, node: object) -> Size:
        if isinstance(node, FieldNode):
            inner = self.selections(node.selection_set)
            return Size(inner.depth + 1, inner.fields + 1)
        if isinstance(node, InlineFragmentNode):
            return self.selections(node.selection_set)
        if isinstance(node, FragmentSpreadNode):
            return self._fragment(node.name.value)
        return Size(0, 0)

    def _fragment(self, name: str) -> Size:
        if name not in self._known:
            self._known[name] = self.selections(self._fragments[name].selection_set)
        return self._known[name]
