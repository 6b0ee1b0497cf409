"""One form for every kind of row: added to a commune or to what is common, changed, taken away."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cms.accessibilite.kinds import KINDS, PLAN_BEGUN, Kind
from cms.accessibilite.reach import communes_kept, departements_kept
from sites.law import accessibility as law
from sites.models import Commune
from sites.tenancy.reach import reachable

CHANGE, DELETE = frozenset({"change"}), frozenset({"delete"})


def add(request: HttpRequest, commune_id: int, what: str) -> HttpResponseBase:
    """A row of a commune."""
    user: Any = request.user
    return _added(request, _kind(what), what, get_object_or_404(communes_kept(user), pk=commune_id))


def add_common(request: HttpRequest, departement_id: int, what: str) -> HttpResponseBase:
    """A row common to the communes of a département."""
    user: Any = request.user
    return _added(request, _kind(what), what, get_object_or_404(departements_kept(user), pk=departement_id))


def _kind(what: str) -> Kind:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def _added(request: HttpRequest, kind: Kind, what: str, owner: Any) -> HttpResponseBase:
    of_commune = isinstance(owner, Commune)
    row = kind.model(**{"commune" if of_commune else "departement": owner})
    return _filled(request, kind, row, kind.add, _beginning(what, of_commune=of_commune))


def _beginning(what: str, *, of_commune: bool) -> dict[str, Any]:
    if what != "schemas":
        return {}
    today = timezone.localdate()
    years = {"first": today.year, "last": today.year + law.longest_plan(today) - 1}
    return years if of_commune else {**years, "text": PLAN_BEGUN}


def _filled(request: HttpRequest, kind: Kind, row: Any, title: Any, initial: dict[str, Any]) -> HttpResponseBase:
    form_class = kind.form if row.commune_id else kind.common_form
    if row.pk and "by_people" in form_class.base_fields:
        initial = {**initial, "by_people": True}
    form = form_class(request.POST or None, instance=row, for_user=request.user, initial=initial)
    back = home_of(row)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Le registre est à jour\u202f: la déclaration suivra sur le site."))
        return redirect(back)
    context = {
        "page_title": title,
        "page_subtitle": str(row.owner),
        "header_icon": "view",
        "form": form,
        "media": form.media,
        "back": back,
        "row": row,
        "delete": reverse(f"accessibilite:{what_of(kind)}_delete", args=(row.pk,)) if row.pk else "",
    }
    return TemplateResponse(request, "accessibilite/edit.html", context)


def what_of(kind: Kind) -> str:
    """Its name in addresses."""
    return next(what for what, one in KINDS.items() if one is kind)


def home_of(row: Any) -> str:
    """The screen of the record that the row is of."""
    if row.commune_id:
        return reverse("accessibilite:record", args=(row.commune_id,))
    return reverse("accessibilite:common", args=(row.departement_id,))


class Edit(View):
    """Change a row."""

    model: Any = None
    what = ""

    def dispatch(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form, and what it brings back."""
        user: Any = request.user
        row = get_object_or_404(reachable(user, self.model, CHANGE), pk=kwargs["pk"])
        return _filled(request, KINDS[self.what], row, self.model._meta.verbose_name.capitalize(), {})


class Delete(View):
    """Take a row away: the versions that told of it are kept."""

    model: Any = None
    what = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """At once: an error is written again in a minute."""
        user: Any = request.user
        row = get_object_or_404(reachable(user, self.model, DELETE), pk=pk)
        back = home_of(row)
        row.delete()
        messages.success(request, _("C’est retiré du registre. Les déclarations passées sont gardées."))
        return redirect(back)
