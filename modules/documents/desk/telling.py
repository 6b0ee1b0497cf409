"""What is said of what was just published: where citizens read it, and when it is online."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cms.desk.online import tell
from modules.documents.actes.shown import act_path, meeting_path, slug_of
from modules.documents.listing import CATEGORY
from modules.documents.models import Acte, Documents, Publication, Seance
from sites.models import Commune
from sites.tenancy.paths import within


def page_of(place: Commune) -> Documents | None:
    """The page of the documents, where it is online."""
    found: Documents | None = (
        Documents.objects.filter(within("path", [place.site.root_page.path]), live=True).order_by("path").first()
    )
    return found


def tell_published(request: HttpRequest, place: Commune, sentence: str, row: Acte | Seance | Publication) -> None:
    """``row`` is what was published: without the page of the documents, nobody sees it, and that is said."""
    page = page_of(place)
    tell(request, place, sentence, f"{page.full_url}{below(row)}" if page else "")
    if page is None:
        where = reverse("wagtailadmin_explore", args=(place.site.root_page_id,))
        said = _("La page des documents de votre site n’est pas en ligne\u00a0: personne ne le voit encore.")
        messages.warning(request, format_html('{} <a href="{}">{}</a>', said, where, _("Voir les pages du site")))


def below(row: Acte | Seance | Publication) -> str:
    """Where it is read: an act and a meeting have their page, a document the list of its category."""
    if isinstance(row, Acte):
        return act_path(row.pk, slug_of(row.number, row.title), row.date)
    if isinstance(row, Seance):
        before = Seance.objects.filter(commune=row.commune_id, date=row.date, pk__lt=row.pk)
        return meeting_path(row.date, row.pk if before.exists() else None)
    return f"{CATEGORY}{row.category_slug}/"
