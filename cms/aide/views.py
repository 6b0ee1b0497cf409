"""One page of the help."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cms.aide import pages
from cms.aide.pages import INDEX, html


def page(request: HttpRequest, guide: str = INDEX) -> HttpResponse:
    """The same for everybody: it says nothing of any commune."""
    try:
        body = html(guide)
    except KeyError:
        raise Http404 from None
    context = {
        "page_title": _("Aide"),
        "header_icon": "help",
        "body": mark_safe(body),  # noqa: S308  # our own documentation
        "is_index": guide == INDEX,
    }
    return TemplateResponse(request, "aide/page.html", context)


def picture(request: HttpRequest, guide: str) -> FileResponse:  # noqa: ARG001  # the same for everybody
    """The picture of a page: a screen of the demonstration, of no commune here."""
    try:
        return FileResponse(pages.picture(guide).open("rb"), content_type="image/webp")
    except KeyError:
        raise Http404 from None
