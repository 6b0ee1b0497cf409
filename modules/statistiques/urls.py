"""Addresses of the statistics, below the admin's root."""

from django.urls import path

from modules.statistiques import views

app_name = "statistiques"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:commune_id>/", views.show, name="show"),
    path("<int:commune_id>/statistiques.csv", views.export, name="export"),
]
