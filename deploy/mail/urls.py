"""Addresses of the two pages, under the admin's name."""

from django.urls import path

from deploy.mail import views

app_name = "boite"
urlpatterns = [
    path("boite/mot-de-passe/", views.change, name="change"),
    path("boite/ouvrir/<str:token>/", views.choose, name="choose"),
]
