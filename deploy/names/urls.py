"""Addresses of the screen of tasks."""

from django.urls import path

from deploy.names import views

app_name = "taches"
urlpatterns = [
    path("", views.Tasks.as_view(), name="index"),
    path("<int:pk>/", views.Confirm.as_view(), name="confirm"),
]
