"""A chart becomes a small SVG that follows the page's theme and can stand beside others."""

from xml.etree import ElementTree

import pytest

import groundswell as gs
from groundswell.report.drawing import inline, vega_svg
from groundswell.report.markup import Html, html, tag
from groundswell.report.palette import LIGHT
from groundswell.report.tables import as_csv, table


@pytest.fixture(scope="module")
def raw(runs):
    return vega_svg(gs.charts.density(runs, "approval"))


def test_a_drawing_in_a_page_is_a_fraction_of_what_vega_writes(raw):
    assert len(inline(raw, "a", "title", "words")) < len(raw) / 3


def test_a_drawing_has_a_name_and_a_description(raw):
    root = ElementTree.fromstring(inline(raw, "a", "How it < went", "In words & numbers"))
    assert root.attrib["role"] == "img"
    named = [root.find(f"*[@id='{name}']").text for name in root.attrib["aria-labelledby"].split()]
    assert named == ["How it < went", "In words & numbers"]


def test_a_drawing_keeps_no_color_of_its_own(raw):
    drawing = inline(raw, "a", "title", "words")
    assert "var(--simulated)" in drawing
    assert not [code for code in LIGHT.values() if code in drawing]


def test_a_drawing_does_not_depend_on_what_was_drawn_before(runs):
    chart = gs.charts.fan(runs, "approval")
    assert inline(vega_svg(chart), "a", "t", "d") == inline(vega_svg(chart), "a", "t", "d")


def test_tidying_keeps_every_cell(raw):
    """Cells of one shade become one path; each begins with a move."""
    cells = raw.count('aria-roledescription="rect mark"') or raw.count("rect mark")
    assert cells
    shaded = [part for part in inline(raw, "a", "t", "d").split("<path ") if 'fill="var(--simulated)"' in part]
    moves = sum(part.partition('d="')[2].partition('"')[0].count("M") for part in shaded)
    before = sum(1 for part in raw.split("<path ") if f'fill="{LIGHT["simulated"]}"' in part)
    assert moves == before
    assert len(shaded) < before / 10


def test_text_is_escaped_and_html_is_not():
    assert tag("p", ["a < b ", Html("<b>c</b>")]) == "<p>a &lt; b <b>c</b></p>"
    assert tag("p", "x", title='"quoted"', hidden=True, lang=None) == '<p title="&quot;quoted&quot;" hidden>x</p>'
    assert html("43 %") == "43\xa0%", "a number is not parted from its sign"


def test_columns_of_numbers_are_set_to_the_right_and_texts_are_not():
    told = table(["who", "how many", "why"], [["a", "1,200", "because"], ["b", "fewer than 1", "so"]], "caption")
    assert '<th scope="col" class="n">how many</th>' in told
    assert '<td class="n">fewer than 1</td>' in told
    assert '<th scope="col">why</th>' in told


def test_a_table_for_machines_keeps_what_needs_quotes():
    assert as_csv([{"a": "x, y", "b": 1}]) == 'a,b\n"x, y",1\n'
