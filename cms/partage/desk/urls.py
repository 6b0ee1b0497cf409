"""Addresses of sharing, below the admin's root."""

from django.urls import path

from cms.partage.desk import proposing, views

app_name = "partage"

urlpatterns = [
    path("", views.start, name="start"),
    path("<int:commune_id>/", views.board, name="board"),
    path("proposer/<int:page_id>/", proposing.propose, name="propose"),
    path("proposer/<str:kind>/<int:row_id>/", proposing.propose_row, name="propose_row"),
]
