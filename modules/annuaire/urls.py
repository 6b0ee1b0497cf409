"""Addresses that visitors reach below ``/_/annuaire/``."""

from django.urls import path

from modules.annuaire import views

LINK = "lien/<str:token>/corriger/"
ENTRY = "corriger/<int:fiche_id>/"

urlpatterns = [
    path("defi/", views.challenge, name="challenge"),
    path("envoyer/", views.send, name="send"),
    path("confirmer/", views.confirm, name="confirm"),
    path("recu/", views.received, name="received"),
    path(ENTRY, views.correct, name="correct"),
    path(f"{ENTRY}envoyer/", views.correct_send, name="correct_send"),
    path(f"{ENTRY}confirmer/", views.correct_confirm, name="correct_confirm"),
    path(f"{ENTRY}recu/", views.correct_received, name="correct_received"),
    path(LINK, views.held, name="held"),
    path(f"{LINK}envoyer/", views.held_send, name="held_send"),
    path(f"{LINK}confirmer/", views.held_confirm, name="held_confirm"),
    path(f"{LINK}recu/", views.held_received, name="held_received"),
    path("lien/<str:token>/<str:purpose>/", views.answer, name="answer"),
]
