"""Addresses of the module below the admin's root, beside the rows."""

from django.urls import path

from modules.annuaire.desk import checking, tables

app_name = "annuaire"

urlpatterns = [
    path("a-verifier/", checking.index, name="index"),
    path("a-verifier/<int:envoi_id>/", checking.proposal, name="proposal"),
    path("exacte/<int:fiche_id>/", checking.still_true, name="still_true"),
    path("<int:commune_id>/importer/", tables.tables, name="tables"),
    path("<int:commune_id>/importer/<int:apport_id>/", tables.columns, name="mapping"),
    path("<int:commune_id>/importer/<int:apport_id>/annuler/", tables.undo, name="undo"),
]
