"""The 22 filters of /statements/ that are measured, from none to very selective."""

from articles.models import Actor, Country, Issue, Source

# Names in braces are filled in with values of the corpus.
FILTERS = """
(none)
review=all
sort=oldest
kind=direct
stance=oppose
said_after=2015
said_after=2020-03&said_before=2020-05
said_after=2021-06-01&said_before=2021-06-02
country={country}
country={other}
country={country}&country={other}
country={country}&said_after=2020
bloc=bloc-1
issue={issue}
issue={issue}&stance=support
issue={rare_issue}
source={source}
actor={actor}
actor={rare_actor}
q=peace+talks
country={country}&issue={issue}&kind=indirect
country={other}&issue={rare_issue}&stance=support&stance=oppose&said_after=2010
"""


def queries() -> list[str]:
    """The filters, with values that are frequent and rare in the corpus."""
    countries = list(Country.objects.order_by("iso2").values_list("pk", flat=True)[:100])
    actors, issues, sources = (list(m.objects.order_by("pk")[:500]) for m in (Actor, Issue, Source))
    values = {
        "country": countries[0],
        "other": countries[60],
        "issue": issues[0].slug,
        "rare_issue": issues[250].slug,
        "actor": actors[0].slug,
        "rare_actor": actors[400].slug,
        "source": sources[2].slug,
    }
    return ["" if text == "(none)" else text.format(**values) for text in FILTERS.split()]
