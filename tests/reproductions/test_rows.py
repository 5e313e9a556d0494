"""Every classic gives the numbers that are on record about it; those that take long belong to `make verify`."""

import pytest
from docs.generate.classics import images, kept

from groundswell import models
from groundswell.models.reproduce import computed

ROWS = [(model, check) for model in models.ALL for check in model.reproduces]
DIGITS = 1e-6  # relative: what another version of numpy may change in a figure that is kept


def named(rows):
    return [pytest.param(model, check, id=f"{model.name}: {check.name}") for model, check in rows]


def must_hold(model, check):
    row = computed(model, check)
    assert row.holds, f"{row.ours} is not {row.relation} {row.tolerance} of {row.published}: {row.why}"
    told = kept()[model.name, check.name].ours
    assert row.ours == pytest.approx(told, rel=DIGITS, abs=DIGITS), "what is told in docs/generate/reproductions.csv is another number"


@pytest.mark.parametrize(("model", "check"), named(row for row in ROWS if not row[1].slow))
def test_a_number_on_record_comes_out(model, check):
    must_hold(model, check)


@pytest.mark.verify
@pytest.mark.parametrize(("model", "check"), named(row for row in ROWS if row[1].slow))
def test_a_number_on_record_that_takes_long_comes_out(model, check):
    must_hold(model, check)


def test_every_model_is_held_against_something_that_takes_no_time():
    assert {model.name for model, check in ROWS if not check.slow} == set(models.WHERE)


@pytest.mark.verify
def test_the_pictures_in_the_docs_are_those_of_the_models():
    assert [path.name for path, svg in images().items() if path.read_text(encoding="utf-8") != svg] == []
