"""The screens of the library: « Déposer un document »."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.accessibilite.pdf.telling import tell as tell_of_pdf
from cms.desk.online import watch
from cms.models import DocumentFile
from modules.documents.desk.forms import PublicationForm
from modules.documents.desk.places import about, place_of
from modules.documents.desk.telling import tell_published
from modules.documents.models import Publication
from sites.marking import mark
from sites.models import Commune

# Lists that the last document of its category and year may take with it.
LISTS = 3


def add(request: HttpRequest, commune_id: int) -> HttpResponse:
    """A file, its title, its category, its date."""
    place = place_of(request, commune_id, "add")
    return _form(request, place, Publication(commune=place), _("Déposer un document"))


def edit(request: HttpRequest, commune_id: int, publication_id: int) -> HttpResponse:
    """The same, and another file if need be."""
    place = place_of(request, commune_id, "change")
    found = get_object_or_404(Publication.objects.select_related("document"), commune=place, pk=publication_id)
    return _form(request, place, found, _("Modifier le document"))


@require_POST
def delete(request: HttpRequest, commune_id: int, publication_id: int) -> HttpResponse:
    """Off the page of documents; the file stays where pages cite it."""
    place = place_of(request, commune_id, "delete")
    with transaction.atomic():
        get_object_or_404(Publication, commune=place, pk=publication_id).delete()
        mark(communes=[place.pk], removals=LISTS)
    messages.success(request, _("Le document n’est plus dans la liste."))
    watch(request, place)
    return redirect("documents:commune", place.pk)


def _form(request: HttpRequest, place: Commune, row: Publication, title: str) -> HttpResponse:
    form = PublicationForm(request.POST or None, request.FILES or None, instance=row)
    if request.method == "POST" and form.is_valid():
        _keep(form, place, request)
        names = {"title": row.document.title, "category": row.category}
        said = (
            _("«\u00a0%(title)s\u00a0» est publié dans la catégorie «\u00a0%(category)s\u00a0» des documents.") % names
        )
        tell_published(request, place, said, row)
        if form.cleaned_data["file"]:
            tell_of_pdf(request, row.document)
        return redirect("documents:commune", place.pk)
    context = {
        **about(place, request.user, title),
        "form": form,
        "publication": row if row.pk else None,
        "categories": Publication.objects.filter(commune=place)
        .order_by("category")
        .values_list("category", flat=True)
        .distinct(),
    }
    return TemplateResponse(request, "documents/desk/plain_form.html", context)


def _keep(form: PublicationForm, place: Commune, request: HttpRequest) -> None:
    row = form.instance
    with transaction.atomic():
        document = row.document if row.pk else DocumentFile(collection=place.collection, uploaded_by_user=request.user)
        document.title = form.cleaned_data["title"]
        if form.cleaned_data["file"]:
            document.file = form.cleaned_data["file"]
        document.full_clean()
        document.save()
        row.document = document
        row.save()
        mark(communes=[place.pk], removals=LISTS if form.has_changed() else 0)
