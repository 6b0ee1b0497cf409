"""Addresses of the help, below the admin's root."""

from django.urls import path

from cms.aide import views

app_name = "aide"

urlpatterns = [
    path("", views.page, name="index"),
    path("captures/<slug:guide>.webp", views.picture, name="picture"),
    path("<slug:guide>/", views.page, name="page"),
]
