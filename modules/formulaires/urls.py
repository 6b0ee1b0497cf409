"""Addresses that visitors reach below ``/_/formulaires/``."""

from django.urls import path

from modules.formulaires import views

urlpatterns = [
    path("defi/", views.challenge, name="challenge"),
    path("<int:form_id>/envoyer/", views.send, name="send"),
    path("<int:form_id>/confirmer/", views.confirm, name="confirm"),
    path("<int:form_id>/recu/", views.received, name="received"),
]
