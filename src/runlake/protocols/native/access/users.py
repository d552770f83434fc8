"""Users as admins see them: /users."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel

from runlake.products.identity import User
from runlake.protocols.native.deps import AdminCaller, access_of


class UserBody(BaseModel):
    """A user."""

    username: str
    email: str | None
    name: str
    is_admin: bool
    created_at: datetime


class UserList(BaseModel):
    """Users, by name."""

    users: list[UserBody]


def user_routes() -> APIRouter:
    """The routes of /users."""
    router = APIRouter(tags=["users"])

    @router.get("/users")
    async def list_users(request: Request, admin: AdminCaller) -> UserList:
        """All users of this server; for admins."""
        users = await access_of(request).identity.list_users()
        return UserList(users=[user_body(user) for user in users])

    return router


def user_body(user: User) -> UserBody:
    """A user as JSON."""
    return UserBody(
        username=user.username,
        email=user.email,
        name=user.name,
        is_admin=user.is_admin,
        created_at=user.created_at,
    )
