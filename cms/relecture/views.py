"""Two screens: the settings of a page, and the answer to a message, which asks for no password."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.log_actions import log

from cms.models import BasePage
from cms.relecture.calendar import read_today
from cms.relecture.forms import ReviewForm
from cms.relecture.links import Asked, asked
from cms.relecture.models import Review
from cms.relecture.people import may_edit
from sites.bake.preview import NotInACommuneError, commune_of

ANSWERS = {
    "vrai": gettext_lazy("Oui, tout est juste"),
    "corriger": gettext_lazy("Quelque chose est à corriger"),
    "retirer": gettext_lazy("Retirer cette page du site"),
}


def edit(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Who keeps the page, and when it is read again."""
    user: Any = request.user
    page = get_object_or_404(BasePage, pk=page_id)
    if not may_edit(user, page):
        raise Http404
    try:
        commune = commune_of(page)
    except NotInACommuneError:
        raise Http404 from None
    review = Review.objects.filter(page=page).first()
    initial = {"owner": page.owner_id, "due": review.due if review else None}
    form = ReviewForm(commune, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _keep(page, form.cleaned_data)
        messages.success(request, _("« %(title)s » : la relecture est notée.") % {"title": page.title})
        return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "page_title": _("Qui tient cette page, et quand la relire"),
        "page_subtitle": page.get_admin_display_title(),
        "header_icon": "user",
        "form": form,
        "page": page,
    }
    return TemplateResponse(request, "relecture/edit.html", context)


@transaction.atomic
def _keep(page: BasePage, chosen: dict[str, Any]) -> None:
    BasePage.objects.filter(pk=page.pk).update(owner=chosen["owner"])
    review, made = Review.objects.get_or_create(page=page, defaults={"due": chosen["due"]})
    if not made:
        review.due, review.to_correct, review.asked_at, review.second_asked_at = chosen["due"], False, None, None
        review.turn += 1
        review.save()


@never_cache
def answer(request: HttpRequest, token: str, answer: str) -> HttpResponse:
    """Reading the link changes nothing, a mail filter may do it; the button answers, once."""
    question = asked(token)
    if question is None or answer not in ANSWERS:
        return _alone(request, "relecture/void.html", {}, status=410)
    context = {
        "page": question.review.page,
        "person": question.person,
        "commune": commune_of(question.review.page),
        "answer": answer,
        "label": ANSWERS[answer],
    }
    if request.method != "POST":
        return _alone(request, "relecture/confirm.html", context)
    said = _answered(token, answer)
    return _alone(request, "relecture/void.html" if said is None else "relecture/thanks.html", context | {"said": said})


@transaction.atomic
def _answered(token: str, answer: str) -> str | None:
    """What was done; ``None`` when another answer came first."""
    question = asked(token)
    if question is None or not Review.objects.select_for_update().filter(pk=question.review.pk).exists():
        return None
    page = question.review.page.specific
    log(instance=page, action="beffroi.review", user=question.person, data={"answer": answer})
    if answer == "vrai":
        read_today(page)
        return _("C’est noté\u00a0: la page vous sera présentée de nouveau dans quelques mois.")
    if answer == "retirer" and page.permissions_for_user(question.person).can_unpublish():
        page.unpublish(user=question.person)
        _close(question, to_correct=False)
        return _("La page est retirée du site. Son contenu est gardé en brouillon.")
    _close(question, to_correct=True)
    if answer == "retirer":
        return _("Votre rôle ne permet pas de retirer cette page\u00a0: elle est signalée comme à corriger.")
    return _("C’est noté\u00a0: la page vous attend sur l’accueil de votre espace de travail.")


def _close(question: Asked, *, to_correct: bool) -> None:
    review = question.review
    review.to_correct, review.due = to_correct, timezone.localdate()
    review.turn += 1
    review.save(update_fields=["to_correct", "due", "turn"])


def _alone(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = TemplateResponse(request, template, context, status=status)
    response["Referrer-Policy"] = "same-origin"
    return response
