"""What names, keys and passwords may look like. Pure decisions."""

import re

from runlake.errors import InvalidInput, LimitExceeded

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
# First segments of our own addresses: an entity of this name could not be visited.
_RESERVED = frozenset(
    (
        *("api", "artifacts", "artifactsv2", "assets", "authorize", "docs", "files", "graphql", "healthz", "login"),
        *("logout", "metrics", "new", "orgs", "otlp", "proxy", "readyz", "registries", "runs", "service-dashboard"),
        *("settings", "signup", "static", "storage"),
    )
)
KEY_CHARACTERS_MIN = 20
_KEY_CHARACTERS_MAX = 1024
_PASSWORD_CHARACTERS = (8, 1024)
_LABEL_CHARACTERS = 200


def checked_entity_name(name: str) -> str:
    """A name for a user, team or organization. Raises InvalidInput."""
    if not _NAME.fullmatch(name):
        raise InvalidInput(
            f"{name[:140]!r} cannot be a name: use 1 to 128 letters, digits, '_', '-' or '.', not '-' or '.' first"
        )
    if name.lower() in _RESERVED:
        raise InvalidInput(f"{name!r} is reserved for an address of Runlake itself: choose another name")
    return name


def organization_entity_name(organization: str) -> str:
    """The name of the entity that an organization owns its projects through."""
    return checked_entity_name(f"{organization}-org")


def checked_email(email: str) -> str:
    """An e-mail address, only looked at for its shape. Raises InvalidInput."""
    if not _EMAIL.fullmatch(email):
        raise InvalidInput(f"{email[:100]!r} is not an e-mail address")
    return email


def checked_password(password: str) -> str:
    """A new password. Raises InvalidInput, which does not repeat it."""
    least, most = _PASSWORD_CHARACTERS
    if not least <= len(password) <= most:
        raise InvalidInput(f"a password has {least} to {most} characters")
    return password


def checked_imported_key(secret: str) -> str:
    """An API key made elsewhere. Raises InvalidInput, which does not repeat it."""
    if not KEY_CHARACTERS_MIN <= len(secret) <= _KEY_CHARACTERS_MAX:
        raise InvalidInput(f"an imported API key has {KEY_CHARACTERS_MIN} to {_KEY_CHARACTERS_MAX} characters")
    return secret


def checked_label(label: str) -> str:
    """The name of an API key or of a person, as shown. Raises InvalidInput."""
    label = label.strip()
    if not label or not label.isprintable():
        raise InvalidInput("a name needs at least one character, and only printable ones")
    if len(label) > _LABEL_CHARACTERS:
        raise LimitExceeded(f"a name has at most {_LABEL_CHARACTERS} characters")
    return label
