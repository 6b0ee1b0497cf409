"""The screens of the acts. Each starts from ``place_of``: nothing is looked for outside a commune of the person."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cms.accessibilite.pdf.telling import tell as tell_of_pdf
from modules.documents.actes import publishing
from modules.documents.desk.forms import ActeForm, CorrectionForm, WithdrawalForm
from modules.documents.desk.places import about, may_publish, place_of
from modules.documents.desk.telling import tell_published
from modules.documents.models import Acte
from sites.models import Commune
from sites.public.numbers import number_in


def add(request: HttpRequest, commune_id: int) -> HttpResponse:
    """« Déposer un acte »."""
    place = place_of(request, commune_id, "add")
    known = {name: request.GET[name] for name in ("kind", "seance", "date") if request.GET.get(name)}
    form = ActeForm(request.POST or None, request.FILES or None, instance=Acte(commune=place), initial=known)
    if request.method == "POST" and form.is_valid():
        return _kept(request, place, form)
    context = {**about(place, request.user, _("Déposer un acte")), "form": form, "act": None}
    return TemplateResponse(request, "documents/desk/form.html", context)


def act(request: HttpRequest, commune_id: int, act_id: int) -> HttpResponse:
    """A draft to complete, or the record of what is online."""
    place = place_of(request, commune_id)
    found = _act(place, act_id)
    if found.is_online:
        if request.method == "POST":
            return _refused(request, found)
        context = {
            **about(place, request.user, found.title),
            "act": found,
            "versions": found.versions.select_related("published_by", "withdrawn_by"),
        }
        return TemplateResponse(request, "documents/desk/record.html", context)
    place_of(request, commune_id, "change")
    form = ActeForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid():
        return _kept(request, place, form)
    context = {**about(place, request.user, _("Modifier l’acte")), "form": form, "act": found}
    return TemplateResponse(request, "documents/desk/form.html", context)


def _refused(request: HttpRequest, found: Acte) -> HttpResponse:
    """Somebody sends a file, or words, for an act that went online meanwhile, or against its lock."""
    form = ActeForm(request.POST, request.FILES, instance=found)
    form.is_valid()
    said = form.non_field_errors() or [_("Cet acte est en ligne\u202f: pour le corriger, faites une nouvelle version.")]
    for sentence in said:
        messages.error(request, str(sentence))
    return redirect("documents:act", found.commune_id, found.pk)


def _kept(request: HttpRequest, place: Commune, form: ActeForm) -> HttpResponse:
    """Keep the draft, then publish it where that is wanted and allowed; one that is refused stays a draft."""
    with transaction.atomic():
        kept = publishing.keep_draft(form)
    if not form.publishes:
        messages.success(request, _("L’acte est enregistré, sans être publié."))
    elif not may_publish(request.user, place):
        messages.success(request, _("L’acte est prêt\u202f: il sera publié par la personne qui valide."))
    elif not _published(request, kept):
        messages.warning(request, _("L’acte est enregistré, sans être publié."))
    if "source" in form.changed_data:
        tell_of_pdf(request, kept)
    return redirect("documents:act", place.pk, kept.pk)


@require_POST
def publish(request: HttpRequest, commune_id: int, act_id: int) -> HttpResponse:
    """Put online what somebody prepared."""
    _published(request, _act(place_of(request, commune_id, "publish"), act_id))
    return redirect("documents:act", commune_id, act_id)


def _published(request: HttpRequest, draft: Acte) -> bool:
    """Put it online, or say why not."""
    try:
        publishing.publish(draft, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    said = _("L’acte est publié\u00a0: «\u00a0%(title)s\u00a0».") % {"title": draft.title}
    tell_published(request, draft.commune, said, draft)
    return True


def correct(request: HttpRequest, commune_id: int, act_id: int) -> HttpResponse:
    """« Nouvelle version »: the former one stays in the history."""
    place = place_of(request, commune_id, "publish")
    found = _online(place, act_id)
    form = CorrectionForm(request.POST or None, request.FILES or None, instance=found)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in (*publishing.AUTHORED, "source")}
        try:
            publishing.correct(found, values, form.cleaned_data["reason"], request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            said = _("La nouvelle version est publiée\u202f; l’ancienne reste dans l’historique.")
            tell_published(request, place, said, _act(place, act_id))
            return redirect("documents:act", place.pk, act_id)
    context = {**about(place, request.user, _("Nouvelle version")), "form": form, "act": found, "correction": True}
    return TemplateResponse(request, "documents/desk/form.html", context)


def withdraw(request: HttpRequest, commune_id: int, act_id: int, rank: int) -> HttpResponse:
    """« Retirer du site »: a reason, a trace, and a redacted copy in its place if there is one."""
    place = place_of(request, commune_id, "publish")
    found = _online(place, act_id)
    version = get_object_or_404(found.versions, rank=rank)
    form = WithdrawalForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        takedown = publishing.Takedown(data["kind"], data["note"], data["replacement"])
        try:
            publishing.withdraw(version, takedown, request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            said = _("La copie quitte le site\u202f; l’historique de l’acte garde la trace du retrait.")
            tell_published(request, place, said, found)
            return redirect("documents:act", place.pk, act_id)
    context = {
        **about(place, request.user, _("Retirer du site")),
        "form": form,
        "act": found,
        "version": version,
        "until": publishing.publicity_ends(version),
    }
    return TemplateResponse(request, "documents/desk/withdraw.html", context)


@require_POST
def delete(request: HttpRequest, commune_id: int, act_id: int) -> HttpResponse:
    """A draft may go; what was published stays in the record."""
    found = _act(place_of(request, commune_id, "delete"), act_id)
    if found.is_online:
        messages.error(
            request, _("Cet acte a été publié\u202f: il reste dans le registre. Vous pouvez le retirer du site.")
        )
        return redirect("documents:act", commune_id, act_id)
    publishing.discard(found)
    messages.success(request, _("Le projet d’acte est supprimé."))
    return redirect("documents:commune", commune_id)


@require_safe
def file(request: HttpRequest, commune_id: int, act_id: int, which: str) -> FileResponse:
    """A private file: what was received, the integral version, or a copy by its rank, withdrawn ones included."""
    found = _act(place_of(request, commune_id), act_id)
    stored: Any = None
    if which in {"source", "integral"}:
        stored = getattr(found, which)
    elif (rank := number_in(which)) is not None:
        stored = getattr(found.versions.filter(rank=rank).first(), "file", None)
    if not stored or not stored.storage.exists(stored.name):
        raise Http404
    name = f"{found.kind}-{found.number or found.pk}-{which}.pdf"
    answer = FileResponse(stored.open("rb"), content_type="application/pdf", as_attachment=True, filename=name)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _act(place: Commune, act_id: int) -> Acte:
    found: Acte = get_object_or_404(Acte.objects.select_related("seance", "commune"), commune=place, pk=act_id)
    return found


def _online(place: Commune, act_id: int) -> Acte:
    found = _act(place, act_id)
    if not found.is_online:
        raise Http404
    return found
