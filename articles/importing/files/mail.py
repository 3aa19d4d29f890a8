"""Mails (.eml): a press release with its subject, its sender and its day."""

import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from articles.importing.files import web_page
from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Flaw, Told, of_itself
from articles.importing.files.lines import paragraphs


def read(data: bytes) -> Told:
    try:
        return _told(message_from_bytes(data, policy=policy.default))
    except Flaw:
        raise
    except Exception as error:  # the library trusts headers, and these may be anything
        raise Flaw(f"is a mail that cannot be read ({type(error).__name__}); save its text as .txt") from None


def _told(mail: EmailMessage) -> Told:
    if not (mail["from"] or mail["subject"] or mail["date"]):
        raise Flaw("is not a mail: it has no sender, subject or date; save its text as .txt")
    sender = mail["from"].addresses[0] if mail["from"] and mail["from"].addresses else None
    return Told(
        of_itself(
            _text(mail),
            title=str(mail["subject"] or ""),
            source=(sender.display_name or sender.domain) if sender else "",
            published_on=_day(mail),
        )
    )


def _day(mail: EmailMessage) -> datetime.date | None:
    """The day on which it was sent, where it was sent."""
    sent = mail["date"].datetime if mail["date"] else None
    return sent.date() if sent else None


def _text(mail: EmailMessage) -> str:
    """The plain part if it says anything, else the article in the part in HTML."""
    plain = mail.get_body(preferencelist=("plain",))
    text = _plain(plain) if plain else ""
    if text.strip():
        return text
    html = mail.get_body(preferencelist=("html",))
    if html:
        return str(web_page.read(_bytes(html), html.get_content_charset() or "").values["text"])
    attached = sum(1 for _ in mail.iter_attachments())
    remedy = f"; import its attachments by themselves ({attached})" if attached else ""
    raise Flaw(f"holds no text of its own{remedy}")


def _plain(part: MIMEPart) -> str:
    text = decoded(_bytes(part), part.get_content_charset() or "", guess=True)
    lines = text.replace("\r\n", "\n").split("\n")
    if part.get_param("format", "") == "flowed":  # RFC 3676: a space at its end says that a line goes on
        return "".join(line if line.endswith(" ") and line != "-- " else f"{line}\n" for line in lines)
    return paragraphs(lines)


def _bytes(part: MIMEPart) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
