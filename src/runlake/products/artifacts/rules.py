"""What names, aliases and tags may look like. Pure. Source: protocol notes 8.1."""

import re

from runlake.errors import InvalidInput

LATEST = "latest"
MAX_NAME_CHARS = 128
MAX_TTL_S = 10_000_000_000
_INDEX = re.compile(r"v(\d{1,9})", re.ASCII)
_TAG = re.compile(r"[-\w]+( +[-\w]+)*")
_BAD_IN_NAME = frozenset("/:\0\n\r")


def checked_name(name: str, what: str = "artifact name") -> str:
    """The name, if it may be one. Raises InvalidInput."""
    if not name or len(name) > MAX_NAME_CHARS or _BAD_IN_NAME & set(name) or "\\" in name:
        raise InvalidInput(f"{name[:200]!r} is not an {what}: 1 to {MAX_NAME_CHARS} characters, none of / \\ and :")
    return name


def checked_alias(alias: str) -> str:
    """The alias, if it may be one. `v` and a number are names of versions. Raises InvalidInput."""
    if not alias or len(alias) > MAX_NAME_CHARS or _BAD_IN_NAME & set(alias):
        raise InvalidInput(f"{alias[:200]!r} is not an alias: 1 to {MAX_NAME_CHARS} characters, none of / and :")
    if index_in(alias) is not None:
        raise InvalidInput(f"the alias {alias!r} looks like a version: v and a number are taken by versions")
    return alias


def checked_tag(tag: str) -> str:
    """The tag, if it may be one. Raises InvalidInput."""
    if len(tag) > MAX_NAME_CHARS or _TAG.fullmatch(tag) is None:
        raise InvalidInput(f"{tag[:200]!r} is not a tag: words of letters, digits, - and _, separated by spaces")
    return tag


def index_in(name: str) -> int | None:
    """The number in `v3`; None for any other name."""
    found = _INDEX.fullmatch(name)
    return None if found is None else int(found.group(1))


def split_name(name: str) -> tuple[str, str]:
    """`collection:alias` → both parts; a bare name means its latest version."""
    collection, _, alias = name.partition(":")
    return collection, alias or LATEST
