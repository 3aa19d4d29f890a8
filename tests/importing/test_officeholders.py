import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from articles.importing import officeholders
from articles.importing.files.entries import Flaw
from articles.importing.office_terms import Refused, Term
from articles.importing.officeholders import Known, Written, record
from articles.models import Actor, ActorAlias, Role
from articles.registry.actors import actor_of, add_alias
from tests.factories import SPEAKERS

D = datetime.date.fromisoformat
HEADER = "name,other_names,iso3,role,from,to,source"


def term(name="Ana Paz", iso3="PER", title="Minister", start="2001-02-03", end="2004-05-06", aliases=()):
    days = (D(start), D(end) if end else None)
    return Term("line 2", name, tuple(aliases), iso3, title, *days, reference="Gazette")


def put(*terms):
    return list(record(terms))


def person(name, iso3="PER", **more):
    slug = f"{name}-{iso3}".lower().replace(" ", "-")
    return Actor.objects.create(name=name, slug=slug, kind="person", country_id=iso3, **more)


def held():
    """(name, country, title, from, to) of every role."""
    rows = Role.objects.order_by("pk").values_list("actor__name", "country", "title", "starts_on", "ends_on")
    return [(*row[:3], str(row[3]), str(row[4])) for row in rows]


def test_a_person_is_new_with_their_names_and_role(db):
    assert put(term(aliases=["A. Paz", "a. paz", "Ana  PAZ"])) == [Written("line 2", True, False)]
    ana = Actor.objects.get(name="Ana Paz")
    assert (ana.kind, ana.country_id, ana.slug) == ("person", "PER", "ana-paz")
    assert list(ana.aliases.values_list("name", flat=True)) == ["A. Paz"]
    assert held() == [("Ana Paz", "PER", "Minister", "2001-02-03", "2004-05-06")]
    assert ana.roles.get().reference == "Gazette"


def test_the_same_again_writes_nothing(db):
    rows = [term(aliases=["A. Paz"]), term(title="President", end=None), term("Bo Li", "CHN")]
    assert put(*rows) == [
        Written("line 2", True, False),
        Written("line 2", False, True),
        Written("line 2", True, False),
    ]
    numbers = Actor.objects.count(), Role.objects.count(), ActorAlias.objects.count()
    assert put(*rows) == [Known("line 2")] * 3
    assert (Actor.objects.count(), Role.objects.count(), ActorAlias.objects.count()) == numbers


@pytest.mark.parametrize("name", ["ana PAZ", "The Fox", "the fox", "Ana Paz Ruiz"])
def test_whoever_bears_the_name_gets_the_role(db, name):
    ana = person("Ana Paz")
    add_alias(ana, "the Fox")
    add_alias(ana, "Ana Paz Ruiz")
    assert put(term(name)) == [Written("line 2", False, False)]
    assert Role.objects.get().actor == ana


def test_another_name_in_the_row_leads_to_who_is_called_so(db):
    ana = person("Ana Paz")
    put(term("A. M. Paz", aliases=["Ana Paz"]), term("a. m. paz", title="President"))
    assert set(Role.objects.values_list("actor", "title")) == {(ana.pk, "Minister"), (ana.pk, "President")}
    assert list(ana.aliases.values_list("name", flat=True)) == ["A. M. Paz"]


def test_nobody_is_merged_into_a_person_of_another_country(db):
    chilean = person("Ana Paz", "CHL")
    stateless = person("Ana Paz", None)
    add_alias(person("Ana Ruiz", "CHL"), "A. Paz")
    put(term(aliases=["A. Paz"]))
    assert not Role.objects.filter(actor__in=[chilean, stateless]).exists()
    ana = Role.objects.get().actor
    assert (ana.name, ana.country_id) == ("Ana Paz", "PER")


def test_an_office_of_that_name_is_no_person(db):
    office = Actor.objects.create(name="Ana Paz", slug="office", kind="office", country_id="PER")
    put(term())
    assert Role.objects.get().actor != office


def test_a_shared_other_name_merges_nobody(db):
    add_alias(person("Liu Jieyi", "CHN"), "Liu")
    put(term("Liu He", "CHN", aliases=["Liu"]))
    assert held()[0][0] == "Liu He"
    assert Actor.objects.named("Liu").count() == 2


def test_a_name_that_several_bear_is_refused(db):
    for name in ("Li Bo", "Li An"):
        add_alias(person(name, "CHN"), "Li")
    reason = "name means several: “Li” may be Li An or Li Bo; give the full name"
    assert put(term("Li", "CHN"), term()) == [
        Refused("line 2", "name means several", reason),
        Written("line 2", True, False),
    ]


def test_a_merged_name_leads_to_the_one_it_was_merged_into(db):
    ana = person("Ana Paz")
    person("Anna Paz", merged_into=ana)
    put(term("Anna Paz"))
    assert Role.objects.get().actor == ana


def test_a_name_merged_into_another_country_is_refused(db):
    person("Anna Paz", merged_into=person("Ana Paz", "CHL"))
    [refused] = put(term("Anna Paz"))
    assert refused.reason == "name was merged: “Anna Paz” is Ana Paz now, of another country or kind"
    assert not Role.objects.exists()


def test_another_end_of_the_same_term_is_refused(db):
    put(term())
    [refused] = put(term(end=None))
    assert refused.reason == (
        "another end on record: on record it ends 6 May 2004, here never; mend one of them"
    )
    assert held() == [("Ana Paz", "PER", "Minister", "2001-02-03", "2004-05-06")]


