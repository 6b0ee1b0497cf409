"""What the platform itself does with personal data, for every commune, beside what its modules do.

Regulation (EU) 2016/679 (GDPR), article 30: the commune is responsible, the body that hosts it processes on its behalf.
"""

from django.utils.translation import gettext as _

from sites.bake.snapshot import take
from sites.bake.views import Processing
from sites.models import Commune
from sites.rendering.identity import processing_register


def entries(commune: Commune) -> list[Processing]:
    """The whole register of a commune: its accounts first, then each form of its site."""
    return [accounts(), *processing_register(take(commune.pk))]


def accounts() -> Processing:
    """The people who write the site."""
    return Processing(
        title=_("Comptes des personnes qui tiennent le site"),
        url="",
        purpose=_("Permettre à chacun d’écrire selon son rôle, et savoir qui a publié quoi."),
        basis=_("Mission d’intérêt public de la commune"),
        data=_("Nom, prénom, adresse électronique professionnelle, dernière connexion, historique des contenus"),
        recipients=_("Les autres personnes qui tiennent le site, et l’organisme qui l’héberge"),
        kept=_("Le compte est rendu inactif au départ de la personne ; l’historique suit la vie du site."),
    )
