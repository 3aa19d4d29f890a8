"""What is done in the background: how much waits and since when, and what failed for good."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from articles.addresses import number
from articles.formatting import count
from articles.importing.queue import WORK, depths, failed, retry
from articles.models import Article
from articles.views.access import for_editors, numbered, show_page


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def review_jobs(request: HttpRequest) -> HttpResponse:
    """A POST has one failed job (``job``), or all, tried again."""
    if request.method == "POST":
        chosen = failed()
        if "job" in request.POST:
            chosen = chosen.filter(pk=number(request.POST["job"]) or 0)
        messages.success(request, f"{count(retry(chosen), 'job')} will be tried again.")
        return redirect("review_jobs")
    page = numbered(request, failed())
    keys = {job.args.get("article_id") for job in page.object_list} - {None}
    articles = Article.objects.defer("text").in_bulk(keys)
    context = {
        "depths": depths(),
        "page": page,
        "failed": [(job, WORK[job.task_name], articles.get(job.args.get("article_id"))) for job in page],
        "now": timezone.now(),
        "messages": messages.get_messages(request),
    }
    return show_page(request, "articles/curate/review_jobs.html", context)
