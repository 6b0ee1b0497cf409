"""Addresses of the statistics, below the admin's root."""

from django.urls import path

from modules.statistiques import views
from modules.statistiques.missing import views as missing

app_name = "statistiques"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:commune_id>/", views.show, name="show"),
    path("<int:commune_id>/statistiques.csv", views.export, name="export"),
    path("<int:commune_id>/introuvables/", missing.show, name="missing"),
    path("<int:commune_id>/introuvables/rediriger/", missing.forward, name="forward"),
    path("<int:commune_id>/introuvables/ignorer/", missing.ignore, name="ignore"),
]
