"""Addresses of what was looked for in vain, below the admin's root."""

from django.urls import path

from cms.search.journal import views

app_name = "recherches"

urlpatterns = [path("", views.index, name="index")]
