import pytest

LONG = "/about/"  # enough that it is worth compressing


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip", "gzip"),
        ("br, gzip;q=0.5", "gzip"),
        ("gzip; q=1.0", "gzip"),
        ("gzip;q=0", None),
        ("br;q=1, gzip;q=0.000", None),
        ("GZIP ; Q = 0.0", None),
        ("identity", None),
    ],
)
def test_who_refuses_gzip_is_not_sent_it(client, db, accepted, encoding):
    response = client.get(LONG, headers={"Accept-Encoding": accepted})
    assert response.status_code == 200
    assert response.headers.get("Content-Encoding") == encoding
