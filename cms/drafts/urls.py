"""The screen of a page's addresses, below the admin's root."""

from django.urls import path

from cms.drafts import views

app_name = "drafts"

urlpatterns = [path("<int:page_id>/", views.links, name="links")]
