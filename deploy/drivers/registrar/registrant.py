"""In whose name a domain is reserved: the commune itself, as the reference and the order describe it."""

import re

from django.utils.translation import gettext as _

from deploy.drivers.base import WaitingError
from deploy.drivers.registrar.base import Registrant
from deploy.models import DomainName, Subscription
from sites.rendering.french import enumerated

NEEDED = {"address": _("l’adresse"), "phone": _("le téléphone"), "email": _("le courriel")}
FRENCH_NUMBER = re.compile(r"^0([1-9][0-9]{8})$")


def registrant_of(domain: DomainName) -> Registrant:
    """Two queries. ``WaitingError`` names what the order does not say yet."""
    commune = domain.commune
    facts = Subscription.objects.filter(pk=commune.pk).values_list("facts", flat=True).first() or {}
    lacking = [label for name, label in NEEDED.items() if not str(facts.get(name, "")).strip()]
    if lacking:
        raise WaitingError(
            _("« %(name)s » se réserve au nom de la commune : il manque %(what)s de la mairie dans la commande.")
            % {"name": domain.name, "what": enumerated(lacking)}
        )
    postcodes = commune.postcodes.split()
    return Registrant(
        insee=commune.pk,
        organisation=_("Commune de %s") % commune.name,
        person=str(facts.get("director") or _("Mairie de %s") % commune.name),
        street=" ".join(str(facts["address"]).split()),
        postcode=postcodes[0] if postcodes else "",
        city=str(facts.get("city") or commune.name),
        phone=international(str(facts["phone"])),
        email=str(facts["email"]),
        siren=commune.siren,
    )


def international(phone: str) -> str:
    """« 05 65 00 00 00 » as RFC 5733 writes it: « +33.565000000 »."""
    digits = re.sub(r"[^0-9+]", "", phone)
    if french := FRENCH_NUMBER.match(digits):
        return f"+33.{french[1]}"
    if digits.startswith("+33"):
        return f"+33.{digits[3:]}"
    return digits
