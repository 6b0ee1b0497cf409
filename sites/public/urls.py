"""Addresses of the public views of the modules and rooms: ``public:<code>:<name>``, below ``/_/<code>/``."""

from django.urls import include, path

from sites.modules import installed_modules
from sites.rooms import installed_rooms

app_name = "public"
urlpatterns = [
    path(f"{code}/", include((public_urls, code)))
    for code, public_urls in (
        *((module.code, module.public_urls) for module in installed_modules()),
        *((room.code, room.public_urls) for room in installed_rooms()),
    )
    if public_urls
]
