"""Registries as JSON: what each holds, who may use it, and what its aliases are guarded against."""

from collections.abc import Sequence
from typing import Any

from runlake.errors import NotFound
from runlake.model import REGISTRY_PREFIX, Principal, Project
from runlake.products.artifacts import Artifacts
from runlake.products.identity import Identity
from runlake.protocols.native.runs.run_rows import iso


class RegistryViews:
    """Reads registries with the counts and people that belong to them. Callers have checked the right to read."""

    def __init__(self, artifacts: Artifacts, identity: Identity) -> None:
        self.artifacts = artifacts
        self.identity = identity

    async def rows(self, registries: Sequence[Project], caller: Principal) -> list[dict[str, Any]]:
        """Registries in the order given; those whose organization is gone are left out."""
        ids = [registry.project_id for registry in registries]
        sizes = await self.artifacts.browsing.sizes(ids)
        changes = await self.artifacts.promoting.last_changes(ids)
        protected = await self.artifacts.promoting.protected(ids)
        owners = await self.owners(registries)
        rows = []
        for registry in registries:
            if registry.entity_id not in owners:
                continue
            collections, versions, changed_at = sizes.get(registry.project_id, (0, 0, registry.updated_at))
            last = max(registry.created_at, changed_at, changes.get(registry.project_id, changed_at))
            rows.append(
                {
                    **_facts(registry, caller),
                    "organization": owners[registry.entity_id],
                    "protected_aliases": sorted(protected.get(registry.project_id, ())),
                    "collection_count": collections,
                    "version_count": versions,
                    "updated_at": iso(last),
                }
            )
        return rows

    async def row(self, registry: Project, caller: Principal) -> dict[str, Any]:
        """One registry with the types that it takes. Raises NotFound for another project."""
        found = await self.rows([registry], caller) if registry.is_registry else []
        if not found:
            raise NotFound(f"{registry.entity_name}/{registry.name} is not a registry of an organization")
        types = await self.artifacts.browsing.types(registry.project_id)
        return {**found[0], "types": [each.artifact_type.name for each in types]}

    async def owners(self, registries: Sequence[Project]) -> dict[int, str]:
        """Entity id → the name of its organization, of those registries that have one."""
        entities = await self.identity.entities_by_id(list({registry.entity_id for registry in registries}))
        found = {}
        for entity in entities.values():
            known = entity.organization_id
            organization = None if known is None else await self.identity.organization_of(known)
            if organization is not None and organization.entity_id == entity.entity_id:
                found[entity.entity_id] = organization.name
        return found


def _facts(registry: Project, caller: Principal) -> dict[str, Any]:
    role = registry.role_of(caller)
    return {
        "entity": registry.entity_name,
        "project": registry.name,
        "name": registry.name.removeprefix(REGISTRY_PREFIX),
        "description": registry.description,
        "visibility": registry.visibility.value,
        "allows_all_types": registry.allows_all_types,
        "role": "" if role is None else role.name.lower(),
        "member_count": len(registry.members.users) + len(registry.members.teams),
        "created_at": iso(registry.created_at),
    }
