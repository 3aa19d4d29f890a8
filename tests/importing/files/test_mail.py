import pytest

from articles.importing.files import mail
from articles.importing.files.entries import Flaw

HEAD = (
    "From: Press Office <press@mfa.example.org>\r\nTo: list@example.org\r\n"
    "Subject: =?utf-8?q?R=C3=A9ponse_to_the?=\r\n proposal\r\nDate: Wed, 05 Jul 2017 23:30:00 -0400\r\n"
    "MIME-Version: 1.0\r\n"
)
PARAGRAPH = "A paragraph of a long enough article about sanctions and diplomacy."
PAGE = f"<html><body><nav>Menu</nav><article>{f'<p>{PARAGRAPH}</p>' * 9}</article></body></html>"


def made(kind, body, head=HEAD):
    return f"{head}Content-Type: {kind}\r\n\r\n{body}".encode()


def flaw(data):
    with pytest.raises(Flaw) as caught:
        mail.read(data)
    return str(caught.value)


def test_headers_tell_the_title_the_source_and_the_day_at_the_sender():
    told = mail.read(made("text/plain; charset=utf-8", "Words.\r\n"))
    assert told.values == {
        "text": "Words.",
        "title": "Réponse to the proposal",
        "source": "Press Office",
        "published_on": "2017-07-05",
    }


def test_a_sender_without_a_name_is_its_domain():
    head = "From: press@mfa.example.org\r\nSubject: A\r\n"
    assert mail.read(made("text/plain", "Words.", head)).values["source"] == "mfa.example.org"


@pytest.mark.parametrize("date", ["yesterday", "Wed, 05 Jul 1605 23:30:00 -0400", "Wed, 99 Foo 2017"])
def test_a_day_that_is_none_is_left_out(date):
    head = f"From: a@example.org\r\nSubject: A\r\nDate: {date}\r\n"
    assert "published_on" not in mail.read(made("text/plain", "Words.", head)).values


def test_the_plain_part_is_read_rather_than_the_page():
    body = (
        "--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        f"Caf=E9.\r\n--x\r\nContent-Type: text/html\r\n\r\n{PAGE}\r\n--x--\r\n"
    )
    assert mail.read(made('multipart/alternative; boundary="x"', body)).values["text"] == "Café."


def test_a_page_is_read_where_nothing_else_is_said():
    read = mail.read(made("text/html; charset=utf-8", PAGE)).values["text"]
    assert PARAGRAPH in read
    assert "Menu" not in read


def test_lines_that_the_sender_broke_are_joined():
    lines = (
        "The Russian Foreign Minister, Sergei Lavrov, said on Tuesday that\r\n"
        "President Trump had been told.\r\n\r\nA new paragraph.\r\n"
    )
    assert mail.read(made("text/plain", lines)).values["text"] == (
        "The Russian Foreign Minister, Sergei Lavrov, said on Tuesday that President Trump had been told.\n\n"
        "A new paragraph."
    )
    flowed = mail.read(made("text/plain; format=flowed", "One \r\nTwo.\r\nThree.\r\n")).values["text"]
    assert flowed == "One Two.\nThree.\n\n"


def test_a_mail_whose_text_is_attached_says_so():
    part = "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf"
    body = f"--x\r\n{part}\r\n\r\n%PDF\r\n--x--\r\n"
    said = "holds no text of its own; import its attachments by themselves (1)"
    assert flaw(made('multipart/mixed; boundary="x"', body)) == said
    assert flaw(made("text/plain", "")) == "holds no text of its own"


def test_what_is_no_mail_says_so():
    assert flaw(b"Words.") == "is not a mail: it has no sender, subject or date; save its text as .txt"


def test_a_fault_of_the_library_is_a_sentence(monkeypatch):
    def stumble(*args, **options):
        raise IndexError

    monkeypatch.setattr(mail, "message_from_bytes", stumble)
    assert flaw(b"") == "is a mail that cannot be read (IndexError); save its text as .txt"
