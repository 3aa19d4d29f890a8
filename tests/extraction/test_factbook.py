import csv
import gzip
import io

import pytest

from articles.extraction import build_factbook, build_parties, factbook

US = "public domain (US)"
HEADS = (
    "chief of state: President Ana RUIZ-MORA (since 1 May 2001); Vice Presidents Al McDONALD (since NA 2002)"
    " and Dr. Bo LEE (since 3 May 2003) head of government: Prime Minister KIM Yong-sam (since May 2004)"
    " cabinet: Cabinet of Jo KLEIN (since 2004)"
)
QUEEN = "chief of state: Queen MARY II (since 1952)"
PARTIES = (
    "Change or MC [Dr. Eva PAZ, chairman, and Al McDONALD]; none [Ca IZARES]; Green (Verde) Party [Jo REY]"
)
ROWS = {
    2004: [
        (1, "Executive branch", HEADS),
        (1, "Political parties and leaders", PARTIES),
        (1, "Diplomatic representation in the US", "chief of mission: Ambassador Pia SOL chancery: 1 A St"),
        (2, "Executive branch", f"{QUEEN} represented by Governor General Sir Tim O'HARA (since 2000)"),
        (3, "Executive branch", f"{QUEEN} cabinet: none"),
        (4, "Executive branch", "chief of state: Governor Max GUV (since 2000) cabinet: none"),
    ],
    2005: [
        (5, "Executive branch", "chief of state: President Ana RUIZ-MORA (since 1 May 2001) cabinet: none"),
        (5, "Political parties", "Change or MC [Eva PAZ] (acting)Ana's Front or a long word [Hizballah]"),
    ],
}


@pytest.fixture
def archive(tmp_path):
    """Peru (twice, under another number each year), Jamaica, Belize, the Cayman Islands."""
    tables, fields = tmp_path / "reference_tables", tmp_path / "fields"
    tables.mkdir()
    fields.mkdir()
    isos = enumerate(("PE", "JM", "BZ", "KY"), 1)
    (tables / "master_countries.csv").write_text(
        "MasterCountryID,ISOAlpha2\n" + "".join(f"{n},{iso}\n" for n, iso in isos)
    )
    (tables / "countries.csv").write_text("CountryID,MasterCountryID\n1,1\n2,2\n3,3\n4,4\n5,1\n6,\n")
    for year, rows in ROWS.items():
        lines = "".join(f"  ({n}, 1, {country}, N'{head}', N'{text.replace(chr(39), chr(39) * 2)}'),\n"
                        for n, (country, head, text) in enumerate(rows))  # fmt: skip
        text = f"-- {year}\nINSERT INTO CountryFields\nVALUES\n{lines}"
        (fields / f"country_fields_{year}.sql.gz").write_bytes(gzip.compress(text.encode()))
    return tmp_path


def made_by(command, archive, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["", str(archive)])
    command.main()
    head, *rows = csv.reader(io.StringIO(capsys.readouterr().out))
    assert head == list(command.COLUMNS)
    return [row[:-2] for row in rows if row[-2:] == ["World Factbook", US]]


def test_heads_and_ambassadors_of_states_with_their_years(archive, monkeypatch, capsys):
    assert made_by(build_factbook, archive, monkeypatch, capsys) == [
        ["Tim O'Hara", "JAM", "Governor General", "2000", "2005"],
        ["Al McDonald", "PER", "Vice President", "2002", "2005"],
        ["Ana Ruiz-Mora", "PER", "President", "2001", "2006"],
        ["Bo Lee", "PER", "Vice President", "2003", "2005"],
        ["Kim Yong-sam", "PER", "Prime Minister", "2004", "2005"],
        ["Pia Sol", "PER", "Ambassador to the US", "2004", "2005"],
    ]


def test_parties_and_who_led_them(archive, monkeypatch, capsys):
    assert made_by(build_parties, archive, monkeypatch, capsys) == [
        ["Ana's Front", "", "", "PER", "2005", "2005"],
        ["Change", "MC", "Al McDonald", "PER", "2004", "2004"],
        ["Change", "MC", "Eva Paz", "PER", "2004", "2005"],
        ["Green Party", "", "Jo Rey", "PER", "2004", "2004"],
    ]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Gen. Dr. Ana RUIZ", "Ana Ruiz"),
        ("Muhammad al-'ORAN", "Muhammad al-'Oran"),
        ("Juan CARLOS II", "Juan Carlos II"),
        ("RUIZ", None),
        ("Ana Ruiz", None),
        ("Mar a RUIZ", None),
        ("", None),
    ],
)
def test_a_name_has_its_family_name_in_capitals(printed, name):
    assert factbook.name(printed) == name
