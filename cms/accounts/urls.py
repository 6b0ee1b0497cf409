"""Addresses of the account screens, below the admin's root."""

from django.urls import path

from cms.accounts import people_views, second_factor_views

app_name = "accounts"

urlpatterns = [
    path("", people_views.index, name="index"),
    path("<int:commune_id>/", people_views.commune, name="commune"),
    path("<int:commune_id>/corriger/<int:membership_id>/", people_views.correct, name="correct"),
    path("<int:commune_id>/retirer/<int:membership_id>/", people_views.remove, name="remove"),
    path("<int:commune_id>/inviter-de-nouveau/<int:membership_id>/", people_views.invite_again, name="invite_again"),
    path("double-authentification/", second_factor_views.second_factor, name="second_factor"),
    path("codes-de-secours/", second_factor_views.recovery_codes, name="recovery_codes"),
    path("webmestres/", second_factor_views.webmestres, name="webmestres"),
    path("webmestres/<int:webmestre_id>/", second_factor_views.reset, name="reset_second_factor"),
]
