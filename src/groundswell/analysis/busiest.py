"""Which day of which place to explain first: the peak of the largest wave in the history that is told."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.nearest import nearest, typical
from groundswell.errors import UsageError

if TYPE_CHECKING:
    from groundswell.runs import Runs

BEFORE = 28  # days of which a day without a wave must have as many before it, since what led to it is asked


class Moment(NamedTuple):
    """A place on a day of one history, in the order in which `explain` asks for them."""

    history: int
    place: str
    day: int


def busiest(runs: "Runs", history: int | None = None) -> Moment:
    """Finds the day on which the largest wave of one history peaked, and the place with most people in action then.

    The history is the one nearest the record unless told another, or the most typical where nothing
    is on record. Where no wave rose it is the busiest day that is kept, the first four weeks left out.

    Raises UsageError for a history that the run does not have, and for runs of several countries.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> gs.explain(runs, *gs.busiest(runs)).adds_up
    True
    """
    runs.alone("busiest")
    chosen = _shown_history(runs) if history is None else history
    one = runs.select([chosen])
    days, persons = _in_action(one)
    if one.final["episodes"][0]:
        day = max(1, int(one.final["largest_peak_day"][0]))
        week = int(np.abs(days - day).argmin())
    else:
        week = int(np.where(days >= BEFORE, persons.sum(axis=0), -1).argmax())
        day = max(1, int(days[week]))
    return Moment(chosen, runs.names["places"][int(persons[:, week].argmax())], day)


def _shown_history(runs: "Runs") -> int:
    try:
        return nearest(runs).history
    except UsageError:
        return typical(runs)


def _in_action(one: "Runs") -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The days kept of one history, and how many people were in action in each place (places, days)."""
    living = dict.fromkeys(one.names["places"], 0.0)
    for group in one.scenario.groups:
        living[group.place] += group.population
    rows = [people * one.trajectory(f"active_share:{place}")[1][0].astype(np.float64) for place, people in living.items()]
    return one.trajectory("active_share")[0], np.array(rows)
