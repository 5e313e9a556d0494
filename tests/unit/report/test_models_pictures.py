"""A picture shows each curve where it lies and tells curves apart, in letters, in plain letters, on a page and in a file."""

import math
import re
import string
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.unit.report.small_models import Logistic

from groundswell.models.picture import Axis, Curve, Picture
from groundswell.report.axes import NARROW, WIDE, finished
from groundswell.report.drawing import vega_svg
from groundswell.report.models.braille import BLANK
from groundswell.report.models.letters import picture_in_words
from groundswell.report.models.panel import WHOLE, WHOLE_NARROW, picture_panel
from groundswell.report.models.picture import picture_figure, picture_svg
from groundswell.report.models.plot import Plot
from groundswell.report.palette import LIGHT

X = np.linspace(0, 1, 50)


def picture(*curves, x=None, y=None):
    return Picture("Title", x or Axis("across"), y or Axis("up"), curves, "In a sentence.")


RISE = Curve("rise", X, X)
FALL = Curve("fall", X, 1 - X, "dashed")
EVERYTHING = picture(
    RISE, FALL, Curve("stairs", [0, 0.5, 1], [0.2, 0.6, 0.4], "step"), Curve("dots", [0.2, 0.7], [0.7, 0.2], "points"),
    Curve("rings", [0.4], [0.1], "points"), Curve("bars", [0.25, 0.5, 0.75], [0.1, 0.3, 0.2], "bars"),
    Curve("more bars", [0.25, 0.5, 0.75], [0.3, 0.1, 0.1], "bars"),
)  # fmt: skip
HARD = {
    "no curves": picture(),
    "nothing in a curve": picture(Curve("empty", [], [])),
    "one point": picture(Curve("one", [3], [4])),
    "one point on a logarithmic axis": picture(Curve("one", [3], [4]), x=Axis("x", "1", True), y=Axis("y", "1", True)),
    "nothing but zero": picture(Curve("zero", [0, 0], [0, 0])),
    "zero on a logarithmic axis": picture(Curve("z", [0, 1, 10], [0, 1, 10]), x=Axis("x", "1", True), y=Axis("y", "1", True)),
    "not a number": picture(Curve("gap", [0, 1, 2, 3, 4], [0, math.nan, 2, math.inf, 4])),
    "huge and tiny": picture(Curve("far", [1e-300, 1e300], [-1e300, 1e300])),
    "a lone bar": picture(Curve("bar", [7], [-2], "bars")),
    "bars below zero": picture(Curve("bars", range(5), [-1, 2, 0, -3, 1], "bars")),
    "bars on logarithmic axes": picture(Curve("b", [1, 10, 100], [1, 50, 2000], "bars"), x=Axis("x", "1", True), y=Axis("y", "1", True)),
    "bars at zero of a logarithmic axis": picture(Curve("b", [0, 1, 10], [3, 50, 2], "bars"), x=Axis("x", "1", True)),
    "twelve curves": picture(*(Curve(f"c{k}", X, X**k) for k in range(12))),
    "more bars than columns": picture(Curve("b", range(500), range(500), "bars")),
    "everything": EVERYTHING,
    "long words": picture(Curve("w" * 300, X, X), Curve("x y " * 80, X, -X), x=Axis("long title " * 20, "unit"), y=Axis("t" * 200)),
    "marks of HTML": picture(Curve("<b> & \"c\"", X, X), Curve("</svg>", X, -X), x=Axis("<x>"), y=Axis("'y' & <z>")),
}


def field(text, letters=string.printable):
    """The rows of the field, from the bottom, without the scale."""
    rows = [line for line in text.splitlines() if re.match(r" *[−\d.,e]* *[┤│|+]", line) and not re.match(r" *\+[+-]", line)]
    return [re.split("[┤│|+]", line, maxsplit=1)[1] for line in reversed(rows)]


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize("width", [20, 40, 61, 80, 100, 120])
@pytest.mark.parametrize("ascii", [False, True], ids=["letters", "plain"])
def test_any_picture_fits_its_width(name, width, ascii):
    text = picture_in_words(HARD[name], width, ascii)
    assert max(map(len, text.splitlines())) <= width
    if ascii:
        assert text.isascii()


@pytest.mark.parametrize("name", HARD)
def test_any_picture_becomes_a_drawing_that_can_be_read(name):
    found = HARD[name]
    root = ElementTree.fromstring(picture_svg(found))
    assert root.find("*[@id='picture-title']").text == found.title
    assert root.find("*[@id='picture-desc']").text == found.summary
    texts = "".join("".join(node.itertext()) for node in root.iter() if node.tag.endswith("text"))
    for curve in found.curves:
        assert curve.name.replace(" ", "") in texts.replace(" ", "")
    assert "NaN" not in ElementTree.tostring(root, encoding="unicode")
    ElementTree.fromstring(picture_figure(found, "it").replace("\xa0", " "))


@pytest.mark.parametrize("name", HARD)
@pytest.mark.parametrize(("size", "whole"), [(WIDE, WHOLE), (NARROW, WHOLE_NARROW)], ids=["wide", "narrow"])
def test_any_drawing_is_as_wide_as_its_frame(name, size, whole):
    svg = vega_svg(finished(picture_panel(HARD[name], size), ""))
    assert ElementTree.fromstring(svg).attrib["width"] == str(whole)


def test_a_drawing_is_the_same_bytes_whatever_was_drawn_before():
    first = picture_svg(EVERYTHING)
    picture_svg(HARD["twelve curves"])
    assert picture_svg(EVERYTHING) == first


