"""Addresses of the desk, below the admin's root."""

from django.urls import path

from cms.desk import views

app_name = "desk"

urlpatterns = [
    path("commune/", views.choose, name="choose"),
    path("communes/", views.communes, name="communes"),
    path("communes/<int:commune_id>/", views.commune, name="commune"),
    path("communes/<int:commune_id>/validation/", views.validation, name="validation"),
    path("communes/<int:commune_id>/mise-en-ligne/", views.put_online, name="put_online"),
    path("etat/<int:commune_id>/", views.state, name="state"),
    path("pages/<slug:kind>/", views.pages, name="pages"),
    path("contenus/<slug:module_code>/", views.module, name="module"),
]
