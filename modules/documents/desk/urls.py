"""Addresses of the module below the admin's root: everything is looked for inside the commune that is named."""

from django.urls import path

from modules.documents.desk import acts, library, meetings, overview

app_name = "documents"

ACT = "<int:commune_id>/actes/<int:act_id>/"
MEETING = "<int:commune_id>/seances/<int:meeting_id>/"
DOWNLOAD = "<int:commune_id>/telechargements/<int:publication_id>/"

urlpatterns = [
    path("", overview.index, name="index"),
    path("<int:commune_id>/", overview.commune, name="commune"),
    path("<int:commune_id>/actes/ajouter/", acts.add, name="add"),
    path(ACT, acts.act, name="act"),
    path(f"{ACT}publier/", acts.publish, name="publish"),
    path(f"{ACT}version/", acts.correct, name="correct"),
    path(f"{ACT}retirer/<int:rank>/", acts.withdraw, name="withdraw"),
    path(f"{ACT}supprimer/", acts.delete, name="delete"),
    path(f"{ACT}fichier/<slug:which>/", acts.file, name="file"),
    path("<int:commune_id>/seances/ajouter/", meetings.add, name="add_meeting"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}modifier/", meetings.edit, name="edit_meeting"),
    path(f"{MEETING}depot/", meetings.deposit, name="deposit"),
    path(f"{MEETING}liste/", meetings.publish_list, name="publish_list"),
    path(f"{MEETING}supprimer/", meetings.delete, name="delete_meeting"),
    path("<int:commune_id>/telechargements/ajouter/", library.add, name="add_download"),
    path(DOWNLOAD, library.edit, name="download"),
    path(f"{DOWNLOAD}supprimer/", library.delete, name="delete_download"),
]
