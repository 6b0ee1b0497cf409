"""Addresses of the screen of messages."""

from django.urls import path

from cms.courrier import views

app_name = "courrier"
urlpatterns = [
    path("", views.Messages.as_view(), name="index"),
    path("<int:pk>/", views.Retry.as_view(), name="retry"),
]
