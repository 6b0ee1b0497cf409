"""Addresses of the help for writing, below the admin's root."""

from django.urls import path

from cms.writing import photo
from cms.writing.again import again
from cms.writing.colours import preview
from cms.writing.point import point

app_name = "writing"

urlpatterns = [
    path("photo/<int:page_id>/", photo.send, name="photo"),
    path("photo/<int:image_id>/point/", point, name="point"),
    path("couleurs/<int:commune_id>/", preview, name="colours"),
    path("apparence/<int:commune_id>/reprendre/", again, name="look"),
]
