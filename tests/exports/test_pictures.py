"""Pictures: well-formed, escaped, the same each time, with their table; what is not known is not drawn as zero."""

import re
import struct
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from dragoman.exports.pictures import (
    Bar,
    Edge,
    Entry,
    Level,
    Line,
    MapPoint,
    Mark,
    Node,
    Part,
    Point,
    bars,
    line_chart,
    map_of,
    network,
    standing_bars,
    timeline,
    to_png,
)
from dragoman.exports.pictures.drawing import cut, width_of, wrapped
from dragoman.exports.pictures.labels import Box, covered, place_labels
from dragoman.exports.pictures.maps import bounds_of
from dragoman.exports.pictures.outlines import outlines
from dragoman.exports.pictures.scales import day_marks, day_number, round_values, spread

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '<script>alert("1")</script> & Łódź \x07'


def course(*values: float | None) -> Line:
    """A line from 1 January 2024 on, with an interval of one each way."""
    points = [
        Point(
            day=f"2024-01-{at:02}",
            value=one,
            low=None if one is None else one - 1,
            high=None if one is None else one + 1,
        )
        for at, one in enumerate(values, 1)
    ]
    return Line(name=NASTY, points=tuple(points))


PICTURES = {
    "lines": lambda: line_chart(NASTY, [course(1, 2), course(3, 1)], marks=[Mark(day="2024-01-02", label=NASTY)]),
    "bars": lambda: bars(NASTY, [Bar(name=NASTY, value=2, low=1, high=3, note=NASTY)], foot=[NASTY]),
    "standing": lambda: standing_bars(NASTY, [Bar(name=NASTY, parts=(Part(kind=NASTY, value=2),))]),
    "timeline": lambda: timeline(NASTY, [Entry(start="2024-01-01", label=NASTY, lane=NASTY, kind=NASTY)]),
    "network": lambda: network(NASTY, [Node(id=NASTY, group=NASTY), Node(id="b")], [Edge(a=NASTY, b="b", value=-1)]),
    "map": lambda: map_of(NASTY, [MapPoint(name=NASTY, latitude=39, longitude=125.7, kind=NASTY)]),
}


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def paths(svg: str, kind: str) -> list[str]:
    return [one.get("d", "") for one in tree(svg).iter(f"{SVG}path") if one.get("class") == kind]


@pytest.mark.parametrize("name", PICTURES)
def test_text_from_outside_is_escaped_and_the_picture_is_named(name):
    picture = PICTURES[name]()
    root = tree(picture.svg)
    assert not list(root.iter(f"{SVG}script"))
    assert root.find(f"{SVG}title").text.startswith('<script>alert("1")</script>')
    labelled = root.get("aria-labelledby").split()
    assert [root.find(f"{SVG}{part}").get("id") for part in ("title", "desc")] == labelled
    assert root.find(f"{SVG}desc").text.strip()


@pytest.mark.parametrize("name", PICTURES)
def test_equal_input_gives_equal_bytes_and_a_whole_table(name):
    picture = PICTURES[name]()
    assert picture == PICTURES[name]()
    assert picture.rows
    assert all(len(row) == len(picture.columns) for row in picture.rows)


def test_two_pictures_on_one_page_share_no_id():
    one, other = (tree(line_chart(title, [course(1, 2)]).svg) for title in ("a", "b"))
    ids = [{part.get("id") for part in root.iter() if part.get("id")} for root in (one, other)]
    assert len(ids[0]) == 3
    assert not ids[0] & ids[1]


def test_an_unknown_value_breaks_the_line_and_is_empty_in_the_table():
    picture = line_chart("t", [course(1, 2, None, 4, 5)])
    assert len(paths(picture.svg, "dg-line-0")) == 2
    assert len(paths(picture.svg, "dg-fill-0")) == 2
    assert picture.rows[2] == ("2024-01-03", NASTY, None, None, None, None)


def test_marks_and_gaps_are_in_the_table_and_below_the_picture():
    marks = [Mark(day="2024-01-02", label="a launch")]
    picture = line_chart("t", [course(1, 2, 3)], marks=marks, gaps=[("2024-01-02", "2024-01-03")], band="80 % interval")
    said = [part.text for part in tree(picture.svg).iter(f"{SVG}text")]
    assert "shaded: 80 % interval · hatched: no reports" in said
    assert "1: 2024-01-02 a launch" in said
    assert picture.rows[-2:] == (
        ("2024-01-02", None, None, None, None, "a launch"),
        ("2024-01-02", None, None, None, None, "no reports to 2024-01-03"),
    )


