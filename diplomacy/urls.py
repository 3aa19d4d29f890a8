"""All addresses of the site."""

from django.contrib import admin
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path

from articles.admin.opening import view_on_site
from articles.views.account.signing_in import account_login

admin.site.site_header = admin.site.site_title = "Demarche"
admin.site.index_title = "Curation"

urlpatterns = [
    path("favicon.ico", lambda request: redirect(static("img/mark.svg"))),
    path("admin/login/", account_login, {"otherwise": "admin:index"}, name="admin_login"),
    path("admin/r/<path:content_type_id>/<path:object_id>/", admin.site.admin_view(view_on_site)),
    path("admin/", admin.site.urls),
    path("api/v1/", include("articles.api.urls")),
    path("", include("articles.urls")),
]

handler404 = "articles.views.browse.not_found"
handler500 = "articles.views.outage.broken"
