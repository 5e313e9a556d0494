"""The picture of factors by outcomes has room for the names of both."""

import re
from types import SimpleNamespace

from groundswell.report.matrix import LETTER, matrix_svg

NAMES = ["streets_and_ballots_substitute", "barrier"]


def test_the_longest_name_of_a_factor_fits_beside_its_row_in_wide_letters():
    effect = SimpleNamespace(matters=True, share=1.0, mean_low=0.1, mean_high=0.2)
    found = SimpleNamespace(
        factors=NAMES, foremost=lambda most: NAMES, moved=lambda name: True, outcomes=[SimpleNamespace(name="killed")],
        varies=lambda name: True, of=lambda name, outcome: effect, case="a case",
    )  # fmt: skip
    moved = re.search(r"translate\((\d+)[\d.]*,\d", matrix_svg(found))
    assert moved is not None and float(moved[1]) >= LETTER * len(NAMES[0])
