"""Where things are sent: integrations and secrets of entities."""

import re
from collections.abc import Mapping
from functools import partial

from sqlalchemy import Connection

from runlake.errors import Conflict, InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.model import Principal, Role
from runlake.model.clock import Clock
from runlake.model.texts import check_texts
from runlake.products.automations.addresses import checked_url
from runlake.products.automations.records import Integration, IntegrationKind
from runlake.products.automations.sealing import Seal
from runlake.products.automations.store import integrations, rules
from runlake.storage.metadata import Metadata

MAX_INTEGRATIONS = 200
_MAX_SECRET_CHARS = 8192
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,127}")
_ADDRESS = re.compile(r"[^\s@<>,;:\"]{1,64}@[A-Za-z0-9.-]{1,190}")
_SHOWN = {
    IntegrationKind.WEBHOOK: {"url", "secret_ref", "access_token_ref"},
    IntegrationKind.SLACK: {"team", "channel"},
    IntegrationKind.EMAIL: {"address"},
}
_SEALED = {
    IntegrationKind.WEBHOOK: {"secret", "access_token"},
    IntegrationKind.SLACK: {"url"},
    IntegrationKind.EMAIL: set[str](),
}


class Places:
    """What an entity sends to. Members see it, admins of the entity change it."""

    def __init__(self, metadata: Metadata, seal: Seal, clock: Clock) -> None:
        self._metadata = metadata
        self._seal = seal
        self._clock = clock

    async def list_integrations(self, principal: Principal, entity_id: int) -> list[Integration]:
        """The integrations of an entity, in the order of making; none for those who are not its members."""
        if not is_member(principal, entity_id):
            return []
        return await self._metadata.read(partial(integrations.list_integrations, entity_id=entity_id))

    async def by_ids(self, integration_ids: list[int]) -> dict[int, Integration]:
        """Integrations by id; the caller checks who may see them."""
        return await self._metadata.read(partial(integrations.find_integrations, integration_ids=integration_ids))

    async def create(
        self, principal: Principal, entity_id: int, kind: IntegrationKind, name: str, values: Mapping[str, str]
    ) -> Integration:
        """Make an integration. `values`: those of `Integration.shown`, and `secret`, `access_token` or Slack's `url`.

        Raises PermissionDenied, InvalidInput, LimitExceeded.
        """
        _require_admin(principal, entity_id)
        shown, sealed = _taken_apart(kind, name, values)
        now = self._clock()
        row = {
            "entity_id": entity_id,
            "kind": kind.value,
            "name": name,
            "shown": shown,
            "sealed": self._seal.close(sealed),
            "created_by": principal.user_id,
            "created_at": now,
            "updated_at": now,
        }

        def work(connection: Connection) -> Integration:
            if len(integrations.list_integrations(connection, entity_id)) >= MAX_INTEGRATIONS:
                raise LimitExceeded(f"an entity has at most {MAX_INTEGRATIONS} integrations: delete some first")
            return integrations.insert_integration(connection, row)

        return await self._metadata.write(work)

    async def update(
        self, principal: Principal, entity_id: int, integration_id: int, name: str | None, values: Mapping[str, str]
    ) -> Integration:
        """Change an integration; secrets that are not given stay."""
        _require_admin(principal, entity_id)
        found = await self.get(entity_id, integration_id)
        merged = {**found.shown, **self._seal.open(found.sealed), **values}
        shown, sealed = _taken_apart(found.kind, name or found.name, merged)
        row = {
            "name": name or found.name,
            "shown": shown,
            "sealed": self._seal.close(sealed),
            "updated_at": self._clock(),
        }
        changed = await self._metadata.write(
            partial(integrations.update_integration, integration_id=integration_id, values=row)
        )
        if changed is None:
            raise NotFound(f"integration {integration_id} was deleted a moment ago")
        return changed

    async def delete(self, principal: Principal, entity_id: int, integration_id: int) -> None:
        """Delete an integration, and the channels that use it. Raises Conflict while an automation sends to it."""
        _require_admin(principal, entity_id)
        await self.get(entity_id, integration_id)

        def work(connection: Connection) -> None:
            user = rules.is_used(connection, integration_id)
            if user is not None:
                raise Conflict(f"the automation {user!r} sends to this integration: change or delete it first")
            integrations.delete_integration(connection, integration_id)

        await self._metadata.write(work)

    async def get(self, entity_id: int, integration_id: int) -> Integration:
        """The integration of that id in an entity. Raises NotFound."""
        found = (await self.by_ids([integration_id])).get(integration_id)
        if found is None or found.entity_id != entity_id:
            raise NotFound(f"there is no integration {integration_id}, or you may not see it")
        return found

    async def secrets_of(self, integration: Integration) -> dict[str, str]:
        """What is needed to send: `url`, and `secret` and `access_token` when there are any."""
        opened = {**self._seal.open(integration.sealed)}
        refs = {name: integration.shown.get(f"{name}_ref") for name in ("secret", "access_token")}
        wanted = [ref for ref in refs.values() if ref]
        found = await self._metadata.read(
            partial(integrations.find_secrets, entity_id=integration.entity_id, names=wanted)
        )
        for name, ref in refs.items():
            if ref and ref in found:
                opened[name] = self._seal.open(found[ref])["value"]
        return {"url": integration.shown.get("url", ""), **opened}

    # secrets of an entity, which integrations name

    async def list_secrets(self, principal: Principal, entity_id: int) -> list[str]:
        """Their names; nobody can read their values."""
        if not is_member(principal, entity_id):
            return []
        found = await self._metadata.read(partial(integrations.list_secret_names, entity_id=entity_id))
        return [name for name, _ in found]

    async def put_secret(self, principal: Principal, entity_id: int, name: str, value: str) -> None:
        """Store or replace a secret. Raises PermissionDenied, InvalidInput."""
        _require_admin(principal, entity_id)
        _check_secret(name, value)
        sealed, now = self._seal.close({"value": value}), self._clock()
        await self._metadata.write(
            partial(integrations.put_secret, entity_id=entity_id, name=name, sealed=sealed, now=now)
        )

    async def delete_secret(self, principal: Principal, entity_id: int, name: str) -> None:
        """Raises NotFound, PermissionDenied."""
        _require_admin(principal, entity_id)
        if not await self._metadata.write(partial(integrations.delete_secret, entity_id=entity_id, name=name)):
            raise NotFound(f"there is no secret {name!r:.100}")


