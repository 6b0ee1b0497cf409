"""Addresses of several communes, below the admin's root."""

from django.urls import path

from cms.several import views

app_name = "several"

urlpatterns = [
    path("publier/<slug:app_label>/<slug:model_name>/<int:object_id>/", views.share, name="share"),
]
