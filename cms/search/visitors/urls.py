"""Addresses that visitors reach below ``/_/recherche/``."""

from django.urls import path

from cms.search.visitors import views

urlpatterns = [
    path("", views.results, name="results"),
    path("titres.json", views.titles, name="titles"),
]
