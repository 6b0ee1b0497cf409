"""Addresses of the register, below the admin's root."""

from django.urls import path

from cms.register import views

app_name = "register"

urlpatterns = [
    path("<int:commune_id>/", views.register, name="register"),
    path("<int:commune_id>/registre.csv", views.export, name="export"),
]
