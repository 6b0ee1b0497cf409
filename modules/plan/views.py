"""A tile of the map: the visitor's browser asks the site of the commune, and nobody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.rows import positions
from modules.plan import parse, source
from modules.plan.models import Lieu
from sites.public.visitors import Limiter, truncated

KEPT_BY_BROWSERS = 7 * 24 * 3600
# A screen holds about twenty tiles: thirty moves of the map a minute, for all the neighbours of a street.
TILES_A_MINUTE = 600

_limiter = Limiter(TILES_A_MINUTE, 60.0)


@require_safe
def tile(request: HttpRequest, zoom: int, x: int, y: int) -> HttpResponse:
    """A picture, near the places of the commune alone; 503 while the upstream does not answer."""
    commune = request.commune  # type: ignore[attr-defined]  # set by the middleware
    if not _limiter.takes(truncated(request.META.get("REMOTE_ADDR", ""))):
        sentence = _("Trop de demandes à la fois. Réessayez dans une minute.")
        return HttpResponse(
            sentence, status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"}
        )
    told = Lieu.objects.filter(commune=commune).order_by().values_list("position", flat=True)
    points = (point for text in told if (point := positions.point(text)))
    if not any(parse.is_near(parse.around(place), zoom, x, y) for place in points):
        raise Http404
    try:
        picture = source.tile(zoom, x, y)
    except source.NoUpstreamError:
        raise Http404 from None
    except source.UpstreamError:
        sentence = _("Le plan ne répond pas. Les adresses restent à côté.")
        return HttpResponse(
            sentence, status=503, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"}
        )
    return HttpResponse(
        picture, content_type="image/png", headers={"Cache-Control": f"public, max-age={KEPT_BY_BROWSERS}"}
    )