def test_addresses_stay_apart_within_one_file_and_from_those_on_record(db):
    person("Ana Paz", None)
    Actor.objects.update(slug="ana-paz")
    put(term(), term(iso3="CHL"), term("Ana-Paz", "CHL"), term("—"))
    assert list(Actor.objects.order_by("pk").values_list("slug", flat=True)) == [
        "ana-paz",
        "ana-paz-per",
        "ana-paz-chl",
        "ana-paz-chl-2",
        "actor",
    ]


@pytest.mark.parametrize(
    ("day", "title"),
    [("2001-02-02", None), ("2001-02-03", "Minister"), ("2004-05-06", "Minister"), ("2004-05-07", None)],
)
def test_a_statement_gets_the_role_of_its_day(world, day, title):
    put(term("Sergei Lavrov", "RUS"))
    role = world.say("Lavrov", "Words.", on=day).attributions.get().role
    assert (role and role.title) == title


@pytest.mark.parametrize(("day", "title"), [("2004-05-06", "Minister"), ("2004-05-07", "Envoy")])
def test_between_two_terms_the_day_decides(world, day, title):
    put(term("Sergei Lavrov", "RUS"), term("Sergei Lavrov", "RUS", "Envoy", "2004-05-07", None))
    assert world.say("Lavrov", "Words.", on=day).attributions.get().role.title == title


def test_who_comes_from_a_list_is_known_to_texts(db):
    put(term("Sergei Lavrov", "RUS"))
    assert actor_of(SPEAKERS["Lavrov"]) == Actor.objects.get(kind="person")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_chunk_costs_the_same_however_many_its_rows(db, django_assert_num_queries, rows):
    person("Bo Li", "CHN")
    with django_assert_num_queries(12):
        put(*[term(f"Ana {n}", aliases=[f"A. {n}"]) for n in range(rows)])


def test_the_history_tells_what_came_from_one_list(db):
    put(term(), term("Bo Li", "CHN"))
    person("By Hand")
    told = Actor.pgh_event_model.objects.filter(kind="person").order_by("pgh_id")
    [one, other, by_hand] = told.values_list("pgh_context", "pgh_context__metadata")
    assert one == other
    assert one[1] == {"command": "import_roles"}
    assert by_hand == (None, None)


def test_what_is_written_in_one_chunk_is_known_in_the_next(db, monkeypatch):
    monkeypatch.setattr(officeholders, "CHUNK", 1)
    outcomes = put(term(aliases=["A. Paz"]), term("A. Paz", title="President"), term())
    assert outcomes == [Written("line 2", True, False), Written("line 2", False, False), Known("line 2")]


def test_a_fault_in_the_middle_leaves_nothing_written(db, monkeypatch):
    monkeypatch.setattr(officeholders, "CHUNK", 1)

    def rows():
        yield term()
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="the disk went away"):
        list(record(rows()))
    assert not Role.objects.exists()
    assert not Actor.objects.filter(kind="person").exists()


def test_a_person_made_meanwhile_leaves_nothing_written(db, monkeypatch):
    monkeypatch.setattr(officeholders, "CHUNK", 1)
    outcomes = record([term("Bo Li", "CHN"), term()])
    next(outcomes)
    person("Ana Paz")
    with pytest.raises(Flaw, match="somebody else changed the actors meanwhile, so nothing was written"):
        list(outcomes)
    assert not Role.objects.exists()


class TestCommand:
    def run(self, path):
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command("import_roles", str(path), stdout=out, stderr=err)
        except CommandError as error:
            return error.returncode, out.getvalue(), err.getvalue(), str(error)
        return 0, out.getvalue(), err.getvalue(), ""

    def put(self, folder, *lines):
        path = folder / "terms.csv"
        path.write_text("\n".join([HEADER, *lines]))
        return path

    def test_good_rows_are_written_and_bad_ones_named(self, db, tmp_path):
        good = "Ana Paz,,PER,Minister,2001-02-03,,Gazette"
        path = self.put(tmp_path, good, "Ana Paz,,YUG,Envoy,2001-02-03,,Gazette", "Bo,,CHN,Envoy,,,Gazette")
        status, out, err, fault = self.run(path)
        assert status == 1
        assert err == (
            f"{path} line 3: former state: YUG was Yugoslavia; give the state of today, or leave it out\n"
            f"{path} line 4: no dates: the role would hold for ever; give from\n"
        )
        assert out == (
            "1 role written, with 1 new person; 0 rows known already, 2 refused\n"
            "1 role of these without an end: held from then on\n"
            "  refused, former state: 1\n"
            "  refused, no dates: 1\n"
        )
        assert fault == "2 rows could not be imported; all others were."
        assert held() == [("Ana Paz", "PER", "Minister", "2001-02-03", "None")]

    def test_the_same_again_is_said(self, db, tmp_path):
        path = self.put(tmp_path, "Ana Paz,,PER,Minister,2001-02-03,2004-05-06,Gazette")
        assert self.run(path)[:3] == (
            0,
            "1 role written, with 1 new person; 0 rows known already, 0 refused\n",
            "",
        )
        assert self.run(path)[:3] == (
            0,
            "0 roles written, with 0 new persons; 1 row known already, 0 refused\n",
            "",
        )

    def test_a_file_that_is_no_list_is_named(self, db, tmp_path):
        path = tmp_path / "terms.csv"
        path.write_text("a,b\n1,2\n")
        status, out, err, fault = self.run(path)
        assert (status, out, err) == (1, "", "")
        assert fault.startswith(f"{path}: the first line lacks the column name, iso3, role, from, to, source")
