"""Which day of which place to explain first: where and when most people were in action in the history that is told."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from groundswell.analysis.nearest import nearest, typical
from groundswell.errors import UsageError

if TYPE_CHECKING:
    from groundswell.runs import Runs


class Moment(NamedTuple):
    """A place on a day of one history, in the order in which `explain` asks for them."""

    history: int
    place: str
    day: int


def busiest(runs: "Runs", history: int | None = None) -> Moment:
    """Finds the place and the day, of those kept, on which most people were in action in one history.

    The history is the one nearest the record unless told another, or the most typical where nothing
    is on record. The first day is never meant, since nothing can be told to have led to it.

    Raises UsageError for a history that the run does not have.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> gs.explain(runs, *gs.busiest(runs)).adds_up
    True
    """
    chosen = _shown_history(runs) if history is None else history
    one = runs.select([chosen])
    persons = dict.fromkeys(runs.names["places"], 0.0)
    for group in runs.scenario.groups:
        persons[group.place] += group.population
    most = Moment(chosen, next(iter(persons)), runs.days - 1)
    found = 0.0
    for place, people in persons.items():
        days, shares = one.trajectory(f"active_share:{place}")
        active = np.where(days > 0, shares[0] * people, 0.0)
        if active.max(initial=0.0) > found:
            found, most = float(active.max()), Moment(chosen, place, int(days[int(active.argmax())]))
    return most


def _shown_history(runs: "Runs") -> int:
    try:
        return nearest(runs).history
    except UsageError:
        return typical(runs)
