"""While several editors code an article blind to each other, its statements stay as they are."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from articles.models import CodingTask
from articles.registry.locking import Refused

_resolving: ContextVar[bool] = ContextVar("resolving", default=False)


@contextmanager
def resolving() -> Iterator[None]:
    """Inside, verbs apply to articles being coded: the chief editor resolves the codes."""
    token = _resolving.set(True)
    try:
        yield
    finally:
        _resolving.reset(token)


def require_uncoded(articles: Collection[int]) -> None:
    """Refused if one of the articles (ids) is being coded. Ask when the statements are locked."""
    if _resolving.get():
        return
    task = CodingTask.objects.open().filter(article__in=articles).select_related("article").first()
    if task:
        raise Refused(
            f"“{task.article}” is being coded (coding task {task.pk}): until that is closed, its statements "
            "change only as the chief editor resolves the codes. Nothing was changed."
        )
