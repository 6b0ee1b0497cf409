"""The people of a commune. Every screen starts from ``managed_by(request.user)``: nothing else is reachable.

Wagtail's own screens of accounts stand nowhere: their addresses lead to ours, where one invites by message.
"""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView
from wagtail.users.views.users import UserViewSet

from cms.accounts.forms import InvitationForm, NameForm
from cms.accounts.invitation import send_invitation
from cms.accounts.people import corrected_by, invite, managed_by, people_of
from cms.accounts.people import remove as take_away
from sites.models import Commune, Membership, User
from sites.tenancy.roles import Role

PER_PAGE = 50


def index(request: HttpRequest) -> HttpResponse:
    """My commune's people, or the choice between my communes."""
    query = request.GET.get("q", "").strip()
    rows = managed_by(_user(request)).annotate(people=Count("memberships"))
    if not query and (only := list(rows[:2])) and len(only) == 1:
        return redirect("accounts:commune", only[0].pk)
    if query:
        rows = rows.filter(name__icontains=query)
    elif not rows.exists():
        raise Http404
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {"page_title": _("Comptes"), "header_icon": "group", "page": page, "query": query}
    return TemplateResponse(request, "accounts/index.html", context)


def commune(request: HttpRequest, commune_id: int) -> HttpResponse:
    """Who works for one commune, and the form that invites somebody more."""
    place = _commune(request, commune_id)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        invite(
            place,
            email=data["email"],
            first_name=data["first_name"],
            last_name=data["last_name"],
            role=Role(data["role"]),
            inviter=_user(request),
        )
        messages.success(request, _("L’invitation part à l’instant pour %(email)s.") % {"email": data["email"]})
        return redirect("accounts:commune", place.pk)
    context = {
        "page_title": _("Comptes"),
        "page_subtitle": place.name,
        "header_icon": "group",
        "commune": place,
        "people": people_of(place),
        "form": form,
    }
    return TemplateResponse(request, "accounts/commune.html", context)


def correct(request: HttpRequest, commune_id: int, membership_id: int) -> HttpResponse:
    """The name of somebody, misspelt or changed. Who works for other communes too corrects it alone."""
    place = _commune(request, commune_id)
    membership = _membership(request, place, membership_id)
    form = None
    if corrected_by(_user(request), membership):
        form = NameForm(request.POST or None, instance=membership.user)
    if form is not None and form.is_valid():
        messages.success(request, _("C’est corrigé\u00a0: %(name)s.") % {"name": str(form.save())})
        return redirect("accounts:commune", place.pk)
    context = {
        "page_title": _("Corriger le nom"),
        "page_subtitle": membership.user.email,
        "header_icon": "group",
        "commune": place,
        "form": form,
    }
    return TemplateResponse(request, "accounts/correct.html", context)


def remove(request: HttpRequest, commune_id: int, membership_id: int) -> HttpResponse:
    """Ask, then take the commune away from somebody."""
    place = _commune(request, commune_id)
    membership = _membership(request, place, membership_id)
    if request.method == "POST":
        name = str(membership.user)
        take_away(membership)
        told = {"name": name, "commune": place.name}
        messages.success(request, _("%(name)s n’a plus accès au site de %(commune)s.") % told)
        return redirect("accounts:commune", place.pk)
    context = {
        "page_title": _("Retirer l’accès"),
        "page_subtitle": str(membership.user),
        "header_icon": "group",
        "commune": place,
        "membership": membership,
    }
    return TemplateResponse(request, "accounts/remove.html", context)


@require_POST
def invite_again(request: HttpRequest, commune_id: int, membership_id: int) -> HttpResponse:
    """Send the invitation once more; the previous link still works as long as it is not too old."""
    place = _commune(request, commune_id)
    membership = _membership(request, place, membership_id)
    send_invitation(membership.user, place, _user(request))
    messages.success(request, _("L’invitation repart à l’instant pour %(email)s.") % {"email": membership.user.email})
    return redirect("accounts:commune", place.pk)


def _commune(request: HttpRequest, commune_id: int) -> Commune:
    return get_object_or_404(managed_by(_user(request)), pk=commune_id)


def _membership(request: HttpRequest, place: Commune, membership_id: int) -> Membership:
    """Not one's own: nobody locks the door behind oneself."""
    return get_object_or_404(people_of(place).exclude(user=_user(request)), pk=membership_id)


def _user(request: HttpRequest) -> Any:
    return request.user


class ToOurs(RedirectView):
    """« Comptes », whatever was asked."""

    model = User  # tells the gate whom a number names

    def get_redirect_url(self, *_args: Any, **_kwargs: Any) -> str:
        """The same for every account."""
        return reverse("accounts:index")


class FormerScreens(UserViewSet):
    """Wagtail's names, which it reverses here and there, each at its former address."""

    add_to_settings_menu = False

    def get_urlpatterns(self) -> list[URLPattern]:
        """All of them the same view."""
        ours = ToOurs.as_view()
        return [path(str(pattern.pattern), ours, name=pattern.name) for pattern in super().get_urlpatterns()]

    def register_search_area(self) -> None:
        """Accounts are searched for on their own screen."""
