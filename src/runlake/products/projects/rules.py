"""What a project may be called, and who may make one. Pure decisions."""

from runlake.errors import InvalidInput, LimitExceeded, NotFound, PermissionDenied
from runlake.model import Principal, Role

DEFAULT_NAME = "uncategorized"
_NAME_CHARACTERS = 128
_FORBIDDEN = frozenset("/\\#?%:")
_DESCRIPTION_CHARACTERS = 100_000


def checked_name(name: str | None) -> str:
    """The name for a project; none means `uncategorized`. Raises InvalidInput.

    Source of the limits: wandb's client, which refuses the same names before sending.
    """
    if not name:
        return DEFAULT_NAME
    if len(name) > _NAME_CHARACTERS:
        raise InvalidInput(f"a project's name has at most {_NAME_CHARACTERS} characters, not {len(name)}")
    if _FORBIDDEN & set(name) or not name.isprintable():
        raise InvalidInput(f"{name!r} cannot be a project's name: it has one of / \\ # ? % : or a control character")
    if name.strip(". ") == "":
        raise InvalidInput(f"{name!r} cannot be a project's name: use a letter or a digit")
    return name


def checked_description(description: str) -> str:
    """A description in Markdown. Raises LimitExceeded."""
    if len(description) > _DESCRIPTION_CHARACTERS:
        raise LimitExceeded(f"a description has at most {_DESCRIPTION_CHARACTERS} characters")
    return description


def require_create(principal: Principal, entity_id: int | None, entity_name: str, name: str) -> None:
    """Raise NotFound unless the caller belongs to the entity, PermissionDenied when only a viewer there.

    The message is that of a project which a stranger may not see: else it would tell which names are taken.
    """
    role = None if entity_id is None else principal.role_in(entity_id)
    if role is None:
        raise NotFound(f"project {entity_name}/{name} not found, or you may not see it")
    if role < Role.MEMBER:
        raise PermissionDenied(f"{principal.username} may not create projects in {entity_name}: ask an admin of it")
