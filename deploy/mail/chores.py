"""What only the machine of Dovecot can do, taken from the queue in the order it was asked: done once, else retried.

To be run there as root, every minute (``beffroi courriel entretenir``): ``doveadm`` is asked to close connections and
to share boxes, and the folders of erased boxes are removed.
"""

import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from deploy.models import Mailbox, MailChore

# RFC 4314 §2.1: see, read, mark, file, write, erase; neither « a » (grant) nor « x » (delete the folder itself).
RIGHTS = ("lookup", "read", "write", "write-seen", "write-deleted", "insert", "post", "expunge")
#: doveadm(1) and sysexits.h: 68 when nobody of that name is there, which is as well closed.
NOBODY = 68
PATIENCE = 30.0  # seconds


@dataclass(frozen=True)
class Machine:
    """Where the mail is, and how Dovecot is spoken to."""

    mail: Path
    doveadm: Sequence[str] = ("doveadm",)


class ChoreError(Exception):
    """A chore that could not be done; it stays in the queue."""


def run_chores(machine: Machine) -> tuple[int, int]:
    """How many were done, and how many were not. A box that fails does not hold the others back."""
    done = 0
    failed: set[str] = set()
    for chore in MailChore.objects.filter(done_at=None).order_by("pk"):
        if chore.address in failed:  # in their order, for one box
            continue
        try:
            _do(chore, machine)
        except (ChoreError, OSError, subprocess.TimeoutExpired) as error:
            failed.add(chore.address)
            chore.error = str(error)[:300]
        else:
            done += 1
            chore.done_at, chore.error = timezone.now(), ""
        chore.save(update_fields=["done_at", "error"])
    return done, MailChore.objects.filter(done_at=None).count()


def _do(chore: MailChore, machine: Machine) -> None:
    if chore.kind == MailChore.Kind.KICK:
        _doveadm(machine, "kick", chore.address)
    elif chore.kind == MailChore.Kind.SHARE:
        _doveadm(machine, "acl", "set", "-u", chore.address, "INBOX", f"user={chore.member}", *RIGHTS)
    elif chore.kind == MailChore.Kind.UNSHARE:
        _doveadm(machine, "acl", "delete", "-u", chore.address, "INBOX", f"user={chore.member}")
        _doveadm(machine, "kick", chore.member)
    else:
        _remove(chore.address, machine.mail)


def _doveadm(machine: Machine, *arguments: str) -> None:
    ran = subprocess.run([*machine.doveadm, *arguments], check=False, capture_output=True, text=True, timeout=PATIENCE)
    if ran.returncode not in {0, NOBODY}:
        raise ChoreError(f"doveadm {arguments[0]} : {' '.join(ran.stderr.split())[-200:] or ran.returncode}")


def _remove(address: str, mail: Path) -> None:
    """Erase the folder of a box, which must be gone from the tables and lie under the folder of mail."""
    if Mailbox.objects.filter(address=address).exists():
        raise ChoreError(f"« {address} » existe de nouveau : son courrier est gardé.")
    local, _at, domain = address.rpartition("@")
    folder = mail / domain / local
    if folder.resolve().parent != (mail / domain).resolve() or (mail / domain).resolve().parent != mail.resolve():
        raise ChoreError(f"« {address} » ne nomme aucun dossier de courrier.")
    if folder.exists():
        shutil.rmtree(folder)
