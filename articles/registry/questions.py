"""Which issues a roll call may be on, by its wording."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils

from articles.models import Issue

LEAST, MOST = 55, 5  # likeness of 100, and how many are offered


def likely_issues(title: str, issues: Iterable[Issue]) -> list[Issue]:
    """Those whose titles share most of their words with the title of the roll call, most alike first."""
    by_title = {issue.title: issue for issue in issues}
    found = process.extract(
        title,
        list(by_title),
        scorer=fuzz.token_set_ratio,
        processor=utils.default_process,
        limit=MOST,
        score_cutoff=LEAST,
    )
    return [by_title[name] for name, *_ in found]
