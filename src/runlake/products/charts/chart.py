"""What a chart preset is, what may be in it, and who may see and change it. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime

from runlake.errors import InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.model import Principal, Role
from runlake.model.texts import check_texts

MAX_NAME_CHARS = 128
MAX_DISPLAY_NAME_CHARS = 200
MAX_SPEC_CHARS = 1_000_000


@dataclass(frozen=True, slots=True)
class Chart:
    """A preset of an entity. `spec_json` is kept verbatim; a public one is for everybody who is logged in."""

    chart_id: int
    entity_id: int
    entity_name: str
    name: str
    display_name: str
    is_public: bool
    spec_json: str
    user_id: int
    created_at: datetime

    @property
    def path(self) -> str:
        """What runs call it: `entity/name`."""
        return f"{self.entity_name}/{self.name}"

    def require_read(self, principal: Principal) -> None:
        """Raise NotFound for a private one of an entity that the caller does not belong to."""
        if not self.is_public and principal.role_in(self.entity_id) is None:
            raise unknown(self.entity_name, self.name)

    def may_delete(self, principal: Principal) -> bool:
        """True for its maker, while a member, and for admins of the entity."""
        role = principal.role_in(self.entity_id)
        is_own = self.user_id == principal.user_id and role is not None and role >= Role.MEMBER
        return is_own or role is Role.ADMIN

    def require_delete(self, principal: Principal) -> None:
        """Raises NotFound for who may not see it, PermissionDenied for who may not delete it."""
        self.require_read(principal)
        if not self.may_delete(principal):
            raise PermissionDenied(f"chart {self.path} is deleted by its maker or an admin of {self.entity_name}")


@dataclass(frozen=True, slots=True)
class NewChart:
    """A preset to make. `spec_json` is the text of a JSON object."""

    name: str
    display_name: str
    spec_json: str
    is_public: bool

    def values(self) -> dict[str, object]:
        """The checked column values. Raises InvalidInput, LimitExceeded."""
        check_texts({"name": self.name, "display_name": self.display_name, "spec": self.spec_json})
        _check_length("the name of a chart", self.name, MAX_NAME_CHARS)
        _check_length("the display name of a chart", self.display_name, MAX_DISPLAY_NAME_CHARS)
        if "/" in self.name or not self.name.isprintable() or self.name.strip(". ") == "":
            raise InvalidInput(
                f"{self.name!r:.150} cannot be a chart's name: it has a / or a control character, or no letter"
            )
        _check_spec(self.spec_json)
        names = {"name": self.name, "display_name": self.display_name or self.name}
        return {**names, "spec_json": self.spec_json, "is_public": self.is_public}


def require_write(principal: Principal, entity_id: int | None, entity_name: str) -> None:
    """Raise NotFound unless the caller belongs to the entity, PermissionDenied when only a viewer there."""
    role = None if entity_id is None else principal.role_in(entity_id)
    if role is None:
        raise unknown_entity(entity_name)
    if role < Role.MEMBER:
        raise PermissionDenied(f"{principal.username} may not make charts in {entity_name}: ask an admin of it")


def unknown(entity_name: str, name: str) -> NotFound:
    """What somebody is told who may not know of a chart, as if there were none."""
    return NotFound(f"chart {entity_name}/{name} not found, or you may not see it")


def unknown_entity(entity_name: str) -> NotFound:
    """What strangers to an entity are told."""
    return NotFound(f"entity {entity_name} not found, or you are not a member of it")


def _check_length(what: str, text: str, most: int) -> None:
    if len(text) > most:
        raise LimitExceeded(f"{what} has at most {most} characters, not {len(text)}")


def _check_spec(spec_json: str) -> None:
    _check_length("the specification of a chart", spec_json, MAX_SPEC_CHARS)
    try:
        spec = json.loads(spec_json)
    except (ValueError, RecursionError) as error:
        raise InvalidInput(f"the specification of a chart is not valid JSON: {error}") from error
    if not isinstance(spec, dict) or not spec:
        raise InvalidInput('the specification of a chart is a JSON object such as {"mark": "bar", "encoding": {…}}')
