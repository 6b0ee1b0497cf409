"""Addresses of the admin and of the few dynamic views under ``/_/``."""

from django.urls import include, path
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from cms.accounts.welcome import invitation

urlpatterns = [
    path("_/documents/", include(document_urls)),
    path("invitation/<str:token>/", invitation, name="accounts_invitation"),
    path("", include("sites.tenancy.admin.urls")),  # before Wagtail's: the first match wins
    path("", include(admin_urls)),
]
