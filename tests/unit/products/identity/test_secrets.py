"""Keys, tokens and password hashes."""

import re

from argon2 import PasswordHasher

from runlake.products.identity.secrets import Passwords, csrf_token_of, hash_secret, new_api_key, new_token


def test_api_keys_are_what_every_wandb_client_accepts() -> None:
    keys = {new_api_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(re.fullmatch(r"[A-Za-z0-9]{40}", key) for key in keys)


def test_a_csrf_token_belongs_to_its_session_and_does_not_reveal_it() -> None:
    first, second = new_token(), new_token()
    assert csrf_token_of(first) == csrf_token_of(first) != csrf_token_of(second)
    assert csrf_token_of(first) not in (first, hash_secret(first))


def test_strings_that_are_not_unicode_can_be_hashed() -> None:
    assert hash_secret("\udcff") != hash_secret("")


async def test_passwords_fit_only_themselves() -> None:
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    stored = await passwords.hash("one")
    assert await passwords.verify(stored, "one")
    assert not await passwords.verify(stored, "two")
    assert not await passwords.verify(None, "one")
    assert not await passwords.verify("not a hash", "one")
    assert not passwords.is_outdated(stored)
    passwords.close()
