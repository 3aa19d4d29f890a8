"""The public addresses; an address once published keeps working."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path, re_path

from articles.views import (
    about,
    agreement,
    browse,
    citing,
    compare,
    contact,
    embedding,
    exchange,
    exports,
    feeds,
    follow,
    health,
    share_image,
    suggesting,
    values,
    votes,
)
from articles.views.account import api_tokens, own, signing_in
from articles.views.curate import adding, batches, coding, jobs, proposed_issues, queue, resolution, worklists
from articles.views.curate import feeds as feeds_followed
from articles.views.operations import metrics, status

CITE = r"cite\.(?P<kind>bib|ris|json|txt)"
KEY = "(?P<key>[-a-zA-Z0-9_]+)"

SITEMAPS = {"sitemaps": about.sitemaps()}

urlpatterns = [
    path("", browse.home, name="home"),
    path("statements/", browse.statement_list, name="statement_list"),
    path("statements/suggest/", suggesting.statement_suggest, name="statement_suggest"),
    path("statements/by/<slug:name>/", values.statement_values, name="statement_values"),
    path("statements/<int:pk>/", browse.statement_detail),
    path("statements/<int:pk>/<slug:slug>/", browse.statement_detail, name="statement_detail"),
    re_path(rf"^statements/(?P<pk>[0-9]{{1,18}})/{CITE}$", citing.statement_cite, name="statement_cite"),
    re_path(
        r"^statements\.(?P<kind>json|jsonl|csv|parquet)$", exports.statement_export, name="statement_export"
    ),
    re_path(
        r"^statements\.(?P<kind>jsonld|graphml)$", exchange.statement_exchange, name="statement_exchange"
    ),
    path("events.csv", exchange.statement_exchange, {"kind": "events"}, name="event_export"),
    path("feeds/statements.atom", feeds.StatementFeed(), name="statement_feed"),
    path("feeds/statements.json", feeds.StatementJsonFeed(), name="statement_json_feed"),
    path("articles/", browse.article_list, name="article_list"),
    path("articles/<int:pk>/", browse.article_detail),
    path("articles/<int:pk>/<slug:slug>/", browse.article_detail, name="article_detail"),
    path("countries/", browse.country_list, name="country_list"),
    re_path(r"^countries/(?P<iso3>[A-Za-z]{3})/$", browse.country_detail, name="country_detail"),
    path("blocs/", browse.bloc_list, name="bloc_list"),
    path("blocs/<slug:slug>/", browse.bloc_detail, name="bloc_detail"),
    path("actors/", browse.actor_list, name="actor_list"),
    path("actors/<slug:slug>/", browse.actor_detail, name="actor_detail"),
    path("shifts/", browse.shift_list, name="shift_list"),
    path("votes/", votes.roll_call_list, name="roll_call_list"),
    path("votes/<int:pk>/", votes.roll_call_detail, name="roll_call_detail"),
    path("issues/", browse.issue_list, name="issue_list"),
    path("issues/<slug:slug>/", browse.issue_detail, name="issue_detail"),
    path("compare/", compare.comparison_build, name="comparison_build"),
    re_path(r"^compare\.(?P<kind>json|csv)$", exports.comparison_export, name="comparison_export"),
    path("agreement/", agreement.agreement_show, name="agreement_show"),
    path("compare/share/", compare.comparison_share, name="comparison_share"),
    path("c/<slug:key>/", compare.comparison_show, name="comparison_show"),
    path("c/<slug:key>.json", compare.comparison_json, name="comparison_json"),
    path("c/<slug:key>/changes/", compare.comparison_changes, name="comparison_changes"),
    path("c/<slug:key>/evidence.jsonl", compare.comparison_evidence, name="comparison_evidence"),
    re_path(rf"^c/{KEY}/{CITE}$", citing.comparison_cite, name="comparison_cite"),
    re_path(rf"^c/{KEY}/card\.(?P<kind>svg|png)$", share_image.comparison_card, name="comparison_card"),
    path("c/<slug:key>/embed/", embedding.comparison_embed, name="comparison_embed"),
    path("follow/statements/", follow.follow_statements, name="follow_statements"),
    path("follow/compare/", follow.follow_comparison, name="follow_comparison"),
    path("follow/c/<slug:key>/", follow.follow_fixed, name="follow_fixed"),
    path("follow/by/<str:key>/", follow.follow_manage, name="follow_manage"),
    path("follow/by/<str:key>/end/", follow.follow_end, name="follow_end"),
    path("about/", about.about, name="about"),
    path("about/method/", about.method, name="about_method"),
    path("about/glossary/", about.glossary, name="about_glossary"),
    path("about/data/", about.data, name="about_data"),
    path("about/corrections/", about.corrected, name="about_corrections"),
    path("about/accessibility/", about.accessibility, name="about_accessibility"),
    path("robots.txt", about.robots, name="robots"),
    path("sitemap.xml", index, SITEMAPS, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, SITEMAPS, name="django.contrib.sitemaps.views.sitemap"),
    path("oembed", embedding.oembed, name="oembed"),
    path("review/", queue.review_queue, name="review_queue"),
    path("review/quality/", queue.review_quality, name="review_quality"),
    path("review/orphans/", worklists.review_orphans, name="review_orphans"),
    path("review/issues/", proposed_issues.review_issues, name="review_issues"),
    path("review/issues/<int:pk>/", proposed_issues.review_issue, name="review_issue"),
    path("review/add/", adding.review_add, name="review_add"),
    path("review/add/<int:pk>/", batches.review_batch, name="review_batch"),
    path("review/add/<int:pk>/report.csv", batches.review_batch_report, name="review_batch_report"),
    path("review/feeds/", feeds_followed.review_feeds, name="review_feeds"),
    path("review/jobs/", jobs.review_jobs, name="review_jobs"),
    path("review/state/", status.review_state, name="review_state"),
    path("review/mine/", worklists.review_mine, name="review_mine"),
    path("review/actors/", queue.review_actors, name="review_actors"),
    path("review/coding/", coding.coding_list, name="coding_list"),
    path("review/<int:pk>/coding/", coding.coding_desk, name="coding_desk"),
    path("review/<int:pk>/coding/open/", coding.coding_open, name="coding_open"),
    path("review/<int:pk>/agreement/", resolution.coding_agreement, name="coding_agreement"),
    path("review/<int:pk>/", queue.review_desk, name="review_desk"),
    path("account/", own.account, name="account"),
    path("account/login/", signing_in.account_login, name="account_login"),
    path("account/logout/", signing_in.account_logout, name="account_logout"),
    path("account/password/", own.account_password, name="account_password"),
    path("account/second-factor/", own.account_second_factor, name="account_second_factor"),
    path("account/tokens/", api_tokens.account_tokens, name="account_tokens"),
    path(".well-known/security.txt", contact.security_txt, name="security_txt"),
    path("metrics", metrics.metrics, name="metrics"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
