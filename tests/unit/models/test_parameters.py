"""Whatever is given for a parameter of a classic, it is taken or refused in four parts."""

import math

import pytest

import groundswell as gs
from groundswell import models

STRANGE = ("inf", "nan", "1e400", "-1e400", "1" + "0" * 400, "", "x", "1,x", "0.5.5")
STRANGER = (math.inf, math.nan, 10**400, None, b"x", {}, [], [math.nan], [None], object(), True, "x", 3 + 4j)
every_classic = pytest.mark.parametrize("kind", models.ALL, ids=lambda kind: kind.name)


@every_classic
def test_strange_texts_are_taken_or_refused_in_four_parts(kind):
    for name in kind.bounds():
        for text in STRANGE:
            taken_or_refused(kind, name, text)


@every_classic
def test_strange_values_are_taken_or_refused_in_four_parts(kind):
    for name in kind.bounds():
        for value in STRANGER:
            taken_or_refused(kind, name, value)


def taken_or_refused(kind, name, value):
    try:
        kind.of(**{name: value})
    except gs.UsageError as refused:
        assert all(all(problem) for problem in refused.problems), (name, value)
        assert all(len(problem.got) < 200 and len(problem.hint) < 200 for problem in refused.problems)


@pytest.mark.parametrize("name", [3, None, "nobody"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(gs.UsageError):
        models.by_name(name)
