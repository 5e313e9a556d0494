"""A hundred squares stand for all histories, in a fixed order, and can be told apart without color."""

import re
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundswell.analysis.endings import Ending, Endings
from groundswell.analysis.uncertainty import Share
from groundswell.analysis.wording import out_of_a_hundred
from groundswell.engine.recorder import NO_EPISODE, OUTCOMES
from groundswell.report.endings_grid import GLYPHS, endings_svg, grid, in_words, shown, standing_alone
from groundswell.report.palette import DARK, LIGHT, LOOKS

SLUGS = (*OUTCOMES, NO_EPISODE)


def ended(counts):
    total = sum(counts)
    return Endings(total, tuple(Ending(slug, slug, Share(count, total)) for slug, count in zip(SLUGS, counts, strict=True)))


counts_of_endings = st.lists(st.integers(0, 2000), min_size=len(SLUGS), max_size=len(SLUGS)).filter(sum)


@given(counts_of_endings)
def test_there_are_always_a_hundred_squares(counts):
    assert grid(ended(counts)).count('class="history"') == 100


@given(counts_of_endings)
def test_no_ending_has_a_square_more_or_less_than_its_share(counts):
    found = ended(counts)
    for slug, squares in found.hundred().items():
        assert abs(squares - 100 * found[slug].share.share) < 1


def test_two_endings_of_as_many_histories_have_one_number_and_it_is_that_of_the_table():
    found = ended([485, 485, 1030, *[0] * (len(SLUGS) - 3)])
    assert [shown(row.share) for row in found.rows[:3]] == ["24", "24", "52"], "24.25, 24.25 and 51.5 in 100"
    assert in_words(found) == f"Of 100 histories, {SLUGS[2]}: 52; {SLUGS[0]}: 24; {SLUGS[1]}: 24."
    assert sorted(found.hundred().values())[-3:] == [24, 24, 52]


@given(counts_of_endings)
def test_the_numbers_beside_the_squares_are_plainly_rounded(counts):
    for row in (row for row in ended(counts).rows if row.share.count):
        assert shown(row.share) == out_of_a_hundred(row.share.share).replace("fewer than ", "<").replace("more than ", ">")


def test_an_ending_of_one_history_in_a_thousand_is_not_said_to_be_none():
    found = ended([1, 999, *[0] * (len(SLUGS) - 2)])
    assert f"{SLUGS[0]}: fewer than 1" in in_words(found)


def test_squares_keep_their_order_whatever_is_frequent():
    drawn = re.findall(r'fill="(#\w+)" stroke="#8d8a82"', grid(ended(range(10, 10 + len(SLUGS)))))
    assert list(dict.fromkeys(drawn)) == [LIGHT[look.color] for look in LOOKS.values()]


def test_every_ending_of_the_model_has_a_look_of_its_own():
    assert set(LOOKS) == set(SLUGS)
    assert len({look.glyph for look in LOOKS.values()}) == len(SLUGS)
    assert len({look.color for look in LOOKS.values()}) == len(SLUGS)
    assert {look.glyph for look in LOOKS.values()} == set(GLYPHS)


def luminance(code):
    """Relative luminance of a color, as WCAG 2.2 defines it."""
    parts = [int(code[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("color", ["ink", "muted", "simulated"])
def test_text_can_be_read(theme, color):
    assert contrast(theme[color], theme["paper"]) >= 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("slug", [slug for slug in LOOKS if LOOKS[slug].glyph != "none"])
def test_a_glyph_stands_out_from_its_square(theme, slug):
    look = LOOKS[slug]
    assert contrast(theme[look.glyph_color], theme[look.color]) >= 3  # WCAG 2.2, 1.4.11


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_square_stands_out_from_the_page_by_its_frame(theme):
    assert contrast(theme["outline"], theme["paper"]) >= 3  # WCAG 2.2, 1.4.11


def test_a_color_of_the_light_theme_names_one_thing():
    assert set(LIGHT) == set(DARK)
    assert all(one != other for one, other in combinations(LIGHT.values(), 2))


def test_the_picture_that_stands_alone_is_whole_and_says_what_it_shows(runs):
    root = ElementTree.fromstring(endings_svg(runs))
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text.startswith("How 100 histories end: ")
    assert root.find(f"{space}desc").text.startswith("Of 100 histories, ")
    texts = [node.text for node in root.iter(f"{space}text")]
    assert any("rough: 64 histories" in text and "± is sampling error" in text for text in texts)


def test_a_title_cannot_become_markup():
    root = ElementTree.fromstring(standing_alone(ended([1] * len(SLUGS)), "a < b & c", "d"))
    assert root[0].text == "a < b & c"
