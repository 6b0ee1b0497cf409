"""Publishing one content in several communes, after seeing their list."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import AbstractPage

from cms.desk.online import WATCHED, followed
from cms.several.copying import Outcome, publish
from cms.several.sending import Sending, drawn
from cms.several.targets import sharing_module, targets
from sites.bake.preview import NotInACommuneError, commune_of
from sites.models import Commune
from sites.tenancy.reach import policy_of


def share(request: HttpRequest, app_label: str, model_name: str, object_id: int) -> HttpResponseBase:
    """Ask in which communes, show their list, then publish: three steps, of which the last alone writes.

    The number of the form follows it from step to step: the same form sent again publishes nothing twice.
    """
    user: Any = request.user
    source, own = _shared(user, app_label, model_name, object_id)
    if refusal := not_ready(source):
        messages.error(request, refusal)
        return redirect(_editor(source, user))
    offered = targets(user, source, own)
    asked = set(request.POST.getlist("commune"))
    wanted = [target for target in offered if str(target.commune.pk) in asked]
    number = request.POST.get("number", "")
    step = request.POST.get("step") if request.method == "POST" and _countable(request, len(wanted)) else ""
    if step == "send" and number and number == drawn(number):
        _tell(request, publish(source, wanted, user, Sending(number)))
        return redirect(_editor(source, user))
    context = {
        "page_title": _("Publier dans plusieurs communes"),
        "header_icon": "site",
        "source": source,
        "own": own,
        "targets": offered,
        "wanted": wanted,
        "asked": {target.commune.pk for target in wanted},
        "step": "send" if step else "check",
        "number": drawn(number),
        "draft_left": isinstance(source, AbstractPage) and source.has_unpublished_changes,
        "back": _editor(source, user),
    }
    return TemplateResponse(request, "several/share.html", context)


def _shared(user: Any, app_label: str, model_name: str, object_id: int) -> tuple[Any, Commune]:
    """The content and its commune; the gate has let through rows within reach alone."""
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError:
        raise Http404 from None
    policy = policy_of(model)
    row = model._default_manager.filter(pk=object_id).first()
    if row is None or policy is None or sharing_module(model) is None:
        raise Http404
    if not isinstance(row, AbstractPage):
        if not policy.user_has_permission_for_instance(user, "change", row):
            raise Http404
        return row, row.commune
    if not row.permissions_for_user(user).can_edit():
        raise Http404
    try:
        return row, commune_of(row)  # the row of a page is its version online; drafts are revisions
    except NotInACommuneError:
        raise Http404 from None


def not_ready(source: Any) -> str:
    """Why this content may not be copied now; empty when it may."""
    if not isinstance(source, AbstractPage):
        return _not_new(source)
    if not source.live:
        return _("Ce contenu n’est pas en ligne\u00a0: publiez-le d’abord dans sa commune.")
    if source.workflow_in_progress:
        return _("Des changements de ce contenu attendent d’être validés\u00a0: il pourra être recopié ensuite.")
    return ""


def _not_new(row: Any) -> str:
    """Why a row could not be written today as it stands: an alert whose end is past."""
    kept = [field for field in row._meta.concrete_fields if not field.primary_key]
    twin = type(row)(**{field.attname: field.value_from_object(row) for field in kept})
    try:
        twin.clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _countable(request: HttpRequest, wanted: int) -> bool:
    """Whether there are some communes, and not too many for one request; else it is said."""
    most = settings.BEFFROI_SEVERAL_MOST
    if not wanted:
        messages.error(request, _("Cochez au moins une commune."))
    elif wanted > most:
        told = _(
            "Vous avez coché %(wanted)d communes\u00a0: c’est %(most)d au plus à la fois. "
            "Décochez-en, publiez, puis recommencez pour les autres."
        )
        messages.error(request, told % {"wanted": wanted, "most": most})
    return 0 < wanted <= most


def _tell(request: HttpRequest, outcomes: list[Outcome]) -> None:
    live = [one for one in outcomes if not (one.error or one.proposed or one.already)]
    proposed = [one.commune.name for one in outcomes if one.proposed]
    if live:
        said = ngettext(
            "C’est publié pour %(names)s.", "C’est publié pour %(number)d communes\u00a0: %(names)s.", len(live)
        )
        names = ", ".join(one.commune.name for one in live)
        messages.success(request, said % {"number": len(live), "names": names})
        messages.info(request, _where(live), extra_tags=WATCHED)
    if proposed:
        messages.success(request, _("C’est proposé à la validation pour %(names)s.") % {"names": ", ".join(proposed)})
    if already := [one.commune.name for one in outcomes if one.already]:
        said = _("Vous l’aviez déjà envoyé pour %(names)s\u00a0: rien n’y est recopié une seconde fois.")
        messages.info(request, said % {"names": ", ".join(already)})
    for one in outcomes:
        if one.error:
            told = {"name": one.commune.name, "reason": one.error}
            messages.error(request, _("Rien n’est publié pour %(name)s\u00a0: %(reason)s") % told)


def _where(live: list[Outcome]) -> SafeString:
    """One line a commune: the state of its site, and the page where its citizens read the copy."""
    link = '<a href="{}" target="_blank" rel="noopener">{}<span class="w-sr-only">{}</span></a>'
    line, seen = f"<li data-online-box>{{}}\u00a0: {{}} {link}</li>", _("Voir sur le site")
    rows = ((one.commune.name, followed(one.commune), one.url, seen, f" ({one.commune.name})") for one in live)
    return format_html('<ul class="desk-where">{}</ul>', format_html_join("", line, rows))


def _editor(source: Any, user: Any) -> str:
    return AdminURLFinder(user).get_edit_url(source) or reverse("wagtailadmin_home")
