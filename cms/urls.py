"""Addresses of the admin and of the few dynamic views under ``/_/``."""

from django.urls import include, path
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms.accounts.welcome import invitation
from cms.relecture.views import answer
from sites.rooms import installed_rooms
from sites.tenancy import media

handler400 = "cms.limits.refusals.refused"
handler404 = "cms.limits.refusals.missing"

urlpatterns = [
    path("_/documents/", include(document_urls)),
    path("_/media/renditions/<int:image_id>/<str:name>", media.rendition, name="media_rendition"),
    path("_/media/<path:path>", media.original, name="media_original"),
    path("_/", include("sites.public.urls")),
    path("invitation/<str:token>/", invitation, name="accounts_invitation"),
    path("est-ce-juste/<str:token>/<slug:answer>/", answer, name="relecture_answer"),
    *(path("", include(room.open_urls)) for room in installed_rooms() if room.open_urls),
    path("", include("sites.tenancy.admin.urls")),  # before Wagtail's: the first match wins
    path("", include(admin_urls)),
]
