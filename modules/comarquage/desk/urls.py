"""Addresses of the desk."""

from django.urls import path

from modules.comarquage.desk import views, wide

app_name = "guide"
urlpatterns = [
    path("", views.index, name="index"),
    path("mettre-a-jour/", views.update, name="update"),
    path("precisions/ajouter/", wide.add, name="add"),
    path("precisions/<int:precision_id>/", wide.edit, name="edit"),
    path("precisions/<int:precision_id>/retirer/", wide.delete, name="delete"),
]
