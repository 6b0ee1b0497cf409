"""The screens of the addresses to tell, below the admin's root."""

from django.urls import path

from cms.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("commune/<int:commune_id>/", views.Index.as_view(), name="index"),
    path("<int:pk>/", views.Show.as_view(), name="show"),
    path("message/<int:pk>/", views.Again.as_view(), name="again"),
]
