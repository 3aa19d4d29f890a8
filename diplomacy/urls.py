"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

admin.site.site_header = admin.site.site_title = "Demarche"
admin.site.index_title = "Curation"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
]

handler404 = "articles.views.browse.not_found"
