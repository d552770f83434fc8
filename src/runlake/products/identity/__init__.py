"""Identity: users, API keys, sessions, teams and organizations with roles."""

from runlake.products.identity.product import Identity
from runlake.products.identity.records import (
    ApiKey,
    Entity,
    EntityKind,
    FirstStart,
    Invite,
    Member,
    Membership,
    Organization,
    Session,
    User,
    UserKind,
)
from runlake.products.identity.secrets import Passwords
from runlake.products.identity.throttle import TooManyAttempts

__all__ = [
    "ApiKey",
    "Entity",
    "EntityKind",
    "FirstStart",
    "Identity",
    "Invite",
    "Member",
    "Membership",
    "Organization",
    "Passwords",
    "Session",
    "TooManyAttempts",
    "User",
    "UserKind",
]
