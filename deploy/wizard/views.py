"""« Nouvelle commune »: the commune, the form, the plan, its progress. A commune that stands changes the same way."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from deploy.models import AgentTask, CommuneReference, Preparation
from deploy.orders.faults import Fault, OrdersRefusedError
from deploy.orders.hosts import label_of
from deploy.provision import check, propose
from deploy.records import read_subscriptions
from deploy.statement.records import prices
from deploy.wizard.carrying import ask, capital, refusal, source_of
from deploy.wizard.forms import FORMSETS, OrderForm, blame, day_of, kept, rows
from deploy.wizard.proposing import first_pages, of_subscription, pack_for
from deploy.wizard.reach import named, references_kept
from deploy.wizard.results import Step, results, steps
from deploy.wizard.telling import told, totals
from deploy.wizard.writing import order_text
from sites.models import Commune
from sites.packs import PACKS, Pack
from sites.tenancy.reach import reachable

FOUND, CHANGE = 30, frozenset({"change"})


def choose(request: HttpRequest) -> HttpResponseBase:
    """By a name, an INSEE code or a postcode, thirty at most."""
    user: Any = request.user
    words = request.GET.get("q", "").strip()
    found: Any = references_kept(user).none()
    if words:
        found = references_kept(user).filter(named(words)).order_by("name", "insee")
    page: Any = Paginator(found, FOUND).get_page(request.GET.get("p"))
    shown = list(page.object_list)
    held = set(Commune.objects.filter(insee__in=[row.insee for row in shown]).values_list("insee", flat=True))
    today = timezone.localdate()
    page.object_list = [
        {"reference": row, "pack": pack_for(row.population, today), "held": row.insee in held} for row in shown
    ]
    context = {"page_title": _("Nouvelle commune"), "header_icon": "plus", "words": words, "page": page}
    return TemplateResponse(request, "deploy/wizard_choose.html", context)


class Order(View):
    """The form of one commune, and the plan that it makes."""

    model = CommuneReference

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Blank for a new commune, filled with what the other has."""
        user: Any = request.user
        reference = get_object_or_404(references_kept(user), insee=kwargs["insee"])
        today = timezone.localdate()
        held = read_subscriptions([reference.insee]).get(reference.insee)
        known = dict(of_subscription(held, today)) if held else {}
        pack = _pack(request, known.get("pack", ""), reference)
        theme = known.get("modele", "")
        known["modele"] = theme if theme and pack.accepts_theme(theme) else pack.default_theme
        opening = not Commune.objects.filter(insee=reference.insee).exists()
        pages = first_pages(reference, pack)
        known |= {"debut": today, "pages": [slug for slug, _title in pages]}
        data = request.POST if request.method == "POST" else None
        form = OrderForm(data, pack=pack, pages=pages, opening=opening, initial=known)
        form.fields["sous_domaine"].help_text = _("Sans lui, %(host)s ou un nom voisin s’il est pris.") % {
            "host": f"{label_of(reference.name)}.{settings.BEFFROI_CDG_DOMAIN}"
        }
        sets = {name: rows(name, data, known.get(name, []), _more(request, name)) for name in FORMSETS}
        if data is not None and "plus" not in data and form.is_valid() and all(one.is_valid() for one in sets.values()):
            text = _text(user.email, reference, pack, form, sets, pages)
            preparation = Preparation(commune=reference, text=text, author=user.email)
            if not (refused := _refusals(preparation)):
                preparation.save()
                return redirect("orders:plan", preparation.pk)
            for fault in refused:
                blame(form, sets, fault.path, capital(fault.problem))
        context = {
            "page_title": _("Nouvelle commune") if opening else _("Modifier l’abonnement"),
            "page_subtitle": reference.name, "header_icon": "plus", "reference": reference, "pack": pack,
            "preview": f"{reverse('orders:preview', args=(reference.insee,))}?pack={pack.code}",
            "packs": PACKS.values(), "form": form, "sets": sets, "media": form.media, "opening": opening,
        }  # fmt: skip
        return TemplateResponse(request, "deploy/wizard_order.html", context)


def _pack(request: HttpRequest, held: str, reference: CommuneReference) -> Pack:
    asked = request.GET.get("pack", "")
    proposed = pack_for(reference.population, timezone.localdate()).code
    return PACKS[asked] if asked in PACKS else PACKS[held or proposed]


def _more(request: HttpRequest, name: str) -> int:
    return 1 if request.POST.get("plus") == name else 0


