"""The screen of the sites that may read, below the admin's root."""

from django.urls import path

from cms.origins import views

app_name = "origins"
urlpatterns = [path("commune/<int:commune_id>/", views.Allow.as_view(), name="allow")]
