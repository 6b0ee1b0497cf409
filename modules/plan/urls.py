"""Addresses that visitors reach below ``/_/plan/``."""

from django.urls import path

from modules.plan import views

urlpatterns = [path("tuiles/<int:zoom>/<int:x>/<int:y>.png", views.tile, name="tile")]
