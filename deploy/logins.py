"""First passwords: generated, written once for their owners in a file that only its owner reads, kept nowhere."""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from sites.models import User

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without what the eye confuses
GROUPS, GROUP = 4, 5


def generate() -> str:
    """About 99 bits, in four groups that can be read aloud."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def give_first_passwords(emails: Iterable[str], path: Path) -> int:
    """Give a password to those who have none yet, one « address TAB password » line each; return how many.

    The line is on disk before the account changes: after a crash a password may be written twice, never lost.
    """
    wanted = [
        user for user in User.objects.filter(email__in=set(emails)).order_by("email") if not user.has_usable_password()
    ]
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    os.fchmod(descriptor, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        for user in wanted:
            password = generate()
            file.write(f"{user.email}\t{password}\n")
            file.flush()
            os.fsync(file.fileno())
            user.set_password(password)
            user.save(update_fields=["password"])
    return len(wanted)
