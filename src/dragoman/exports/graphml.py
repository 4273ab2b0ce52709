"""GraphML: parties as nodes, and an edge for each act of one towards another.

A node is a party by code and name. An edge goes from who acts to who is acted on; between parties of whom nobody is clearly the doer there
is one edge with `mutual` true, in the order of the text. Events with nobody on one side are no edges. Every edge says how sure the text
is and whether the act is told as future, hypothetical or not done.
"""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dragoman.records import Event, Party
from dragoman.telling.plain import CONTROL

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)

NODE_KEYS = {"label": "string", "code": "string", "country": "string", "sector": "string", "wikidata": "string"}
EDGE_KEYS = {
    "type": "string",
    "mode": "string",
    "quad": "int",
    "intensity": "double",
    "day": "string",
    "certainty": "string",
    "auxiliary": "string",
    "according_to": "string",
    "place": "string",
    "mutual": "boolean",
    "event": "string",
    "article": "string",
}


def graphml_lines(events: Iterable[Event]) -> Iterator[str]:
    """The graph. A node stands before its first edge, so that memory grows with the parties only."""
    yield HEAD
    for scope, keys in (("node", NODE_KEYS), ("edge", EDGE_KEYS)):
        for name, kind in keys.items():
            yield f'<key id="{scope}_{name}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="events" edgedefault="directed">\n'
    numbers: dict[tuple[str, str], int] = {}
    count = 0
    for event in events:
        for source, target in edges_of(event):
            for party in (source, target):
                if key_of(party) not in numbers:
                    numbers[key_of(party)] = len(numbers)
                    yield _node(numbers[key_of(party)], party)
            yield _edge(count, numbers[key_of(source)], numbers[key_of(target)], event)
            count += 1
    yield "</graph>\n</graphml>\n"


def key_of(party: Party) -> tuple[str, str]:
    """What makes two parties one node."""
    return party.code, party.name


def edges_of(event: Event) -> Iterator[tuple[Party, Party]]:
    """From whom to whom; each pair once where nobody is clearly the doer."""
    if event.recipients:
        yield from ((one, other) for one in event.actors for other in event.recipients)
    else:
        yield from combinations(event.actors, 2)


def _node(number: int, party: Party) -> str:
    values = {
        "label": party.name,
        "code": party.code,
        "country": party.country,
        "sector": party.sector,
        "wikidata": party.wikidata,
    }
    return f'<node id="n{number}">{_data("node", values)}</node>\n'


def _edge(number: int, source: int, target: int, event: Event) -> str:
    values = {
        "type": event.type,
        "mode": event.mode,
        "quad": event.quad,
        "intensity": event.intensity,
        "day": event.when.start or event.when.end,
        "certainty": event.certainty.label,
        "auxiliary": event.auxiliary,
        "according_to": event.certainty.source,
        "place": event.where.name if event.where else None,
        "mutual": "true" if not event.recipients else "false",
        "event": event.id,
        "article": event.article,
    }
    return f'<edge id="e{number}" source="n{source}" target="n{target}">{_data("edge", values)}</edge>\n'


def _data(scope: str, values: dict[str, Any]) -> str:
    """What is known; what is not has no element."""
    return "".join(
        f"<data key={quoteattr(f'{scope}_{name}')}>{escape(CONTROL.sub('', str(value)))}</data>"
        for name, value in values.items()
        if value is not None
    )
