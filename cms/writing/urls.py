"""Addresses of the help for writing, below the admin's root."""

from django.urls import path

from cms.writing import photo

app_name = "writing"

urlpatterns = [path("photo/<int:page_id>/", photo.send, name="photo")]
