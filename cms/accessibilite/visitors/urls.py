"""Addresses that visitors reach below ``/_/accessibilite/``."""

from django.urls import path

from cms.accessibilite.visitors import views

urlpatterns = [
    path("signaler/", views.form, name="form"),
    path("defi/", views.challenge, name="challenge"),
    path("envoyer/", views.send, name="send"),
    path("confirmer/", views.confirm, name="confirm"),
    path("recu/", views.received, name="received"),
]
