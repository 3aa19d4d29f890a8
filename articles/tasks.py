"""Work for the background: `manage.py procrastinate worker` runs it."""

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
    return len(importing.add_statements(article, extraction.read(document, importing.issue_hints())))
