"""The schema files are valid, and every resolver has its field: the server takes both for granted when it starts."""

from graphql import assert_valid_schema, build_ast_schema, parse
from graphql.validation.validate import assert_valid_sdl

from runlake.protocols.wandb.graphql.schema import build_schema, schema_text


def test_the_schema_files_are_valid() -> None:
    document = parse(schema_text())
    assert_valid_sdl(document)
    assert_valid_schema(build_ast_schema(document))


def test_every_resolver_has_its_field() -> None:
    assert build_schema().query_type is not None
