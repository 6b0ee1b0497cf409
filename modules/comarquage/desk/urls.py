"""Addresses of the desk."""

from django.urls import path

from modules.comarquage.desk import views

app_name = "guide"
urlpatterns = [path("", views.index, name="index"), path("mettre-a-jour/", views.update, name="update")]
