"""XML from elsewhere: nothing is loaded or expanded that it names."""

from typing import Any

from articles.importing.files.entries import Flaw

MOST_TAGS = 3_000_000  # each element takes some 100 bytes of memory, however short its name


def parsed(data: bytes) -> Any:
    """The root element (lxml); Flaw if it is broken or declares entities, which may stand for anything."""
    from lxml import etree

    if data.count(b"<") > MOST_TAGS:
        raise Flaw(f"holds XML with more than {MOST_TAGS:,} tags; split it")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Flaw(f"holds broken XML: {str(error)[:200]}") from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(iter(declared.iterentities()), None) is not None:
        raise Flaw("holds XML that declares entities, and these are not read; save it anew")
    return root


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
