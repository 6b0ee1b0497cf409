"""Addresses of the admin and of the few dynamic views under ``/_/``."""

from django.urls import include, path
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("_/documents/", include(document_urls)),
    path("", include("sites.tenancy.admin.urls")),  # before Wagtail's: the first match wins
    path("", include(admin_urls)),
]
