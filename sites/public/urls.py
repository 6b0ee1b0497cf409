"""Addresses of the public views of the modules: ``public:<code>:<name>``, below ``/_/<code>/``."""

from django.urls import include, path

from sites.modules import installed_modules

app_name = "public"
urlpatterns = [
    path(f"{module.code}/", include((module.public_urls, module.code)))
    for module in installed_modules()
    if module.public_urls
]
