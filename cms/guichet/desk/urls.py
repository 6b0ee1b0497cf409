"""Addresses of the screens of what was received."""

from django.urls import path

from cms.guichet.desk import views

app_name = "guichet"
urlpatterns = [
    path("", views.Received.as_view(), name="index"),
    path("messages.csv", views.Export.as_view(), {"shape": "csv"}, name="csv"),
    path("messages.xlsx", views.Export.as_view(), {"shape": "xlsx"}, name="xlsx"),
    path("<int:pk>/", views.Read.as_view(), name="read"),
    path("<int:pk>/traite/", views.Handle.as_view(), name="handle"),
    path("<int:pk>/effacer/", views.Delete.as_view(), name="delete"),
    path("piece/<int:pk>/", views.Piece.as_view(), name="piece"),
]
