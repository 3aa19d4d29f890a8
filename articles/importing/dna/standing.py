"""What an article or a statement is now, so that it can be told whether it still is what a file said."""

from typing import Any

from articles.models import Article, Statement

Standing = dict[str, Any]


def article_standing(article: Article) -> Standing:
    """Of an article with its source."""
    return {
        "title": article.title,
        "source": article.source.name,
        "author": article.author,
        "published_on": article.published_on and article.published_on.isoformat(),
        "text": article.text_sha256,
    }


def statement_standing(statement: Statement) -> Standing:
    """Of a statement with its context (``with_context``)."""
    speakers = [
        [each.actor.name, each.country_id, each.body_id, each.role_title] for each in statement.speakers
    ]
    return {
        "fragments": [list(each) for each in statement.fragments],
        "speakers": sorted(speakers, key=str),
        "positions": sorted([each.issue.title, each.stance] for each in statement.positions.all()),
        "said_on": statement.said_on and statement.said_on.isoformat(),
    }
