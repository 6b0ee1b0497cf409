"""Addresses of the module below the admin's root: everything is looked for inside what the person holds."""

from django.urls import path

from modules.marches.desk import imports, notices, queue, sources

app_name = "marches"

NOTICE = "<int:commune_id>/avis/<int:notice_id>/"

urlpatterns = [
    path("", notices.index, name="index"),
    path("<int:commune_id>/", notices.commune, name="commune"),
    path("<int:commune_id>/ajouter/", notices.add, name="add"),
    path(NOTICE, notices.edit, name="edit"),
    path(f"{NOTICE}retirer/", notices.hide, name="hide"),
    path(f"{NOTICE}supprimer/", notices.delete, name="delete"),
    path("<int:commune_id>/importer/", imports.upload, name="import"),
    path("sources/", sources.index, name="sources"),
    path("sources/ajouter/", sources.add, name="add_source"),
    path("sources/<int:source_id>/", sources.edit, name="source"),
    path("sources/<int:source_id>/supprimer/", sources.delete, name="delete_source"),
    path("a-rattacher/", queue.index, name="queue"),
    path("a-rattacher/<int:buyer_id>/", queue.attach, name="attach"),
]
