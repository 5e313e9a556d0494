"""Which comparisons lean on an input: the act was dated from the answer to it, or was given the grievance that police answer to."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from groundswell.scenario.schema import Act

MONTH = 30  # days after an act in which what follows leans on it


def leans_on(acts: Iterable["Act"], first: date, last: date) -> tuple[str, ...]:
    """The acts that a comparison over a span of days leans on, by date.

    It leans on an act dated from the answer to it, where the span opens at most MONTH days after
    that act; and on an act with a grievance of the police, where the span holds any day of the month after it.

    >>> import groundswell as gs
    >>> acts = gs.load("bolivia-2003").acts
    >>> leans_on(acts, date(2003, 2, 10), date(2003, 2, 28)), leans_on(acts, date(2004, 3, 1), date(2004, 3, 31))
    (('wage-tax-2003',), ())
    """
    known = sorted(acts, key=lambda act: (act.date, act.id))
    return tuple(act.id for act in known if _opens_after(act, first) or _holds_month_after(act, first, last))


def _opens_after(act: "Act", first: date) -> bool:
    return act.dated_from == "answer" and 0 <= (first - act.date).days <= MONTH


def _holds_month_after(act: "Act", first: date, last: date) -> bool:
    return act.police_grievance > 0 and act.date <= last and first <= act.date + timedelta(days=MONTH)
