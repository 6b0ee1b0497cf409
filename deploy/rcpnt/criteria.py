"""The sixteen criteria of the RCPNT, as dated data; nothing is judged here.

Source: the page « Référentiel » of La Suite territoriale (ANCT), and the public program that grades every commune each
day (suitenumerique/st-home, ``data/tasks/conformance.py``). Where the two differ the program is followed, since its
grade is the one that is published: it asks 2.5 for the level A, and 1.6 for the level AA only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

A, AA = "A", "AA"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of it. ``grade`` is the first level that asks for it, ``essential`` what the page of the ANCT says."""

    number: str
    label: str | Promise
    grade: str
    essential: bool
    remedy: str | Promise
    declared: bool = False
    """The town hall declares it on Service-Public: no machine checks it, it is a task."""


@dataclass(frozen=True, slots=True)
class Referential:
    """A version of it: the day since which we follow it, where it was read, and the lists that its criteria name."""

    since: date
    version: str
    source: str
    criteria: Sequence[Criterion]
    extensions: frozenset[str]
    generic: frozenset[str]
    union: frozenset[str]
    """Countries of the European Union, as ISO 3166-1 alpha-2."""


CRITERIA = (
    Criterion(
        "1.1",
        _("Le site est déclaré sur Service-Public"),
        A,
        True,
        _(
            "La mairie déclare l’adresse du site, en https, sur sa page de Service-Public "
            "(«\u00a0Mettre cette page à jour\u00a0»)."
        ),
        declared=True,
    ),
    Criterion(
        "1.2",
        _("Le nom du site a une extension souveraine"),
        A,
        True,
        _(
            "Commandez pour la commune un domaine en .fr, .eu, ou celui de sa région, "
            "et faites-en l’adresse principale."
        ),
    ),
    Criterion(
        "1.3",
        _("Le site répond"),
        A,
        True,
        _(
            "Vérifiez que le nom mène à nos serveurs («\u00a0beffroi zone\u00a0»)"
            ", puis que le site est fabriqué et en ligne."
        ),
    ),
    Criterion(
        "1.4",
        _("Le site est en HTTPS"),
        A,
        True,
        _("Faites mener l’adresse en http à celle en https\u00a0: le Caddyfile de Beffroi le fait."),
    ),
    Criterion(
        "1.5",
        _("Le certificat est valable"),
        A,
        True,
        _("Regardez le journal du serveur web\u00a0: il redemande le certificat dès que le nom mène à lui."),
    ),
    Criterion(
        "1.6",
        _("Le site ne mène pas à un autre domaine"),
        AA,
        True,
        _("Faites du domaine déclaré l’adresse principale du site, ou déclarez celui auquel il mène."),
    ),
    Criterion(
        "1.7",
        _("Les redirections d’usage fonctionnent"),
        AA,
        False,
        _(
            "Les adresses en http, et sans «\u00a0www\u00a0», doivent mener au site\u00a0: "
            "commandez aussi le nom sans «\u00a0www\u00a0»."
        ),
    ),
    Criterion(
        "1.8",
        _("Le site est déclaré en https sur Service-Public"),
        AA,
        False,
        _("La mairie vérifie que l’adresse déclarée sur Service-Public commence par «\u00a0https://\u00a0»."),
        declared=True,
    ),
    Criterion(
        "2.1",
        _("Une adresse de messagerie est déclarée sur Service-Public"),
        A,
        True,
        _("La mairie déclare son adresse sur sa page de Service-Public («\u00a0Mettre cette page à jour\u00a0»)."),
        declared=True,
    ),
    Criterion(
        "2.2",
        _("L’adresse n’est pas d’un domaine générique"),
        A,
        True,
        _("Commandez une boîte au domaine de la commune\u202f; gardez l’ancienne adresse trois mois en parallèle."),
    ),
    Criterion(
        "2.3",
        _("La messagerie a le même domaine que le site"),
        A,
        True,
        _("Commandez une boîte au domaine du site, et déclarez-la sur Service-Public."),
    ),
    Criterion(
        "2.4",
        _("Le domaine reçoit du courrier (MX)"),
        A,
        True,
        _("Ajoutez l’enregistrement MX à la zone\u00a0: «\u00a0beffroi plan\u00a0» montre ce que nous y mettrions."),
    ),
    Criterion(
        "2.5",
        _("Le domaine dit qui envoie en son nom (SPF)"),
        A,
        False,
        _(
            "Ajoutez à la zone un texte «\u00a0v=spf1 …\u00a0» qui nomme les serveurs d’envoi, "
            "et finit par «\u00a0-all\u00a0» ou «\u00a0~all\u00a0»."
        ),
    ),
    Criterion(
        "2.6",
        _("Le domaine a une règle DMARC"),
        AA,
        False,
        _("Ajoutez un texte «\u00a0v=DMARC1; p=none\u00a0» sous le nom _dmarc, et lisez les rapports."),
    ),
    Criterion(
        "2.7",
        _("La règle DMARC met en quarantaine"),
        AA,
        False,
        _("Une fois les rapports propres, passez la règle à «\u00a0p=quarantine\u00a0», pour tout le courrier."),
    ),
    Criterion(
        "2.8",
        _("Le courrier est reçu dans l’Union européenne"),
        A,
        True,
        _("Choisissez un hébergeur de messagerie dont les serveurs sont dans l’Union européenne."),
    ),
)

# Words in texts: a list of strings, one a line, would be longer than all the rest.
EXTENSIONS = "fr alsace bzh corsica paris eu gp gf mq re yt pm wf tf nc pf"
GENERIC = (
    "wanadoo.fr orange.fr gmail.com laposte.net free.fr outlook.fr nordnet.fr yahoo.fr sfr.fr hotmail.fr ozone.net "
    "west-telecom.com mcom.fr cegetel.net akeonet.com neuf.fr outlook.com hotmail.com bbox.fr inforoutes-ardeche.fr "
    "copler.fr 9business.fr numericable.fr wibox.fr inforoutes.fr yahoo.com evc.net live.fr gmx.fr tubeo.eu adeli.biz "
    "aricia.fr pole-secretariat.fr ovh.fr tv-com.net idyle-telecom.com rtvc.fr lgtel.fr alsatis.net sivucesny.fr "
    "selonnet.fr orange-business.fr telwan.fr icloud.com numericable.com vialis.net fr.oleane.com collectivite47.fr"
)
UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"

REFERENTIALS: Sequence[Referential] = (
    Referential(
        since=date(2025, 1, 1),
        version="relevé de novembre 2026",
        source="https://suiteterritoriale.anct.gouv.fr/conformite/referentiel",
        criteria=CRITERIA,
        extensions=frozenset(EXTENSIONS.split()),
        generic=frozenset(GENERIC.split()),
        union=frozenset(UNION.split()),
    ),
)


def referential(day: date) -> Referential:
    """The one to follow on ``day``: the last that had begun, or the first of all."""
    begun = [one for one in REFERENTIALS if one.since <= day]
    return max(begun, key=lambda one: one.since) if begun else REFERENTIALS[0]
