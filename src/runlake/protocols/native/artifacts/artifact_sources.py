"""A version of any project, as bodies name it."""

from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from runlake.protocols.native.artifacts.artifact_views import ArtifactViews, Place
from runlake.protocols.native.deps import ProjectAccess, access_of

Name = Annotated[str, Field(min_length=1, max_length=128)]


class VersionAddress(BaseModel):
    """Where a version is: `version` is `v3`, an alias or a digest."""

    model_config = ConfigDict(extra="forbid")
    entity: Name
    project: Name
    collection: Name
    version: Name


async def source_of(request: Request, views: ArtifactViews, target: ProjectAccess, address: VersionAddress) -> Place:
    """The version, in a project that the caller may read. Raises NotFound."""
    owner = await access_of(request).projects.get(address.entity, address.project)
    owner.require_read(target.principal)
    return await views.place(ProjectAccess(target.principal, owner), address.collection, address.version)