def test_lines_differ_by_more_than_colour():
    svg = line_chart("t", [course(1, 2), course(2, 3)], levels=[Level(value=2, label="alarm")]).svg
    strokes = [one for one in tree(svg).iter(f"{SVG}path") if (one.get("class") or "").startswith("dg-line")]
    assert len({one.get("stroke-dasharray") for one in strokes}) == 2


def test_a_bar_that_is_not_known_has_no_length_and_says_so():
    svg = bars("t", [Bar(name="known", value=4.0), Bar(name="unknown")]).svg
    boxes = [one for one in tree(svg).iter(f"{SVG}rect") if (one.get("class") or "").startswith("dg-fill")]
    assert len(boxes) == 1
    assert "not known" in [part.text for part in tree(svg).iter(f"{SVG}text")]


def test_parts_of_a_bar_end_where_their_sum_is():
    svg = bars(
        "t", [Bar(name="a", parts=(Part(kind="x", value=1), Part(kind="y", value=3))), Bar(name="b", value=4)]
    ).svg
    boxes = [one for one in tree(svg).iter(f"{SVG}rect") if (one.get("class") or "").startswith("dg-fill")][2:]
    ends = [float(one.get("x")) + float(one.get("width")) for one in boxes]
    assert ends[1] == pytest.approx(ends[2], abs=0.2)


def test_nothing_to_show_is_said():
    assert "nothing to show" in line_chart("t", []).svg
    assert "nothing to show" in timeline("t", []).svg
    assert "Nothing to show" in map_of("t").svg


def test_entries_of_a_lane_never_cover_each_other():
    entries = [Entry(start="2024-01-01", label="one and the same day") for _ in range(4)]
    marks = paths(timeline("t", [*entries, Entry(start="2024-02-01", label="late")]).svg, "dg-fill-0")
    assert len({mark.split("a")[0] for mark in marks}) == 5