def is_member(principal: Principal, entity_id: int) -> bool:
    role = principal.role_in(entity_id)
    return role is not None and role >= Role.MEMBER


def _require_admin(principal: Principal, entity_id: int) -> None:
    role = principal.role_in(entity_id)
    if role is None:
        raise NotFound("the entity was not found, or you may not see it")
    if role < Role.ADMIN:
        raise PermissionDenied("integrations and secrets are for admins of the entity: ask one of them")


def _check_secret(name: str, value: str) -> None:
    if _NAME.fullmatch(name) is None:
        raise InvalidInput("the name of a secret has letters, digits, _ and -, and begins with a letter")
    if not value or len(value) > _MAX_SECRET_CHARS:
        raise InvalidInput(f"a secret has 1 to {_MAX_SECRET_CHARS} characters")
    check_texts({"value": value})


def _taken_apart(kind: IntegrationKind, name: str, values: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What is shown, and what is sealed. Raises InvalidInput."""
    check_texts({"name": name, **values})
    if not name.strip() or len(name) > 200:
        raise InvalidInput("an integration needs a name of at most 200 characters")
    unknown = values.keys() - _SHOWN[kind] - _SEALED[kind]
    if unknown:
        raise InvalidInput(f"a {kind} integration has no {sorted(unknown)[0]!r:.60}")
    if any(len(value) > _MAX_SECRET_CHARS for value in values.values()):
        raise InvalidInput(f"a value may have at most {_MAX_SECRET_CHARS} characters")
    given = {key: value for key, value in values.items() if value}
    if kind is IntegrationKind.EMAIL:
        if _ADDRESS.fullmatch(given.get("address", "")) is None:
            raise InvalidInput(f"{given.get('address', '')!r:.100} is not an e-mail address")
    else:
        checked_url(given.get("url", ""))
    shown = {key: value for key, value in given.items() if key in _SHOWN[kind]}
    return shown, {key: value for key, value in given.items() if key in _SEALED[kind]}
