"""Two screens: the addresses of a commune, and one of them with what it was told."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.log_actions import log

from cms.desk.reach import communes_of
from cms.webhooks.models import Delivery, Webhook
from cms.webhooks.sending import again, stop
from cms.webhooks.targets import RefusedTargetError, target_of
from sites.bake.bakery import store_of
from sites.models import Commune
from sites.tenancy.reach import reachable
from sites.tenancy.scope import Scope

PER_PAGE = 50
MOST = 5
ACTIONS = frozenset({"change"})


class WebhookForm(forms.Form):
    """An address, checked as far as it can be without asking for its name."""

    url = forms.URLField(
        label=gettext_lazy("Adresse à prévenir"), max_length=500, assume_scheme="https", empty_value="",
        help_text=gettext_lazy("Celle que vous donne qui tient l’autre site. Elle commence par https://."),
    )  # fmt: skip

    whole = forms.BooleanField(
        label=gettext_lazy("Prévenir aussi de chaque mise à jour du site"), required=False, initial=True,
        help_text=gettext_lazy("Documents, actes, évènements, menus et réglages, et pas seulement les pages."),
    )  # fmt: skip

    def clean_url(self) -> str:
        """Refused in the words of ``targets``."""
        url: str = self.cleaned_data["url"]
        try:
            target_of(url)
        except RefusedTargetError as error:
            raise forms.ValidationError(str(error)) from None
        return url


class Index(View):
    """The addresses of one commune; POST adds one."""

    def get(self, request: HttpRequest, commune_id: int) -> HttpResponseBase:
        """All of them."""
        return self._answer(request, _commune(request, commune_id), WebhookForm())

    def post(self, request: HttpRequest, commune_id: int) -> HttpResponseBase:
        """A new one, unless there are enough."""
        commune = _commune(request, commune_id)
        form = WebhookForm(request.POST)
        if Webhook.objects.filter(commune=commune).count() >= MOST:
            messages.error(request, _("Cette commune prévient déjà %(most)s adresses.") % {"most": MOST})
        elif form.is_valid():
            hook = Webhook.objects.create(
                commune=commune, made_by=_user(request), generation=_standing(commune), **form.cleaned_data
            )
            log(commune, "beffroi.webhook", user=_user(request), data={"url": hook.url})
            return redirect("webhooks:show", hook.pk)
        return self._answer(request, commune, form)

    def _answer(self, request: HttpRequest, commune: Commune, form: WebhookForm) -> HttpResponseBase:
        context = {
            "page_title": _("Autres sites à prévenir"),
            "page_subtitle": commune.name,
            "header_icon": "link",
            "commune": commune,
            "hooks": Webhook.objects.filter(commune=commune),
            "form": form,
        }
        return TemplateResponse(request, "webhooks/index.html", context)


class Show(View):
    """One address, its key, what it was told; POST stops it, starts it again, or removes it."""

    model = Webhook

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Its messages, the last first."""
        hook = _hook(request, pk)
        page: Any = Paginator(hook.deliveries.all(), PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "page_title": _("Autre site à prévenir"),
            "page_subtitle": hook.commune.name,
            "header_icon": "link",
            "hook": hook,
            "page": page,
        }
        return TemplateResponse(request, "webhooks/show.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """``do``: ``stop``, ``start``, ``whole``, ``pages`` or ``remove``."""
        hook = _hook(request, pk)
        wanted = request.POST.get("do")
        if wanted == "remove":
            hook.delete()
            log(hook.commune, "beffroi.webhook_removed", user=_user(request), data={"url": hook.url})
            messages.success(request, _("Cette adresse n’est plus prévenue."))
            return redirect("webhooks:index", hook.commune_id)
        if wanted == "stop":
            stop(hook, timezone.now())
        elif wanted == "start":
            Webhook.objects.filter(pk=hook.pk).update(stopped_at=None, failing_since=None)
        elif wanted in {"whole", "pages"}:
            told = {"whole": wanted == "whole", "generation": _standing(hook.commune)}
            Webhook.objects.filter(pk=hook.pk).update(**told)
        return redirect("webhooks:show", hook.pk)


class Again(View):
    """« Renvoyer »."""

    model = Delivery

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The worker sends it within seconds."""
        delivery = get_object_or_404(reachable(_user(request), Delivery, ACTIONS).select_related("webhook"), pk=pk)
        if delivery.webhook.stopped_at is not None:
            messages.error(request, _("Cette adresse est arrêtée\u00a0: remettez-la d’abord en service."))
        else:
            again(delivery, timezone.now())
            messages.success(request, _("Le message va être renvoyé."))
        return redirect("webhooks:show", delivery.webhook_id)


def _standing(commune: Commune) -> int:
    """What an address already knows: it is told of what comes next."""
    return store_of(commune.insee).generation()


def may_tell(user: Any, commune: Commune) -> bool:
    """Whether this person chooses which other sites are told of what this commune publishes."""
    return bool(user.is_superuser) or Scope.of(user).may_in(commune, "webhook", ACTIONS)


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    commune = get_object_or_404(communes_of(_user(request)), pk=commune_id)
    if not may_tell(_user(request), commune):
        raise Http404
    return commune


def _hook(request: HttpRequest, pk: int) -> Webhook:
    hook: Webhook = get_object_or_404(reachable(_user(request), Webhook, ACTIONS).select_related("commune"), pk=pk)
    return hook


def _user(request: HttpRequest) -> Any:
    return request.user
