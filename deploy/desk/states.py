"""How the name, the certificate and the mail of a commune stood when they were last looked at. Nothing is asked here.

Two sources, both kept: the check of each night, and what the last approved plans could not do yet. The same rules are
told twice, as a sentence for one commune and as a condition over all of them; a test holds them together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deploy.models import Presence, RunChange
from deploy.rcpnt.judging import State as Criterion
from deploy.rcpnt.judging import Trouble, Verdict


class Mood(StrEnum):
    """What a state calls for."""

    GOOD = "good"
    FAULT = "fault"
    UNKNOWN = "unknown"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class State:
    """A mood, and its words in French."""

    mood: Mood
    words: str


Verdicts = Mapping[str, Verdict]
# Kinds of resources of which a change that waits or failed is a fault.
DNS_KINDS, MAIL_KINDS = ("domain", "dns"), ("mailbox", "alias")
SITE_CRITERIA, MAIL_CRITERIA = ("1.4", "1.5"), ("2.4", "2.5")


def unknown() -> State:
    """Before the first check, or when the check could not tell."""
    return State(Mood.UNKNOWN, _("pas encore vérifié"))


def dns(verdicts: Verdicts | None, stuck: str, *, boxes: int) -> State:  # noqa: ARG001  # the three are called alike
    """Whether the names lead to us."""
    if stuck:
        return State(Mood.FAULT, stuck)
    site = (verdicts or {}).get("1.3")
    if site and site.state is Criterion.MET:
        return State(Mood.GOOD, _("mène au site"))
    return State(Mood.FAULT, site.reason) if site and site.cause == Trouble.NAME else unknown()


def tls(verdicts: Verdicts | None, stuck: str, *, boxes: int) -> State:  # noqa: ARG001  # the three are called alike
    """Whether the site is read in https, under a valid certificate; unknown as long as it does not answer."""
    known = verdicts or {}
    site = known.get("1.3")
    if not site or site.state is not Criterion.MET:
        return unknown()
    return _worst(known, SITE_CRITERIA) or State(Mood.GOOD, _("certificat valable"))


def mail(verdicts: Verdicts | None, stuck: str, *, boxes: int) -> State:
    """Whether mail arrives (MX) and is told to come from us (SPF)."""
    if stuck:
        return State(Mood.FAULT, stuck)
    if not boxes:
        return State(Mood.ABSENT, _("pas de boîte"))
    if not verdicts:
        return unknown()
    return _worst(verdicts, MAIL_CRITERIA) or State(Mood.GOOD, _("reçoit"))


def _worst(verdicts: Verdicts, numbers: tuple[str, ...]) -> State | None:
    failed = (verdicts[number] for number in numbers if number in verdicts)
    return next((State(Mood.FAULT, one.reason) for one in failed if one.state is Criterion.FAILED), None)


def stuck_changes() -> Any:
    """What approved plans could not do yet: it failed, or waits for somebody."""
    return RunChange.objects.filter(run__ended_at=None, done_at=None).exclude(error="", waiting="")


def _stuck(kinds: tuple[str, ...]) -> Q:
    return Q(insee__in=stuck_changes().filter(kind__in=kinds).values("group"))


def _failed(*numbers: str) -> Q:
    wanted = Q(*((f"verdicts__{number}__0", Criterion.FAILED.value) for number in numbers), _connector=Q.OR)
    return Q(insee__in=Presence.objects.filter(wanted).values("commune"))


def _answering() -> Q:
    return Q(insee__in=Presence.objects.filter(**{"verdicts__1.3__0": Criterion.MET.value}).values("commune"))


def _no_name() -> Q:
    return Q(insee__in=Presence.objects.filter(**{"verdicts__1.3__2": Trouble.NAME.value}).values("commune"))


@dataclass(frozen=True, slots=True)
class Looked:
    """One of the things looked at. ``faulty`` gives the communes of which ``state`` says ``FAULT``.

    It takes the condition « has a mailbox on that day », which only the table knows.
    """

    label: Promise
    kinds: tuple[str, ...]
    state: Callable[..., State]
    faulty: Callable[[Q], Q]


LOOKED: Mapping[str, Looked] = {
    "dns": Looked(gettext_lazy("Nom (DNS)"), DNS_KINDS, dns, lambda _boxed: _stuck(DNS_KINDS) | _no_name()),
    "https": Looked(gettext_lazy("HTTPS"), (), tls, lambda _boxed: _answering() & _failed(*SITE_CRITERIA)),
    "courrier": Looked(
        gettext_lazy("Courrier"), MAIL_KINDS, mail, lambda boxed: _stuck(MAIL_KINDS) | (boxed & _failed(*MAIL_CRITERIA))
    ),
}
