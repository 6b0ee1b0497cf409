"""Hashes of the passwords of mailboxes: the form that Dovecot and SOGo both check, never that of the CMS."""

from passlib.hash import sha512_crypt

SCHEME = "{SHA512-CRYPT}"
ROUNDS = 100_000  # about 50 ms: a reader of mail logs in every few minutes


def hashed(password: str) -> str:
    """``{SHA512-CRYPT}$6$…``, with a salt of its own."""
    return SCHEME + str(sha512_crypt.using(rounds=ROUNDS).hash(password))


def matches(password: str, stored: str) -> bool:
    """Whether this is the password; an empty hash matches nothing."""
    return stored.startswith(SCHEME) and bool(sha512_crypt.verify(password, stored.removeprefix(SCHEME)))
