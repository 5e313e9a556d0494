"""Works that docstrings name can be found again: each is in the table once, in full."""

import re

import pytest

import groundswell as gs
from groundswell.engine.anatomy import anatomy
from groundswell.works import unlisted, works, works_named

ROWS = [row for row in anatomy() if row.source or row.rivals]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_work_that_a_line_names_is_in_the_table(row):
    text = f"{row.source} {row.rivals}"
    assert unlisted(text) == []
    years = re.findall(r"\((1[89]\d\d|20\d\d)\)", text)
    assert sorted(str(work.year) for work in works_named(text)) == sorted(years)


def test_a_work_stands_once_and_in_full():
    assert len({work.cited for work in works()}) == len({work.name for work in works()}) == len(works())
    for work in works():
        assert work.authors and work.title and work.published and 1600 < work.year < 2027, work
        assert re.fullmatch(r"(10\.\d{4,}/\S+)?", work.doi), work


def test_no_two_works_have_one_identifier():
    given = [work.doi for work in works() if work.doi]
    assert len(given) > 40 and len(set(given)) == len(given)


def test_a_work_is_confirmed_or_from_memory_and_nothing_between():
    assert {work.confirmed for work in works()} == {"yes", ""}


def test_a_name_inside_another_is_not_taken_for_a_work():
    assert [work.cited for work in works_named("Levitsky & Way (2013)")] == ["Levitsky & Way (2013)"]
    assert works_named("Button & Gurr (1970)") == ()
    assert unlisted("Hirschman (1970, 1993)") != []


def test_a_work_by_two_authors_is_not_taken_for_one_by_the_second():
    assert unlisted("a threshold, after Kuran (1989)") == []
    assert unlisted("a threshold, after Nobody & Kuran (1989)") != []


def test_citing_mechanisms_gives_every_work_behind_them_once():
    found = [one.name for one in gs.references(*gs.mechanisms())][1:]
    named = {work.name for row in gs.mechanisms() for work in works_named(f"{row.source} {row.rivals}")}
    assert sorted(found) == sorted(named) and len(found) > 100
