"""Addresses of « Nouvelle commune », below the admin's root."""

from django.urls import path

from deploy.wizard import bulk, preview, views

app_name = "orders"
urlpatterns = [
    path("", views.choose, name="choose"),
    path("plusieurs/", bulk.Batch.as_view(), name="batch"),
    path("plusieurs/modele/", bulk.blank, name="blank"),
    path("<str:insee>/", views.Order.as_view(), name="order"),
    path("<str:insee>/apercu/", preview.Frame.as_view(), name="preview"),
    path("<str:insee>/apercu/accueil/", preview.home, name="home"),
    path("plan/<int:pk>/", views.Plan.as_view(), name="plan"),
    path("plan/<int:pk>/etat/", views.Progress.as_view(), name="progress"),
    path("plan/<int:pk>/retirer/", views.Discard.as_view(), name="discard"),
]
