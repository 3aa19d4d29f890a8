"""The addresses of the API, below /api/v1/."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from articles.api import added, views
from articles.api.views import one_of

SLUG, ISO3 = "<slug:key>", "(?P<key>[A-Z]{3})"

urlpatterns = [
    path("schema.json", SpectacularJSONAPIView.as_view(), name="api_schema"),
    path("statements", views.Statements.as_view(), name="api_statements"),
    path("statements/<int:key>", views.OneStatement.as_view(), name="api_statement"),
    path("statements/<int:key>/accept", added.AcceptStatement.as_view(), name="api_accept"),
    path("facets", views.Facets.as_view(), name="api_facets"),
    path("coverage", views.CoverageOf.as_view(), name="api_coverage"),
    path("compare", views.Compare.as_view(), name="api_compare"),
    path(f"comparisons/{SLUG}", views.FixedComparison.as_view(), name="api_comparison"),
    path("articles", views.ArticlesAndNew.as_view(), name="api_articles"),
    path("articles/<int:key>", one_of(views.Articles), name="api_article"),
    path("articles/<int:key>/statements", added.ProposeStatement.as_view(), name="api_propose"),
    path("actors", views.Actors.as_view(), name="api_actors"),
    path(f"actors/{SLUG}", one_of(views.Actors, "slug"), name="api_actor"),
    path("roles", views.Roles.as_view(), name="api_roles"),
    path("roles/<int:key>", one_of(views.Roles), name="api_role"),
    path("countries", views.Countries.as_view(), name="api_countries"),
    re_path(f"^countries/{ISO3}$", one_of(views.Countries), name="api_country"),
    path("blocs", views.Blocs.as_view(), name="api_blocs"),
    path(f"blocs/{SLUG}", one_of(views.Blocs, "slug"), name="api_bloc"),
    path("issues", views.Issues.as_view(), name="api_issues"),
    path(f"issues/{SLUG}", one_of(views.Issues, "slug"), name="api_issue"),
    path("positions", views.Positions.as_view(), name="api_positions"),
    path("positions/<int:key>", one_of(views.Positions), name="api_position"),
    path("utterances", views.Utterances.as_view(), name="api_utterances"),
    path("utterances/<int:key>", one_of(views.Utterances), name="api_utterance"),
    re_path("", views.Nothing.as_view(), name="api_nothing"),
]
