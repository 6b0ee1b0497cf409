"""Addresses of the lists of redirects, below the admin's root."""

from django.urls import path

from cms.forwarding import views

app_name = "forwarding"
urlpatterns = [
    path("", views.Lists.as_view(), name="index"),
    path("<int:pk>/", views.Show.as_view(), name="show"),
    path("<int:pk>/ecrire/", views.Apply.as_view(), name="apply"),
    path("<int:pk>/retirer/", views.Undo.as_view(), name="undo"),
]
