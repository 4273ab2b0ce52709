"""Pictures made on the server, as SVG with a table twin: no browser, no script, legible on light and dark screens and in print.

Each function takes frozen records and returns a `Picture`: `.svg` for a page or a file, `.columns` and `.rows` for the same in figures,
and `to_png(picture.svg)` for a document. Colour never alone tells things apart; what is not known is hatched or left out, never zero.
"""

from .bars import Bar, Part, bars, standing_bars
from .drawing import Picture
from .lines import Level, Line, Mark, Point, line_chart
from .maps import MapPoint, map_of
from .networks import Edge, Node, network
from .png import to_png
from .timelines import Entry, timeline

__all__ = [
    "Bar",
    "Edge",
    "Entry",
    "Level",
    "Line",
    "MapPoint",
    "Mark",
    "Node",
    "Part",
    "Picture",
    "Point",
    "bars",
    "line_chart",
    "map_of",
    "network",
    "standing_bars",
    "timeline",
    "to_png",
]
