"""Documents: parsed, validated and kept. A client sends the same few texts over and over."""

import asyncio
from collections import OrderedDict

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoUnusedVariablesRule,
    parse,
    specified_rules,
    validate,
)

from runlake.errors import InvalidInput
from runlake.protocols.wandb.graphql.limits import MAX_SOURCE_CHARS, MAX_TOKENS, check_size

# Clients drop fields that a server lacks from their own documents, and may leave the variables behind.
_RULES = tuple(rule for rule in specified_rules if rule is not NoUnusedVariablesRule)
_MAX_ERRORS = 10


class InvalidDocument(InvalidInput):
    """The document does not parse, or does not fit the schema; `reasons` has a message for each fault."""

    code = "invalid_document"

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.reasons = errors


class Documents:
    """A bounded cache of valid documents, the least recently used goes first."""

    def __init__(self, schema: GraphQLSchema, *, capacity: int = 512, max_cached_chars: int = 20_000) -> None:
        self._schema = schema
        self._capacity = capacity
        self._max_cached_chars = max_cached_chars
        self._cached: OrderedDict[str, DocumentNode] = OrderedDict()

    async def get(self, text: str) -> DocumentNode:
        """The document of this text. Raises InvalidDocument, InvalidInput (over a limit)."""
        found = self._cached.get(text)
        if found is not None:
            self._cached.move_to_end(text)
            return found
        # Off the event loop: some checks are quadratic in the size of a hostile document.
        document = await asyncio.to_thread(self._prepare, text)
        self._keep(text, document)
        return document

    def __len__(self) -> int:
        return len(self._cached)

    def _prepare(self, text: str) -> DocumentNode:
        if len(text) > MAX_SOURCE_CHARS:
            raise InvalidInput(f"the query has {len(text)} characters; {MAX_SOURCE_CHARS} are allowed")
        try:
            document = parse(text, no_location=True, max_tokens=MAX_TOKENS)
        except GraphQLError as error:
            raise InvalidDocument([error]) from error
        except RecursionError as error:
            raise InvalidInput("the query nests too deeply") from error
        if errors := validate(self._schema, document, _RULES, max_errors=_MAX_ERRORS, hide_suggestions=True):
            raise InvalidDocument(errors)
        check_size(document)
        return document

    def _keep(self, text: str, document: DocumentNode) -> None:
        if len(text) > self._max_cached_chars:
            return
        self._cached[text] = document
        while len(self._cached) > self._capacity:
            self._cached.popitem(last=False)
