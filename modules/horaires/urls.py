"""Addresses of the hours, below the admin's root."""

from django.urls import path

from modules.horaires import views

app_name = "horaires"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:commune_id>/", views.commune, name="commune"),
    path("<int:commune_id>/semaine/", views.edit_week, name="week"),
]
