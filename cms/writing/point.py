"""The important point of a photo, shown from the form of a page: whatever crops the photo keeps that point in view."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cms.models import Picture
from sites.tenancy.reach import reachable

PREVIEW = "max-640x480"
CENTRE = 50.0
# Wagtail keeps an area: a tenth of the smaller side around the point.
SHARE = 0.1


@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, image_id: int) -> JsonResponse:
    """Where the point stands, in per cent from the left and from the top: ``{"preview": {…}, "x": …, "y": …}``.

    A POST with ``x`` and ``y`` puts it there first; ``{"errors": […]}`` and status 422 for anything but two numbers
    from 0 to 100.
    """
    user: Any = request.user
    picture: Picture = get_object_or_404(reachable(user, Picture, {"change"}), pk=image_id)
    if request.method == "POST":
        asked = [_percent(request.POST.get(name, "")) for name in ("x", "y")]
        if None in asked:
            return JsonResponse({"errors": [_("Ce point n’est pas sur la photo.")]}, status=422)
        _put(picture, *(value for value in asked if value is not None))
    return JsonResponse(_shown(picture))


def _percent(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None  # noqa: PLR2004  # a percentage; « nan » is neither


def _put(picture: Picture, x: float, y: float) -> None:
    side = max(1, round(SHARE * min(picture.width, picture.height)))
    placed = {
        "focal_point_x": round(x * picture.width / 100),
        "focal_point_y": round(y * picture.height / 100),
        "focal_point_width": side,
        "focal_point_height": side,
    }
    for name, value in placed.items():
        setattr(picture, name, value)
    picture.save(update_fields=list(placed))


def _shown(picture: Picture) -> dict[str, Any]:
    preview = picture.get_rendition(PREVIEW)
    centre = picture.get_focal_point()
    return {
        "preview": {"url": preview.url, "width": preview.width, "height": preview.height},
        "x": round(100 * centre.centroid_x / picture.width, 1) if centre else CENTRE,
        "y": round(100 * centre.centroid_y / picture.height, 1) if centre else CENTRE,
    }
