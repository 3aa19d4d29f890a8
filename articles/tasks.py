"""Work for the background: `manage.py procrastinate worker` runs it."""

from django.db import transaction
from procrastinate.contrib.django import app

from articles import extraction, importing
from articles.extraction.records import Document
from articles.models import Article


@app.task(name="read_article", queue="extraction", pass_context=False)
def read_article(article_id: int) -> int:
    """Find the statements of an article that has none yet; returns how many wait for review."""
    article = Article.objects.select_related("source").get(pk=article_id)
    if article.statements.exists():
        return 0
    document = Document(
        str(article.pk), article.text, article.published_on, article.title, article.source.name
    )
    records = extraction.read(document, importing.issue_hints())
    with transaction.atomic():
        texts = Article.objects.select_for_update().filter(pk=article_id)
        if texts.values_list("text_sha256", flat=True).get() == article.text_sha256:
            return len(importing.add_statements(article, records))
    return read_article(article_id)  # somebody replaced the text while we read
