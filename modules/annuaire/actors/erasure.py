"""When an entry goes, by whatever hand, all that it held of people goes with it (GDPR, article 17).

Called by the signals of deletion, so that no way of deleting an entry can forget it.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ReferenceIndex

from cms.guichet.models import Envoi
from cms.models import Picture
from modules.annuaire.actors.sheet import CODE
from modules.annuaire.models import Apport, Fiche


def before(instance: Fiche, **_signal: Any) -> None:
    """What was sent about it, and what imports keep of it to be undone."""
    sent = Q(source=instance.pk)
    if instance.holder_email:
        sent |= Q(source=0, sender=instance.holder_email)
    Envoi.objects.filter(sent, commune=instance.commune_id, module=CODE).delete()
    key = str(instance.pk)
    holding = Q(made__has_key=key) | Q(before__has_key=key)
    for apport in Apport.objects.filter(holding, commune=instance.commune_id).defer("content"):
        apport.made.pop(key, None)
        apport.before.pop(key, None)
        apport.save(update_fields=["made", "before"])


def after(instance: Fiche, **_signal: Any) -> None:
    """The photo that its people gave."""
    drop(instance.photo_given, instance.pk)


def drop(picture: Picture | None, number: int) -> None:
    """Delete a photo given for the entry ``number``, unless something else of the commune shows it."""
    if picture is None:
        return
    of_entry = Q(base_content_type=ContentType.objects.get_for_model(Fiche), object_id=str(number))
    if not ReferenceIndex.get_references_to(picture).exclude(of_entry).exists():
        picture.delete()