def test_a_drawing_in_a_file_has_the_colors_of_the_light_theme_and_stands_alone():
    svg = picture_svg(EVERYTHING)
    assert "var(" not in svg
    assert set(re.findall(r'(?:fill|stroke)="(#\w+)"', svg)) <= set(LIGHT.values())
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_figure_follows_the_theme_and_has_a_table_of_its_points():
    page = picture_figure(Logistic().picture(), "growth")
    assert not [code for code in LIGHT.values() if code in page]
    assert 'id="growth-wide-title"' in page
    assert 'id="growth-narrow-title"' in page
    assert page.count("It grows, and then it does not.") == 3, "two pictures for those who listen, one sentence for all"
    saved = page.partition("data:text/csv")[2]
    assert saved.count("those%20who%20act") + saved.count("those who act") >= 101


def test_a_line_that_rises_goes_up_from_left_to_right():
    rows = field(picture_in_words(picture(Curve("", X, X)), 60))
    firsts = [row.rstrip().rfind(row.strip()[-1]) for row in rows if row.strip()]
    assert firsts == sorted(firsts)
    assert len([row for row in rows if row.strip()]) == len(rows)


def test_points_lie_at_the_cells_of_their_values():
    corners = Curve("", [0, 0, 1, 1], [0, 1, 0, 1], "points")
    rows = field(picture_in_words(picture(corners), 60))
    at = {(row, column) for row, line in enumerate(rows) for column, letter in enumerate(line) if letter == "●"}
    last = max(column for _, column in at)
    assert at == {(0, 0), (0, last), (len(rows) - 1, 0), (len(rows) - 1, last)}


def test_a_bar_is_as_high_as_its_value():
    heights = [5, 10, 2.5]
    rows = field(picture_in_words(picture(Curve("", [0, 1, 2], heights, "bars")), 90))
    columns = ["".join(line[k] if k < len(line) else " " for line in rows).rstrip() for k in range(80)]
    found = [len(columns[round(80 * (k + 1 / 2) / 3)]) for k in range(3)]
    assert found == [round(len(rows) * (height / 10)) if height < 10 else len(rows) for height in heights]


def test_a_bar_of_nothing_is_not_drawn():
    rows = field(picture_in_words(picture(Curve("", [0, 1, 2], [0, 0, 3], "bars")), 60))
    assert not rows[0][:30].strip()


def test_curves_are_told_apart_by_letters_that_the_key_explains():
    text = picture_in_words(picture(RISE, FALL, Curve("flat", X, 0 * X + 0.5)), 80)
    drawn = set("".join(field(text)))
    for letter, name in zip("abc", ("rise", "fall", "flat"), strict=True):
        assert letter in drawn
        assert re.search(rf"^  {letter} .. +{name}$", text, re.MULTILINE)


def test_plain_letters_use_another_sign_for_each_curve():
    text = picture_in_words(EVERYTHING, 60, ascii=True)
    signs = [re.search(rf"(?m)(?:^|  )  (\S)(?: \1|\1\1)? +{curve.name}(?:  |$)", text)[1] for curve in EVERYTHING.curves]
    assert len(set(signs)) == len(EVERYTHING.curves)


def test_a_single_curve_needs_no_letter():
    text = picture_in_words(picture(Curve("", X, X)), 80)
    assert not set(string.ascii_lowercase) & set("".join(field(text)))


def test_letters_stand_on_their_own_curve_and_away_from_others():
    found = Plot(picture(RISE, FALL), 5, 5)
    for k, x, y in found.tags():
        assert abs(y - (x if k == 0 else 1 - x)) < 0.02
        assert abs(x - 0.5) > 0.05, "not where they cross"


def test_dashes_leave_gaps():
    solid, dashed = (
        sum(letter > chr(BLANK) for row in field(picture_in_words(picture(Curve("", X, X, mark)), 80)) for letter in row)
        for mark in ("line", "dashed")
    )
    assert 0.3 * solid < dashed < 0.8 * solid


def test_a_step_holds_its_height_until_the_next():
    path = Plot(picture(Curve("", [0, 1, 2], [0, 1, 2], "step")), 5, 5).paths(Curve("", [0, 1, 2], [0, 1, 2], "step"))[0]
    assert path.tolist() == [[0, 0], [0.5, 0], [0.5, 0.5], [1, 0.5], [1, 1]]


def test_a_curve_breaks_where_it_has_no_value():
    gap = Curve("", [0, 1, 2, 3], [0, math.nan, 2, 3])
    assert [len(piece) for piece in Plot(picture(gap), 5, 5).paths(gap)] == [1, 2]


def test_axes_say_their_unit_and_that_they_are_logarithmic():
    told = picture_in_words(picture(Curve("", [1, 100], [1, 10]), x=Axis("size", "people", True), y=Axis("share")), 80)
    assert "size [people], logarithmic" in told
    assert "\nshare\n" in told
    assert "size [people], logarithmic" in picture_svg(picture(Curve("", [1, 100], [1, 10]), x=Axis("size", "people", True)))


def test_equal_factors_are_equal_distances_on_a_logarithmic_axis():
    dots = Curve("", [1, 10, 100], [1, 1, 1], "points")
    places = Plot(picture(dots, x=Axis("x", "1", True)), 5, 5).marks(dots)[:, 0]
    assert places.tolist() == pytest.approx([0, 1 / 2, 1])


def test_many_short_names_stand_beside_each_other_and_none_is_lost():
    found = HARD["twelve curves"]
    lines = [line for line in picture_in_words(found, 80).splitlines() if line.startswith("  a ")]
    assert any(line.count("──") > 1 for line in lines)
    text = picture_in_words(found, 80)
    assert all(re.search(rf"── +c{k}\b", text) for k in range(12))
    tops = re.findall(r'<g transform="translate\([\d.]+,([\d.]+)\)"><text', picture_svg(found))
    assert len(tops) == 12
    assert len(set(tops)) == 3
