"""All addresses of the site."""

from django.contrib import admin
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "Demarche"
admin.site.index_title = "Curation"

urlpatterns = [
    path("favicon.ico", lambda request: redirect(static("img/mark.svg"))),
    path("admin/", admin.site.urls),
    path("api/v1/", include("articles.api.urls")),
    path("", include("articles.urls")),
]

handler404 = "articles.views.browse.not_found"
