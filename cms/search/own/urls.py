"""The screen of the words of a commune, below the admin's root."""

from django.urls import path

from cms.search.own import views

app_name = "mots"
urlpatterns = [path("commune/<int:commune_id>/", views.Words.as_view(), name="words")]
