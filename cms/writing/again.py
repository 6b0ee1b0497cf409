"""A former look of a site, taken back: the one that stood is kept in its turn, so that this too can be undone."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.contrib.settings.views import get_setting_edit_handler

from cms.desk.reach import communes_of
from cms.models import FormerLook, Identity, Picture
from sites.models import Commune


@require_POST
def again(request: HttpRequest, commune_id: int) -> HttpResponse:
    """Dress the site as ``look`` (a former look of this commune) says, as far as its pack still goes."""
    user: Any = request.user
    commune = get_object_or_404(communes_of(user), pk=commune_id)
    if not Identity.get_permission_policy().user_has_permission_for_instance(user, "change", commune.site):
        raise Http404
    number = request.POST.get("look", "")
    if not number.isdecimal():
        raise Http404
    former = get_object_or_404(FormerLook.objects.filter(identity__site=commune.site_id), pk=int(number))
    identity = Identity.for_site(commune.site)
    form = get_setting_edit_handler(Identity).get_form_class()(
        fields_of(former.values, commune), instance=identity, for_user=user
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("Le site reprend son apparence d’avant. Celle d’aujourd’hui reste dans la liste."))
    else:
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, _("Cette apparence ne peut pas être reprise\u00a0: %(why)s") % {"why": said})
    return redirect("wagtailsettings:edit", "cms", "identity", commune.site_id)


def fields_of(values: Mapping[str, Any], commune: Commune) -> dict[str, Any]:
    """A look as the form of the identity is sent; an emblem that is gone is left out."""
    logo = values.get("logo_id")
    kept = logo and Picture.objects.filter(pk=logo, collection__path__startswith=commune.collection.path).exists()
    return {
        **{name: values.get(name, "") for name in ("brand", "accent", "lettering", "scene")},
        "logo": logo if kept else "",
    }