def test_friends_stand_nearer_than_foes():
    nodes = [Node(id=name) for name in "abcd"]
    edges = [Edge(a=a, b=b, value=1 if a + b in ("ab", "cd") else -1) for a, b in ("ab", "ac", "ad", "bc", "bd", "cd")]
    svg = network("t", nodes, edges).svg

    def length(d: str) -> float:
        (ax, ay), (bx, by) = (map(float, end.split()) for end in d.removeprefix("M").split("L"))
        return ((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5

    friends = [length(d) for d in paths(svg, "dg-edge-plus") if "a" not in d][1:]
    foes = [length(d) for d in paths(svg, "dg-edge-minus")][1:]
    assert max(friends) < min(foes)


def test_an_unbalanced_tie_is_marked_and_a_lone_member_is_in_the_table():
    nodes = [Node(id=name) for name in "abc"]
    picture = network("t", nodes, [Edge(a="a", b="b", value=1, strained=True)])
    assert [row[:4] for row in picture.rows] == [("a", "b", 1.0, "yes"), ("c", None, None, None)]
    assert len(paths(picture.svg, "dg-badge")) == 2  # in the legend and on the edge


def test_points_far_apart_are_shown_on_the_whole_world():
    near = [MapPoint(name="a", latitude=39, longitude=125.7), MapPoint(name="b", latitude=37.6, longitude=127)]
    far = [MapPoint(name="a", latitude=40, longitude=-74), MapPoint(name="b", latitude=-34, longitude=151)]
    west, south, east, north = bounds_of(near)
    assert west < 125.7 < 127 < east
    assert south < 37.6 < 39 < north
    assert bounds_of(far) is None


def test_a_country_that_is_not_known_is_hatched():
    picture = map_of("t", shaded={"FRA": 3.0, "IND": None})
    hatched = [one for one in tree(picture.svg).iter(f"{SVG}path") if (one.get("fill") or "").startswith("url(#dg")]
    assert [one.find(f"{SVG}title").text for one in hatched] == ["India: not known"]
    assert picture.rows == (
        ("FRA", None, None, 3.0, None, None, None),
        ("IND", None, None, None, None, None, "not known"),
    )


@pytest.mark.parametrize("fine", [False, True])
def test_outlines_lie_on_the_globe_and_cross_no_date_line(fine):
    countries = outlines(fine=fine)
    points = [point for country in countries for ring in country.rings for point in ring]
    assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in points)
    russia = next(country for country in countries if country.code == "RUS")
    steps = [abs(a[0] - b[0]) for ring in russia.rings for a, b in pairwise(ring)]
    assert max(steps) < 20


def test_png_has_the_size_of_the_picture_and_other_colours_in_the_dark():
    svg = bars("t", [Bar(name="a", value=1)], width=400).svg
    height = float(tree(svg).get("height"))
    light, dark = to_png(svg, scale=2), to_png(svg, scale=2, dark=True)
    assert light.startswith(b"\x89PNG")
    assert struct.unpack(">II", light[16:24]) == (800, pytest.approx(2 * height, abs=1))
    assert light != dark
    assert to_png(svg, scale=2) == light


def test_print_is_always_light():
    style = tree(line_chart("t", [course(1)]).svg).find(f"{SVG}style").text
    assert "@media screen and (prefers-color-scheme:dark)" in style


@pytest.mark.parametrize(("low", "high"), [(0, 0), (0.3, 8.7), (-3.1, 2.2), (1e-6, 3e-6), (12, 51234)])
def test_axis_values_hold_all_values_and_are_few(low, high):
    values = round_values(low, high)
    assert values[0] <= low <= high <= values[-1]
    assert 2 <= len(values) <= 8


@pytest.mark.parametrize(
    ("first", "last"), [("2024-01-01", "2024-01-04"), ("2023-03-05", "2024-11-30"), ("1946-01-01", "2024-01-01")]
)
def test_time_axis_names_no_more_than_it_has_room_for(first, last):
    marks = day_marks(day_number(first), day_number(last), 760)
    assert 2 <= len(marks) <= 11
    assert all(day_number(first) <= day <= day_number(last) for day, _ in marks)


def test_words_are_measured_cut_and_broken():
    assert width_of("WWW") > width_of("iii")
    assert cut("Democratic People's Republic", 60).endswith("…")
    assert width_of(cut("Democratic People's Republic", 60)) <= 60
    assert all(width_of(line) <= 80 for line in wrapped("a line that is far too long for so little room", 80))


def test_labels_and_positions_keep_clear_of_each_other():
    placed = place_labels([(50, 50, 5), (56, 50, 5)], ["one", "two"], Box(0, 0, 200, 100))
    boxes = [
        Box(one.x, one.y - 11, one.x + width_of(name), one.y + 4)
        for one, name in zip(placed, ("one", "two"), strict=True)
    ]
    assert covered(*boxes) == 0
    assert spread([10, 11, 12], 5, 0, 100) == [10, 15, 20]
    assert spread([98, 99], 5, 0, 100) == [95, 100]


def test_many_periods_that_are_not_known_are_hatched_and_few_have_a_question_mark():
    few, many = (standing_bars("few or many", [Bar(name=str(at), value=None) for at in range(n)]).svg for n in (5, 200))
    assert few.count(">?<") == 5
    assert many.count(">?<") == 0
    assert many.count("not known") >= 200


def test_an_axis_of_whole_numbers_names_no_halves():
    def axis(value):
        return standing_bars("counts", [Bar(name="2024", value=value)]).svg

    assert (">0.5<" in axis(2.0), ">0.5<" in axis(1.7)) == (False, True)


def test_a_name_keeps_off_the_lines_of_its_node():
    svg = network("pair", [Node(id="AAA", weight=2.0), Node(id="BBB")], [Edge(a="AAA", b="BBB", value=0.5)]).svg
    (x, y), (far, level) = [map(float, one) for one in re.findall(r"([\d.]+) ([\d.]+)", paths(svg, "dg-edge-plus")[-1])]
    line = Box(min(x, far), min(y, level) - 1, max(x, far), max(y, level) + 1)
    names = [one for one in tree(svg).iter(f"{SVG}text") if one.text in ("AAA", "BBB")]
    places = [(float(one.get("x")), float(one.get("y"))) for one in names]
    assert {covered(Box(x, y - 11, x + width_of("AAA"), y + 4), line) for x, y in places} == {0.0}
