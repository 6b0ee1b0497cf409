"""Addresses of the record, below the admin's root."""

from django.urls import path

from cms.accessibilite import editing, overview, views
from cms.accessibilite.kinds import KINDS
from cms.accessibilite.models import Declaration
from cms.accessibilite.pdf.listing import Flawed
from cms.guichet.models import Envoi

app_name = "accessibilite"

urlpatterns = [
    path("", overview.Overview.as_view(), name="index"),
    path("resultats/", overview.Overview.as_view(results_only=True), name="index_results"),
    path("pdf/", Flawed.as_view(), name="pdf"),
    path("pdf/resultats/", Flawed.as_view(results_only=True), name="pdf_results"),
    path("commune/<int:commune_id>/", views.record, name="record"),
    path("commun/<int:departement_id>/", views.common, name="common"),
    path("commune/<int:commune_id>/ajouter/<slug:what>/", editing.add, name="add"),
    path("commun/<int:departement_id>/ajouter/<slug:what>/", editing.add_common, name="add_common"),
    path("declaration/<int:pk>/", views.Version.as_view(model=Declaration), name="version"),
    path("signalement/<int:pk>/inscrire/", views.Note.as_view(model=Envoi), name="note"),
]
for _what, _kind in KINDS.items():
    urlpatterns += [
        path(f"{_what}/<int:pk>/", editing.Edit.as_view(model=_kind.model, what=_what), name=f"{_what}_edit"),
        path(
            f"{_what}/<int:pk>/supprimer/",
            editing.Delete.as_view(model=_kind.model, what=_what),
            name=f"{_what}_delete",
        ),
    ]
