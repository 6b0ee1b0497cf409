"""Media seen from the admin: never a public folder, always asked for by somebody who may see them.

Citizens get copies, under the names that the bake gives them.
"""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.images import get_image_model

from sites.tenancy.reach import reachable

if TYPE_CHECKING:
    from django.http import HttpRequest

KEPT_BY_THE_BROWSER = 3600  # seconds


@require_safe
@cache_control(private=True, max_age=KEPT_BY_THE_BROWSER)
def rendition(request: HttpRequest, image_id: int, name: str) -> FileResponse:  # noqa: ARG001
    """A picture at one size, in the folder of a picture that the gate has checked: ``name`` never leaves it."""
    if PurePosixPath(name).name != name:  # ``../7/…`` stays below the media, where storage sees no harm
        raise Http404
    return _file(f"renditions/{image_id}/{name}")


@require_safe
@cache_control(private=True, max_age=KEPT_BY_THE_BROWSER)
def original(request: HttpRequest, path: str) -> FileResponse:
    """The file as it was uploaded; documents go by Wagtail's own view, which counts and logs."""
    model = get_image_model()
    if not reachable(request.user, model).filter(file=path).exists():  # type: ignore[arg-type]
        raise Http404
    return _file(path)


def _file(path: str) -> FileResponse:
    try:
        content = default_storage.open(path)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation):
        raise Http404 from None
    response = FileResponse(content, content_type=guess_type(path)[0] or "application/octet-stream")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"  # a drawing that hides a script stays inert
    response["X-Content-Type-Options"] = "nosniff"
    return response
