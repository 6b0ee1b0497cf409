"""A photo sent from the form of a page, described there, kept in the library of the page's commune."""

from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.images.forms import get_image_form

from cms.desk.online import commune_of_page
from cms.models import BasePage, Picture
from sites.tenancy.reach import reachable
from sites.tenancy.scope import Scope

PREVIEW = "max-165x165"
TITLE_LENGTH = 255


@require_POST
def send(request: HttpRequest, page_id: int) -> JsonResponse:
    """Store ``file`` with its ``description``; ``page_id`` is the page edited, or the one above a new page.

    Answers what a chooser of Wagtail shows, or ``{"errors": […]}`` with French sentences and status 422.
    """
    user: Any = request.user
    page = get_object_or_404(reachable(user, BasePage), pk=page_id)
    commune = commune_of_page(user, page)
    if commune is None or not _may_add(user, commune.collection.path):
        raise Http404
    file = request.FILES.get("file")
    data = {
        "title": _title(file.name if file and file.name else ""),
        "description": request.POST.get("description", "").strip(),
        "collection": commune.collection_id,
    }
    form = get_image_form(Picture)(data, request.FILES, instance=Picture(uploaded_by_user=user), user=user)
    if not form.is_valid():
        return JsonResponse({"errors": _sentences(form)}, status=422)
    picture = form.save()
    return JsonResponse(_chosen(picture), status=201)


def _may_add(user: Any, path: str) -> bool:
    return user.is_superuser or any(path.startswith(top) for top in Scope.of(user).collection_paths("image", {"add"}))


def _title(name: str) -> str:
    return Path(name).stem.replace("_", " ").strip()[:TITLE_LENGTH] or _("Photo")


def _sentences(form: Any) -> list[str]:
    if "file" in form.errors:
        return [str(error) for error in form.errors["file"]]
    if "description" in form.errors:
        return [_("Dites ce que montre l’image, pour les personnes qui ne la voient pas.")]
    return [str(error) for errors in form.errors.values() for error in errors]


def _chosen(picture: Picture) -> dict[str, Any]:
    preview = picture.get_rendition(PREVIEW)
    return {
        "id": picture.pk,
        "title": picture.title,
        "edit_url": reverse("wagtailimages:edit", args=(picture.pk,)),
        "preview": {"url": preview.url, "width": preview.width, "height": preview.height},
        "default_alt_text": picture.default_alt_text,
    }
