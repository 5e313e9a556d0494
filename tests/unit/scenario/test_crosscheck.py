"""What must hold between records: sums that rounding alone takes over the edge are let through."""

from itertools import permutations

import pytest

from groundswell.scenario.crosscheck import cross_faults
from groundswell.scenario.document import Document


def faults(*shares: float, field: str = "yearly_share") -> list[str]:
    """What does not hold where these shares of the miners move to as many places."""
    document = Document("")
    flow = {"from": "mines/miners", "source": "assumed: made up", "yearly_share": 0.0}
    document.data = {"flows": [flow | {"to": f"town-{k}/informal", field: share} for k, share in enumerate(shares)]}
    return [f"{fault.place[1]}.{fault.place[2]}" for fault in cross_faults(document)]


@pytest.mark.parametrize("field", ["yearly_share", "dismissed_share"])
def test_all_may_leave_whatever_rounding_makes_of_the_sum(field):
    hundredths = [(a, b, 100 - a - b) for a in range(1, 99) for b in range(1, a + 1) if 100 - a - b > 0]
    sums = [[part / 100 for part in parts] for parts in hundredths]
    assert any(sum(one) > 1 for parts in sums for one in permutations(parts)), "no sum is rounded up: the test tries nothing"
    assert [parts for parts in sums if faults(*parts, field=field)] == []


def test_what_is_more_than_rounding_is_refused():
    assert faults(0.55, 0.34, 0.11 + 1e-8) == ["2.yearly_share"]
