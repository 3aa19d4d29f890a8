"""Statements made for members of these blocs while they were members."""

from articles.browse.choices import begun, things
from articles.browse.fields import several
from articles.browse.filters import speaking
from articles.browse.filters.declaration import Counted, Filter, Wanted, named
from articles.language import text
from articles.models import Bloc
from articles.models.statements import StatementQuerySet

BLOC = "country__memberships__bloc"


def narrow(statements: StatementQuerySet, wanted: Wanted) -> StatementQuerySet:
    slugs = (bloc.slug for bloc in wanted["bloc"])
    return statements.by_bloc(*slugs, firsthand=bool(wanted.get("hand")))


FILTER = Filter(
    field=several(text("a known bloc"), Bloc.objects.all(), "slug"),
    narrow=narrow,
    column=speaking.column("bloc"),
    chip=named,
    counted=Counted(
        place=2,
        title=text("Bloc"),
        plural=text("blocs"),
        known=things(Bloc.objects.all, lambda words: begun(words, "name"), "slug", "name"),
        by_sql=speaking.by_sql("bloc", f"{BLOC}__slug", f"{BLOC}__name"),
        by_index=speaking.by_index("bloc"),
        may_be_empty=False,  # a site may have none
    ),
)
