"""Every public page there is, under the name of its address, as the demo's data fill it."""

from django.http import QueryDict
from django.utils import timezone

from articles import urls
from articles.compare.comparison import compare
from articles.compare.sharing import freeze
from articles.models import (
    Actor,
    Article,
    Delivery,
    Issue,
    Question,
    Reference,
    RollCall,
    Statement,
    Subscription,
    Vote,
)
from tests.selections import selection_of

THREE = "country=RUS&country=CHN&country=USA"
MACHINES = {
    *(
        "statement_export",
        "statement_feed",
        "statement_json_feed",
        "statement_cite",
        "comparison_export",
        "comparison_json",
    ),
    *(
        "comparison_cite",
        "comparison_card",
        "oembed",
        "healthz",
        "readyz",
        "robots",
        "sitemap",
        "statement_suggest",
    ),
    "comparison_evidence",
    "statement_exchange",
    "event_export",
    "language_choose",
    *("comparison_evidence", "metrics", "security_txt", "dataset_file"),
    "django.contrib.sitemaps.views.sitemap",
}
DESK = {
    "review_errors",
    *(
        "account",
        "account_logout",
        "account_password",
        "account_second_factor",
        "account_tokens",
        "review_state",
    ),
    "review_add",
    "review_batch",
    "review_batch_report",
    "review_queue",
    "review_desk",
    "review_quality",
    "review_actors",
    "review_mine",
    "review_inbox",
    "review_bulk",
    "review_read",
    "review_guidelines",
    "review_issue",
    "review_feeds",
    "review_issues",
    "review_jobs",
    "review_orphans",
    "coding_list",
    "coding_desk",
    "coding_open",
    "coding_agreement",
}  # for editors: tests/browser/test_desk.py

PAGES = {
    "home": lambda: "/",
    "statement_list": lambda: "/statements/?review=all",
    "statement_list, nothing fits": lambda: "/statements/?country=FRA&stance=conditional",
    "statement_list, read": lambda: "/statements/?q=russia+sanctions+july+2017",
    "statement_list, read in vain": lambda: "/statements/?q=lavrof+sanctions+2012",
    "statement_list, not understood": lambda: "/statements/?said_after=soon&country=XXX",
    "statement_values": lambda: "/statements/by/actor/?country=RUS&find=n",
    "statement_values, nothing fits": lambda: "/statements/by/source/?find=nobody",
    "statement_values, not understood": lambda: "/statements/by/actor/?country=XXX",
    "statement_detail": lambda: Statement.objects.published().earliest("pk").get_absolute_url(),
    "statement_detail, suggested": lambda: Statement.objects.waiting().earliest("pk").get_absolute_url(),
    "statement_report": lambda: f"/report/{Statement.objects.published().earliest('pk').pk}/",
    "exchange_detail": lambda: f"/statements/{exchange()}/exchange/",
    "shift_list": lambda: "/shifts/",
    "roll_call_list": lambda: roll_call() and "/votes/",
    "roll_call_detail": lambda: roll_call().get_absolute_url(),
    "article_list": lambda: "/articles/",
    "article_detail": lambda: Article.objects.earliest("pk").get_absolute_url(),
    "article_detail, suggestions": lambda: f"{Article.objects.latest('pk').get_absolute_url()}?review=all",
    "about": lambda: "/about/",
    "about_method": lambda: "/about/method/",
    "about_glossary": lambda: "/about/glossary/",
    "about_data": lambda: "/about/data/",
    "about_developers": lambda: "/about/developers/",
    "dataset": lambda: "/dataset/",
    "about_corrections": lambda: "/about/corrections/",
    "about_accessibility": lambda: "/about/accessibility/",
    "account_login": lambda: "/account/login/",
    "country_list": lambda: "/countries/",
    "country_detail": lambda: "/countries/RUS/",
    "bloc_list": lambda: "/blocs/",
    "bloc_detail": lambda: "/blocs/p5/",
    "actor_list": lambda: "/actors/",
    "actor_detail": lambda: Actor.objects.get(name="Nikki Haley").get_absolute_url(),
    "issue_list": lambda: "/issues/",
    "issue_detail": lambda: Issue.objects.get(title__contains="sanctions").get_absolute_url(),
    "comparison_build": lambda: f"/compare/?{THREE}",
    "comparison_build, bloc and speaker": lambda: "/compare/?country=USA&bloc=p5&actor=sergei-lavrov",
    "comparison_build, by month": lambda: f"/compare/?{THREE}&issue=military-force&by=month",
    "comparison_build, empty": lambda: "/compare/",
    "comparison_build, not understood": lambda: "/compare/?country=RUS&said_before=2017-13",
    "agreement_show": lambda: f"/agreement/?{THREE}",
    "follow_statements": lambda: "/follow/statements/?country=RUS",
    "follow_comparison": lambda: f"/follow/compare/?{THREE}",
    "follow_fixed": lambda: f"/follow{shared_address()}",
    "follow_manage": lambda: subscription().get_absolute_url(),
    "follow_end": lambda: f"{subscription().get_absolute_url()}end/",
    "comparison_share": lambda: f"/compare/share/?{THREE}",
    "comparison_show": lambda: shared_address(),
    "comparison_changes": lambda: f"{shared_address()}changes/",
    "comparison_embed": lambda: f"{shared_address()}embed/",
}


def exchange():
    """A statement that another one answers."""
    first, second = Statement.objects.published().order_by("said_on", "pk")[:2]
    Reference.objects.get_or_create(statement=second, to=first, kind="answers")
    return first.pk


def roll_call():
    """A vote that nobody held: the demo has none."""
    issue = Issue.objects.get(title__contains="sanctions")
    made, is_new = RollCall.objects.get_or_create(
        number="1", defaults={"held_on": "2017-08-01", "title": "Further sanctions", "reference": "a test"}
    )
    if is_new:
        choices = {"RUS": "yes", "USA": "no", "CHN": "abstain", "FRA": "absent"}
        Vote.objects.bulk_create(
            Vote(roll_call=made, country_id=country, choice=choice) for country, choice in choices.items()
        )
        Question.objects.create(roll_call=made, issue=issue)
    return made


def subscription():
    """Something followed, confirmed, and told of once."""
    now = timezone.now()
    made, is_new = Subscription.objects.get_or_create(
        what="statements",
        query="?country=RUS",
        way="email",
        address="reader@example.org",
        defaults={"title": "Statements: Russia", "site": "http://localhost", "note": "For the desk."}
        | dict.fromkeys(("confirmed_at", "due_at", "told_until"), now),
    )
    if is_new:
        content = {"summary": "2 new statements"}
        Delivery.objects.create(subscription=made, period="2026-11-30", content=content, state="sent")
    return made


def shared_address():
    selection = selection_of(QueryDict(THREE))
    shown = compare(selection, timezone.now(), with_basis=True)
    return freeze(shown, selection.query, note="Why.").get_absolute_url()


def unlisted():
    """The public pages of the site that this list forgot."""
    named = {pattern.name for pattern in urls.urlpatterns if pattern.name}
    return named - MACHINES - DESK - {name.partition(",")[0] for name in PAGES}
