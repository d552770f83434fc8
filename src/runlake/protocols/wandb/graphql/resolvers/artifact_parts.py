"""The end of an upload in parts."""

from typing import Any

from ariadne import MutationType

from runlake.protocols.wandb.graphql.artifact_parts import completed_parts
from runlake.protocols.wandb.graphql.context import Info
from runlake.protocols.wandb.graphql.resolvers.artifact_lookup import get_artifact_to_change
from runlake.protocols.wandb.graphql.resolvers.lookup import context_of
from runlake.protocols.wandb.graphql.translate import Node

mutation = MutationType()


@mutation.field("completeMultipartUploadArtifact")
async def complete_multipart(_: object, info: Info, input: dict[str, Any]) -> Node:
    """Make a file of the parts that were sent, or give them up. May be repeated."""
    context = context_of(info)
    node = await get_artifact_to_change(context, input["artifactID"])
    parts = context.services.artifacts.writing.parts
    digest: str | None = None
    if input["completeMultipartAction"] == "Abort":
        await parts.give_up(node.version, input["uploadID"])
    else:
        given = completed_parts(input["completedParts"])
        digest = await parts.complete(node.version, input["uploadID"], given)
    return Node(digest=digest, clientMutationId=input.get("clientMutationId"))


BINDABLES = (mutation,)
