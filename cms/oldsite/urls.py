"""Addresses of the screens of what came from old sites, below the admin's root."""

from django.urls import path

from cms.oldsite import views

app_name = "oldsite"
urlpatterns = [
    path("", views.Runs.as_view(), name="index"),
    path("<int:pk>/", views.Show.as_view(), name="show"),
    path("<int:pk>/a-voir.csv", views.Export.as_view(), name="export"),
    path("<int:pk>/retirer/", views.Undo.as_view(), name="undo"),
]
