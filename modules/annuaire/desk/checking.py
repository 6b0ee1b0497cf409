"""« À vérifier »: what people proposed, and what nobody confirmed for a year."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from modules.annuaire.actors import asking, moderation
from modules.annuaire.desk.places import communes_for, entries, proposals
from modules.annuaire.models import Categorie, Source

PER_PAGE = 25
MOST_COMMUNES = 20
ACCEPT, REFUSE = "accepter", "refuser"


class DecisionForm(forms.Form):
    """Where the entry goes, and a word to the person."""

    category = forms.ModelChoiceField(
        queryset=Categorie.objects.none(), required=False, label=gettext_lazy("Catégorie"), empty_label="—"
    )
    word = forms.CharField(
        label=gettext_lazy("Un mot à la personne"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Ajouté au message qui lui dit votre décision. Pour un refus, dites pourquoi."),
    )

    def __init__(self, *args: Any, commune: Any, **kwargs: Any) -> None:
        """The categories of the commune alone."""
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = Categorie.objects.filter(commune=commune)  # type: ignore[attr-defined]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Proposals first, then old entries; then where tables are brought in."""
    user: Any = request.user
    waiting = proposals(user).filter(state__in=moderation.OPEN).order_by("received_at", "pk")
    old = entries(user).filter(asking.silent(), online=True).order_by("checked_on", "pk")
    places = communes_for(user, "add").order_by("name")
    context = {
        "page_title": _("Annuaire\u00a0: à vérifier"),
        "header_icon": "clipboard-list",
        "proposals": Paginator(waiting, PER_PAGE).get_page(request.GET.get("propositions")),
        "page": Paginator(old, PER_PAGE).get_page(request.GET.get("p")),
        "places": places[:MOST_COMMUNES],
        "failing": Source.objects.filter(commune__in=places).exclude(error="").select_related("commune")[:PER_PAGE],
    }
    return TemplateResponse(request, "annuaire/desk/index.html", context)


def proposal(request: HttpRequest, envoi_id: int) -> HttpResponse:
    """One proposal, field by field; accept what is ticked, or refuse."""
    envoi = get_object_or_404(proposals(request.user), pk=envoi_id)
    found = moderation.proposal_of(envoi)
    initial = {"category": found.fiche.category_id} if found.fiche else {}
    form = DecisionForm(request.POST or None, commune=envoi.commune_id, initial=initial)
    if request.method == "POST" and form.is_valid() and _decided(request, found, form):
        return redirect("annuaire:index")
    ticked = set(request.POST.getlist("champ")) if request.method == "POST" else {it.name for it in found.differences}
    context = {
        "page_title": found.name or envoi.title,
        "page_subtitle": envoi.commune.name,
        "header_icon": "clipboard-list",
        "proposal": found,
        "envoi": envoi,
        "form": form,
        "rows": [(one, one.name in ticked) for one in found.differences],
        "sender": [answer["value"] for answer in envoi.answers if answer["name"] in {"de_nom", "holder_name"}],
    }
    return TemplateResponse(request, "annuaire/desk/proposal.html", context)


def _decided(request: HttpRequest, found: moderation.Proposal, form: DecisionForm) -> bool:
    data = form.cleaned_data
    try:
        if request.POST.get("decision") == REFUSE:
            moderation.refuse(found, request.user, data["word"])
            messages.success(request, _("La proposition est refusée\u202f; la personne en est prévenue."))
            return True
        wanted = set(request.POST.getlist("champ"))
        fiche = moderation.accept(
            found, request.user, wanted, data["category"], data["word"], photo="photo" in request.POST
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    messages.success(
        request, _("« %(name)s » est à jour sur le site\u202f; la personne en est prévenue.") % {"name": fiche}
    )
    return True


@require_POST
def still_true(request: HttpRequest, fiche_id: int) -> HttpResponse:
    """« Toujours exacte »: somebody of the town hall looked."""
    fiche = get_object_or_404(entries(request.user), pk=fiche_id)
    fiche.checked_on, fiche.asks, fiche.asked_at = timezone.localdate(), 0, None
    fiche.save(update_fields=["checked_on", "asks", "asked_at"])
    messages.success(request, _("« %(name)s » est dite exacte à la date d’aujourd’hui.") % {"name": fiche})
    return redirect("annuaire:index")
