"""Tokens for writing: the store keeps their digests only, so that whoever copies it cannot write with them."""

import hashlib
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from dragoman.records.base import Record

from .serving_schema import tokens

if TYPE_CHECKING:
    from .store import Store

PREFIX = "dgm_"
LONGEST = 200  # characters of anything that is taken for a token


class Token(Record, frozen=True, kw_only=True):
    """A token as it is listed: never the token itself."""

    number: int
    name: str
    made: str


def make_token(store: "Store", name: str) -> str:
    """A new token of 256 random bits; it is told once and cannot be had again."""
    token = PREFIX + secrets.token_urlsafe(32)
    with store.writing() as connection:
        connection.execute(insert(tokens).values(name=name, digest=digest_of_token(token), made=store.clock()))
    return token


def digest_of_token(token: str) -> str:
    """What is kept of a token. A plain hash will do: there is nothing to guess in 256 random bits."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def knows_token(store: "Store", token: str) -> bool:
    """Whether a token was made for this store and not withdrawn."""
    if not token.startswith(PREFIX) or len(token) > LONGEST:
        return False
    with store.reading() as connection:
        found = connection.execute(select(func.count()).where(tokens.c.digest == digest_of_token(token))).scalar_one()
    return bool(found)


def list_tokens(store: "Store") -> list[Token]:
    """The tokens in force, oldest first."""
    with store.reading() as connection:
        rows = connection.execute(select(tokens.c.number, tokens.c.name, tokens.c.made).order_by(tokens.c.number))
        return [Token(number=row.number, name=row.name, made=row.made) for row in rows]


def withdraw_token(store: "Store", number: int) -> bool:
    """Withdraws a token; whether there was one."""
    with store.writing() as connection:
        return bool(connection.execute(delete(tokens).where(tokens.c.number == number)).rowcount)
