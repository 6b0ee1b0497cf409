"""Addresses of the gallery, below the admin's root."""

from django.urls import path

from cms.composants import views

app_name = "composants"
urlpatterns = [
    path("", views.index, name="index"),
    path("apercu/", views.preview, name="preview"),
]
