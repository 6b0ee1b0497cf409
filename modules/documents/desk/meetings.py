"""The screens of the meetings: agenda, deposit of all the deliberations at once, list of what was examined."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.desk.online import watch
from modules.documents.actes import deadlines, publishing
from modules.documents.desk.forms import BulkForm, Rows, SeanceForm, last_author, named
from modules.documents.desk.places import about, may_publish, place_of
from modules.documents.desk.telling import tell_published
from modules.documents.models import Acte, Seance
from sites.models import Commune
from sites.rendering.french import counted


def add(request: HttpRequest, commune_id: int) -> HttpResponse:
    """« Préparer une séance »."""
    place = place_of(request, commune_id, "add")
    form = SeanceForm(request.POST or None, instance=Seance(commune=place))
    if request.method == "POST" and form.is_valid():
        kept = form.save()
        tell_published(request, place, _("La séance est annoncée, avec son ordre du jour."), kept)
        return redirect("documents:meeting", place.pk, kept.pk)
    context = {**about(place, request.user, _("Préparer une séance")), "form": form, "act": None}
    return TemplateResponse(request, "documents/desk/plain_form.html", context)


def meeting(request: HttpRequest, commune_id: int, meeting_id: int) -> HttpResponse:
    """A meeting: what is due, its drafts in one table, what is online, the deposit of several files."""
    place = place_of(request, commune_id, "change")
    found = _meeting(place, meeting_id)
    rows = Rows(request.POST or None, queryset=_drafts(found))
    if request.method == "POST" and rows.is_valid():
        rows.save()
        if request.POST.get("action") != "publish":
            messages.success(request, _("Les projets d’actes sont enregistrés."))
        elif not may_publish(request.user, place):
            messages.success(request, _("Les actes sont prêts\u202f: ils seront publiés par la personne qui valide."))
        elif not request.POST.get("checked"):
            messages.error(
                request, _("Avant de publier, vérifiez que les PDF ne montrent pas de données personnelles.")
            )
        else:
            _publish_all(request, found)
        return redirect("documents:meeting", place.pk, found.pk)
    return _screen(request, place, found, rows, BulkForm(initial={"kind": "deliberation", **last_author(place.pk)}))


def edit(request: HttpRequest, commune_id: int, meeting_id: int) -> HttpResponse:
    """Date, place, agenda."""
    place = place_of(request, commune_id, "change")
    found = _meeting(place, meeting_id)
    form = SeanceForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        tell_published(request, place, _("La séance est corrigée."), form.save())
        return redirect("documents:meeting", place.pk, found.pk)
    context = {**about(place, request.user, _("Modifier la séance")), "form": form, "act": None}
    return TemplateResponse(request, "documents/desk/plain_form.html", context)


@require_POST
def deposit(request: HttpRequest, commune_id: int, meeting_id: int) -> HttpResponse:
    """Several PDFs, one draft each."""
    place = place_of(request, commune_id, "add")
    found = _meeting(place, meeting_id)
    form = BulkForm(request.POST, request.FILES)
    if not form.is_valid():
        return _screen(request, place, found, Rows(queryset=_drafts(found)), form)
    data = form.cleaned_data
    taken = set(Acte.objects.filter(commune=place, kind=data["kind"]).values_list("number", flat=True))
    with transaction.atomic():
        for file in data["pdfs"]:
            number, title = named(file.name)
            Acte.objects.create(
                commune=place,
                seance=found,
                kind=data["kind"],
                number="" if number in taken else number,
                title=title,
                date=found.date,
                source=file,
                **{name: data[name] for name in ("author_first_name", "author_name", "author_capacity")},
            )
            taken.add(number)
    count = counted(len(data["pdfs"]), _("acte déposé"), _("actes déposés"))
    messages.success(request, _("%(count)s\u202f: relisez les numéros et les objets, puis publiez.") % {"count": count})
    return redirect("documents:meeting", place.pk, found.pk)


@require_POST
def publish_list(request: HttpRequest, commune_id: int, meeting_id: int) -> HttpResponse:
    """The list of deliberations examined goes online, with its date."""
    place = place_of(request, commune_id, "publish")
    found = _meeting(place, meeting_id)
    if found.date > timezone.localdate():
        messages.error(request, _("La séance n’a pas encore eu lieu\u202f: la liste se publie ensuite."))
    elif not found.actes.filter(kind="deliberation").exclude(outcome="").exists():
        messages.error(request, _("Indiquez d’abord la décision du conseil sur chaque délibération."))
    elif found.list_published_at is None:
        found.list_published_at = timezone.now()
        found.save()
        tell_published(request, place, _("La liste des délibérations est publiée."), found)
    return redirect("documents:meeting", place.pk, found.pk)


@require_POST
def delete(request: HttpRequest, commune_id: int, meeting_id: int) -> HttpResponse:
    """A meeting without act may go."""
    place = place_of(request, commune_id, "delete")
    found = _meeting(place, meeting_id)
    if found.actes.exists():
        messages.error(request, _("Cette séance a des actes\u202f: elle reste dans le registre."))
        return redirect("documents:meeting", place.pk, found.pk)
    found.delete()
    messages.success(request, _("La séance est supprimée."))
    watch(request, place)
    return redirect("documents:commune", place.pk)


def _screen(request: HttpRequest, place: Commune, found: Seance, rows: Any, bulk: BulkForm) -> HttpResponse:
    context = {
        **about(place, request.user, str(found)),
        "meeting": found,
        "rows": rows,
        "bulk": bulk,
        "duties": deadlines.of(
            Seance.objects.filter(commune=place, date__gte=found.date).prefetch_related("actes"), timezone.localdate()
        )[-1].duties,
        "online": found.actes.exclude(put_online_at=None).order_by("kind", "number"),
    }
    return TemplateResponse(request, "documents/desk/meeting.html", context)


def _publish_all(request: HttpRequest, found: Seance) -> None:
    """Each that can; what is refused is named, and stays a draft."""
    done = 0
    for draft in _drafts(found):
        try:
            publishing.publish(draft, request.user)
        except ValidationError as error:
            messages.error(request, f"{draft}\u00a0: {' '.join(error.messages)}")
        else:
            done += 1
    if done:
        count = counted(done, _("acte publié"), _("actes publiés"))
        tell_published(request, found.commune, f"{count}.", found)


def _meeting(place: Commune, meeting_id: int) -> Seance:
    found: Seance = get_object_or_404(Seance, commune=place, pk=meeting_id)
    return found


def _drafts(found: Seance) -> Any:
    return Acte.objects.filter(seance=found, put_online_at=None).order_by("number", "pk")
