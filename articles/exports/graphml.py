"""Who takes which position, as a network of speakers and issues: GraphML that Gephi and networkx open."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from articles.exports.provenance import VERSION, Provenance

NODE = {
    "label": ("string", "Name of the speaker, or title of the issue"),
    "mode": ("string", "speaker or issue"),
    "kind": ("string", "Kind of speaker; empty for issues"),
    "country": ("string", "ISO 3166-1 alpha-3 code of the country the speaker spoke for"),
    "address": ("string", "Page on the site"),
}
EDGE = {
    "stance": ("string", "support, oppose, conditional or neutral"),
    "sign": ("int", "1 for support, -1 for oppose, 0 for others"),
    "weight": ("double", "Utterances"),
    "first": ("string", "Day of the first, YYYY-MM-DD; empty where nobody knows"),
    "last": ("string", "Day of the last"),
}
SIGNS = {"support": 1, "oppose": -1}
# What XML 1.0 cannot hold, however it is written.
UNPRINTABLE = {n: None for n in range(32) if n not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


@dataclass(frozen=True, slots=True)
class Node:
    """``key`` is unique among speakers and issues together."""

    key: str
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Edge:
    """One stance of a speaker on an issue, however often it was taken."""

    speaker: str
    issue: str
    values: Mapping[str, object]


def graphml(nodes: Iterable[Node], edges: Iterable[Edge], told: Provenance) -> Iterator[str]:
    """The file piece by piece. Edges with another stance between the same two stand beside each other."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    rights = ", ".join(filter(None, (told.licence, told.licence_url)))
    about = f"{told.site}, {told.address}, as known on {told.as_of.isoformat()}, {rights}, format {VERSION}"
    yield f"<!-- {_text(about).replace('--', '- -')} -->\n"
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for owner, keys in (("node", NODE), ("edge", EDGE)):
        for name, (kind, meaning) in keys.items():
            key = f'<key id="{owner}_{name}" for="{owner}" attr.name="{name}" attr.type="{kind}">'
            yield f"{key}<desc>{escape(meaning)}</desc></key>\n"
    yield '<graph id="positions" edgedefault="undirected">\n'
    for node in nodes:
        yield f"<node id={_quoted(node.key)}>{_data('node', node.values)}</node>\n"
    for n, edge in enumerate(edges):
        ends = f"source={_quoted(edge.speaker)} target={_quoted(edge.issue)}"
        yield f'<edge id="e{n}" {ends}>{_data("edge", edge.values)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(owner: str, values: Mapping[str, object]) -> str:
    return "".join(f'<data key="{owner}_{name}">{_text(str(value))}</data>' for name, value in values.items())


def _text(text: str) -> str:
    return escape(text.translate(UNPRINTABLE))


def _quoted(text: str) -> str:
    return quoteattr(text.translate(UNPRINTABLE))
