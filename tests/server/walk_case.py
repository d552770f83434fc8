"""One line of the security walk."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Guard(Enum):
    """Who may."""

    PROJECT = "members of the project"
    TEAM_ADMIN = "admins of the entity"
    ADMIN = "admins of the server"
    CALLER = "everybody who is logged in, about themselves; what is named must be theirs"
    PEOPLE = "everybody who is logged in: people see each other's names"
    SIGNED = "whoever holds a signed address; a key does not help"
    OPEN = "everybody, without credentials"


@dataclass(frozen=True)
class Case:
    """One request. `args` are a field's arguments (a mutation's input) or a route's JSON body."""

    args: Any = field(default_factory=dict)
    guard: Guard = Guard.PROJECT
    writes: bool | None = None  # None: mutations and all methods but GET and HEAD do; True also: not for viewers
    works: bool = True  # False: refused for everybody, for reasons of its own
    path: dict[str, str] = field(default_factory=dict)  # path parameters that are not named like a fact
    query: str = ""  # a route's query
