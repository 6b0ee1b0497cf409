"""The form « Signaler un obstacle »: which page, what happened, with what; how to answer is for the visitor to say."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accessibilite.models import Contact
from cms.accessibilite.visitors.recourse import way_out
from cms.guichet.questions import Question, Sheet
from sites.law import accessibility as law
from sites.law import dated

if TYPE_CHECKING:
    from sites.models import Commune

CODE = "accessibilite"
BASE = f"/_/{CODE}/"
FORM = f"{BASE}signaler/"
KEPT = 12  # months
WHERE, WHAT, WITH = "page", "obstacle", "aide"


def sheet_of(commune: "Commune") -> Sheet:
    """What is asked. Told to the commune's own contact, else to the town hall, and to that of its département."""
    days = dated.days(law.ANSWER_WITHIN, timezone.localdate())
    contacts = dict(
        Contact.objects.exclude(mailbox="").filter(commune=commune).order_by("-pk").values_list("commune", "mailbox")
    )
    common = Contact.objects.exclude(mailbox="").filter(departement=commune.departement_id).order_by("pk")
    return Sheet(
        module=CODE,
        title=_("Obstacle signalé"),
        base=BASE,
        questions=(
            Question(WHERE, _("Sur quelle page"), help=_("Son titre ou son adresse.")),
            Question(WHAT, _("Ce qui s’est passé"), "long", help=_("Ce que vous vouliez faire, et ce qui l’empêche.")),
            Question(
                WITH,
                _("Votre aide technique"),
                required=False,
                help=_("Par exemple\u00a0: un lecteur d’écran, le clavier seul, un agrandissement."),
            ),
            Question("nom", _("Votre nom"), required=False, autocomplete="name"),
            Question(
                "adresse",
                _("Votre adresse électronique"),
                "email",
                required=False,
                help=_("Pour recevoir une réponse."),
            ),
        ),
        town=commune.name,
        kept=KEPT,
        confirms=True,
        to=contacts.get(commune.pk, ""),
        copies=tuple(common.values_list("mailbox", flat=True)),
        page_url=FORM,
        thanks=_("La mairie a bien reçu votre signalement. Elle y répond sous %(days)d jours.") % {"days": days},
        acknowledges=way_out(timezone.localdate()),
    )
