"""Every GraphQL document of the oldest and the newest client fits our schema, those included that no other test sends."""

from pathlib import Path

import pytest
from graphql import NoUnusedFragmentsRule, NoUnusedVariablesRule, specified_rules, validate

from runlake.protocols.wandb.graphql.schema import build_schema
from tests.conformance.client_documents import ClientDocuments
from tests.conformance.wandb_client import OLDEST, install, newest

RULES = [rule for rule in specified_rules if rule not in (NoUnusedVariablesRule, NoUnusedFragmentsRule)]
# Sent only to servers that announce AUTOMATION_ACTION_ARIA: the client drops the fragment otherwise.
NOT_FOR_US = ("ARIATriggeredAction",)
# The client puts another text in the place of these words before it sends the document; and W&B's own
# server knows no anonymous users any more.
PLACEHOLDERS = (
    "_CLI_QUERY_",
    "_Server_Settings_",
    "_PROJECT_QUERY_",
    "_MULTIPART_UPLOAD_FIELDS_",
    "createAnonymousEntity",
)


def package_of(version: str) -> Path:
    return next((install(version).parents[1] / "lib").glob("python3*/site-packages/wandb"))


@pytest.mark.parametrize("version", [OLDEST, newest()])
def test_every_document_fits_the_schema(version: str) -> None:
    documents = ClientDocuments(package_of(version))
    wrong = {
        f"{source}: {error.message}"
        for source, document in documents.operations.items()
        for error in validate(build_schema(), document, RULES)
        if not any(f"'{word}'" in error.message for word in (*NOT_FOR_US, *PLACEHOLDERS))
    }
    assert not wrong
    assert len(documents.operations) > 120, "the package keeps its documents elsewhere"
    assert len(documents.built) < 25, "more documents than before are put together from pieces"
