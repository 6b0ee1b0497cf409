"""Addresses that visitors reach below ``/_/contact/``."""

from django.urls import path

from modules.contact import views

urlpatterns = [
    path("defi/", views.challenge, name="challenge"),
    path("envoyer/", views.send, name="send"),
    path("confirmer/", views.confirm, name="confirm"),
    path("recu/", views.received, name="received"),
]
