"""An article's copy in a web archive: as the file tells it, on the pages of the article and what it says."""

import pytest

from articles.importing.articles import import_article
from articles.importing.files.entries import ArticleText
from articles.models import Article, Statement

COPY = "https://web.archive.org/web/2017/https://a.org/b"


@pytest.mark.parametrize("copy", [COPY, ""])
def test_it_is_kept_and_linked_where_the_source_is_named(db, client, copy):
    text = "Russian Foreign Minister Sergei Lavrov said that sanctions led nowhere."
    import_article(ArticleText("a", text, "Words", "Gazette", url="https://a.org/b", archived_url=copy))
    article, statement = Article.objects.get(), Statement.objects.get()
    assert article.archived_url == copy
    for page in (article, statement):
        shown = client.get(page.get_absolute_url()).text
        assert (f'href="{COPY}" rel="noopener">archived copy' in shown) == bool(copy)
    assert client.get(f"/api/v1/articles/{article.pk}").json()["archived"] == copy
