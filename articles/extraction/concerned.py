"""Which issues with key phrases a statement can be on at all: those of whose countries there is talk.

"Sanctions" alone names no issue: it is the sanctions on the country that the sentence names, or else the
article's title, or else that of which the article speaks most.
"""

from collections import Counter
from collections.abc import Sequence

from . import gazetteer
from .passage import sentence_around
from .records import Document, IssueHint, Span, Speaker

MOST_NAMED = 2  # countries that an article is about: as a rule one acts and one is acted upon


class Concerned:
    """For the statements of one document."""

    def __init__(self, document: Document, issues: Sequence[IssueHint]) -> None:
        self.text, self.issues = document.text, issues
        self._limited = any(issue.about and issue.phrases for issue in issues)
        if self._limited:
            named = Counter(place.iso3 for place in gazetteer.scan(document.text))
            self._title = {place.iso3 for place in gazetteer.scan(document.title)}
            self._named_most = {iso3 for iso3, _ in named.most_common(MOST_NAMED)}

    def by(self, fragments: Sequence[Span], speakers: Sequence[Speaker]) -> list[IssueHint]:
        """The issues that what was said there may be on; those that concern no country always."""
        if not self._limited:
            return list(self.issues)
        own = {speaker.country for speaker in speakers}
        sentence = sentence_around(self.text, fragments[0][0], fragments[-1][1])
        named = {place.iso3 for place in gazetteer.scan(sentence)}
        others = named - own
        return [
            issue
            for issue in self.issues
            if not (issue.about and issue.phrases) or self._fits(set(issue.about), named, others)
        ]

    def _fits(self, about: set[str], named: set[str], others: set[str]) -> bool:
        """By what is nearest: a sentence that names other countries alone is about these."""
        if about & named or others:
            return bool(about & named)
        return bool(about & (self._title or self._named_most)) or bool(about & self._named_most)
