"""Addresses below ``/_/api/``: one for each thing and list of the table, and a clear refusal for all others."""

from django.urls import path, re_path

from cms.api import search, views
from cms.api.lists import SINGLES, lists
from cms.api.openapi import BASE

urlpatterns = [
    path(f"{BASE}/", views.root, name="root"),
    path(BASE, views.root, name="root_too"),
    path(f"{BASE}/openapi.json", views.document, name="openapi"),
    *(path(f"{BASE}/{it.name}", views.single_view(it), name=it.name) for it in SINGLES),
    path(f"{BASE}/{search.NAME}", views.search_view, name=search.NAME),
    path(f"{BASE}/drafts/<str:token>", views.draft, name="draft"),
    path(f"{BASE}/drafts/<str:token>/files/<path:path>", views.draft_file, name="draft_file"),
    *(path(f"{BASE}/{it.name}", views.list_view(it), name=it.name) for it in lists()),
    *(
        path(f"{BASE}/{it.name}/<int:number>", views.detail_view(it), name=f"{it.name}/line")
        for it in lists()
        if it.whole
    ),
    re_path(r"^(?P<other>(?s:.*))\Z", views.nothing, name="nothing"),  # a line break too
]
