"""Pages in HTML: the article is found in the page, and what the page says of itself."""

import re
from typing import Any

from articles.importing.files.charsets import decoded
from articles.importing.files.entries import Flaw, Told, day_of, of_itself

MAX_BYTES = 5_000_000  # of markup; some take 7 s a MB, and a page that has more holds data
DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
DECLARED_XML = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
HEAD = 4_096  # bytes in which browsers look for the charset, and more


def read(data: bytes, charset: str = "", address: str = "") -> Told:
    """``charset`` is the one the server named; ``address`` stands where the page does not tell its own."""
    if len(data) > MAX_BYTES:
        raise Flaw(f"has {len(data):,} bytes of HTML; at most {MAX_BYTES:,} are read: save its text as .txt")
    html = markup(data, charset)
    page = _extracted(html, address)
    if page is None or not page.text:
        raise Flaw("no article text was found in the page")
    told = of_itself(
        page.text,
        title=page.title,
        source=page.sitename or page.hostname,
        published_on=day_of(page.date),
        url=page.url or address,
    )
    return Told(told, author=page.author or "")


def markup(data: bytes, charset: str = "") -> str:
    """The page as text, in the charset that the server or the page itself names, or that its letters tell."""
    return decoded(data, charset or declared(data), guess=True)


def declared(data: bytes) -> str:
    """The charset that a page or a file in XML names itself; empty if it names none."""
    found = DECLARED_XML.match(data[:HEAD]) or DECLARED.search(data[:HEAD])
    return found[1].decode("ascii") if found else ""


def _extracted(html: str, address: str) -> Any:
    import trafilatura  # takes 25 MB, which those who serve pages need not hold

    try:
        return trafilatura.bare_extraction(
            html, url=address or None, with_metadata=True, include_comments=False
        )
    except Exception as error:  # the library reads what pages say of themselves, and that may be anything
        raise Flaw(
            f"is a page that cannot be read ({type(error).__name__}); save its text as .txt with metadata"
        ) from None
