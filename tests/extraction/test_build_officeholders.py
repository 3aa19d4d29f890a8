import csv
import io

from articles.extraction import build_officeholders as build

GIVEN = """name,other_names,iso3,role,from,to,source
"Mr. Hâmid KARIM,",,AFG,Minister for Foregn Affairs,2003,2003,UNGDC speakers by session
Hâmid Karim,,AFG,Minister for Foreign Affairs,2009,2009,UNGDC speakers by session
Anna Lund,,USA,US chief of mission / country-mission norway,1997-06-03,1999-01-02,POCOM (Office)
Old Envoy,,USA,US chief of mission / country-mission norway,1897-06-03,1899-01-02,POCOM (Office)
Carla Ruiz,,PER,Minister of Health,,,CIA Chiefs of State 2019-06 snapshot
Closed Source,,PER,President,2001,2005,A list without a licence
RUIZ,,PER,President,2001,2005,UNGDC speakers by session
"""


def test_rows_of_open_sources_are_tidied_and_joined(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO(GIVEN))
    build.main()
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows == [
        list(build.COLUMNS),
        ["Anna Lund", "", "USA", "Ambassador", "1997", "1999", "POCOM", "public domain (US)"],
        ["Carla Ruiz", "", "PER", "Minister of Health", "2017", "2021", "CIA", "public domain (US)"],
        ["Hâmid Karim", "", "AFG", "Minister of Foreign Affairs", "1998", "2014", "UNGDC", "CC0 1.0"],
    ]
