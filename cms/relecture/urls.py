"""Addresses of reading again, below the admin's root."""

from django.urls import path

from cms.relecture import views

app_name = "relecture"

urlpatterns = [path("<int:page_id>/", views.edit, name="edit")]