def _text(author: str, reference: CommuneReference, pack: Pack, form: Any, sets: Any, pages: Any) -> str:
    values = form.values()
    if len(values.get("pages", ())) == len(pages):
        values.pop("pages", None)  # all of them: the order need not say it
    values["debut"] = day_of(values["debut"], timezone.localdate())
    lists = {
        name: [{key: row.cleaned_data[key] for key in FORMSETS[name].base_fields} for row in kept(made)]
        for name, made in sets.items()
    }
    return order_text(author, {"insee": reference.insee, "pack": pack.code, **values, **lists})


def _refusals(preparation: Preparation) -> Sequence[Fault]:
    """What is wrong with it; nothing when it makes a plan."""
    try:
        check([source_of(preparation)], timezone.localdate())
    except OrdersRefusedError as error:
        return error.faults
    return ()


class Plan(View):
    """What would change, in plain French; then how far it went."""

    model = Preparation

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The plan is made anew as long as nobody approved it: the world may have moved."""
        row = _reached(request, pk)
        context: dict[str, Any] = {
            "page_title": _("Le plan") if row.state == Preparation.State.DRAFT else _("Mise en place"),
            "page_subtitle": row.commune.name if row.commune else row.file, "header_icon": "tasks", "row": row,
        }  # fmt: skip
        if row.state == Preparation.State.DRAFT:
            return TemplateResponse(request, "deploy/wizard_plan.html", context | _proposed(row))
        communes = _of(row)
        context |= {
            "results": results(communes, row.approved_at),
            "steps": _steps(row),
            "tasks": AgentTask.objects.filter(commune__in=communes, done_at=None).select_related("commune"),
        }
        return TemplateResponse(request, "deploy/wizard_progress.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """« Approuver »: the worker begins at once; « Reprendre » goes on with what was stopped."""
        row = _reached(request, pk)
        user: Any = request.user
        if not ask(row, request.POST.get("checksum", ""), user.email):
            messages.warning(request, _("Cette préparation est déjà approuvée\u00a0: suivez-la ici."))
        return redirect("orders:plan", row.pk)


def _proposed(row: Preparation) -> dict[str, Any]:
    """The plan of a draft, in sentences and as text; or why it cannot be made."""
    try:
        proposal = propose([source_of(row)], timezone.localdate())
    except OrdersRefusedError as error:
        return {"refused": refusal(error)}
    communes = told(proposal, prices())
    return {
        "plan": proposal.text(), "checksum": proposal.plan.checksum, "empty": not proposal.plan,
        "communes": communes, "totals": totals(proposal, communes),
    }  # fmt: skip


class Discard(View):
    """Take back a draft."""

    model = Preparation

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Nothing was ordered yet."""
        row = _reached(request, pk)
        if row.state == Preparation.State.DRAFT:
            row.delete()
            messages.success(request, _("Le brouillon est retiré\u00a0: rien n’a été commandé."))
        return redirect("orders:choose")


class Progress(View):
    """How far it is, for the page that waits."""

    model = Preparation

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """``{"mood", "sentence", "advice"}``, as for a site that goes online, and how far each room of the plan is."""
        row = _reached(request, pk)
        far = [{"label": one.label, "done": one.done, "total": one.total} for one in _steps(row)]
        moods = {Preparation.State.DONE: "live", Preparation.State.STOPPED: "error"}
        mood: str = moods.get(row.state, "pending")  # type: ignore[call-overload]
        return JsonResponse({"mood": mood, "sentence": standing(row), "advice": "", "steps": far})


def standing(row: Preparation) -> str:
    """Where it stands, in a sentence."""
    if row.state == Preparation.State.RUNNING and row.step:
        return _("En cours\u00a0: %(step)s…") % {"step": row.step}
    if row.state == Preparation.State.DONE:
        return _("C’est fait. Actualisez la page pour voir les adresses et ce qui reste à faire.")
    return _("Cette préparation est %(state)s.") % {"state": row.get_state_display()}


def _of(row: Preparation) -> list[CommuneReference]:
    return [row.commune] if row.commune else list(row.communes.order_by("name", "insee"))


def _steps(row: Preparation) -> list[Step]:
    return steps([one.insee for one in _of(row)], row.approved_at) if row.approved_at else []


def _reached(request: HttpRequest, pk: int) -> Preparation:
    user: Any = request.user
    row: Preparation = get_object_or_404(reachable(user, Preparation, CHANGE).select_related("commune"), pk=pk)
    return row
