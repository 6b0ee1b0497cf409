"""Addresses of the desk, below the admin's root."""

from django.urls import path, re_path

from deploy.desk import tariffs, views, works
from deploy.ecole.views import Renew
from deploy.life import leaving
from deploy.life import views as life
from deploy.models.billing import SyntecIndex, Tariff

app_name = "subscriptions"
urlpatterns = [
    path("", views.index, name="index"),
    path("communes.csv", views.listed, name="list"),
    path("releves.csv", views.table, name="table"),
    path("prix/", tariffs.index, name="prices"),
    path("prix/<int:pk>/retirer/", tariffs.Forget.as_view(model=Tariff), name="forget_price"),
    path("indices/<int:pk>/retirer/", tariffs.Forget.as_view(model=SyntecIndex), name="forget_index"),
    path("<int:commune_id>/", views.sheet, name="sheet"),
    path("<int:commune_id>/releve-<int:year>.pdf", views.document, {"shape": "pdf"}, name="pdf"),
    path("<int:commune_id>/releve-<int:year>.csv", views.document, {"shape": "csv"}, name="csv"),
    path("<int:commune_id>/convention/", life.Write.as_view(), name="convention"),
    path("<int:commune_id>/convention/refuser/", life.Refuse.as_view(), name="refuse"),
    path("<int:commune_id>/convention/garder/", life.Keep.as_view(), name="keep"),
    path("<int:commune_id>/convention/arreter/", life.Stop.as_view(), name="stop"),
    path("<int:commune_id>/partir/", leaving.Leave.as_view(), name="leave"),
    path("<int:commune_id>/archive/", leaving.Archive.as_view(), name="archive"),
    path("<int:commune_id>/suspendre/", life.Suspend.as_view(), name="suspend"),
    path("<int:commune_id>/retablir/", life.Resume.as_view(), name="resume"),
    path("<int:commune_id>/remettre-a-neuf/", Renew.as_view(), name="renew"),
    path("<int:commune_id>/interventions/", works.add, name="add"),
    path("interventions/<int:pk>/", works.Intervene.as_view(), name="intervention"),
    path("interventions/<int:pk>/modifier/", works.Correct.as_view(), name="correct"),
    path("interventions/<int:pk>/revenir/", works.Back.as_view(), name="back"),
    path("interventions/<int:pk>/retirer/", works.Forget.as_view(), name="forget"),
    re_path(
        r"^interventions/(?P<pk>\d+)/(?P<step>chiffrer|accepter|terminer|abandonner)/$",
        works.Take.as_view(),
        name="step",
    ),
]
