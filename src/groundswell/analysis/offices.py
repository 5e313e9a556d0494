"""Who is in office: in each history by its events, and on record by the falls, elections and handovers that are known."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from groundswell.analysis.record import Observation

if TYPE_CHECKING:
    from groundswell.runs import Runs
    from groundswell.scenario.schema import Scenario


def in_office(runs: "Runs", day: int) -> NDArray[np.int64]:
    """The index of the government in office in each history on the evening of a day. Raises UsageError for several countries."""
    names = list(runs.alone("in_office").names["governments"])
    found = np.full(runs.replicates, names.index(runs.scenario.countries[0].first_government))
    entered = runs.events_of("succession")
    entered = entered[entered["day"] <= day]
    found[np.searchsorted(runs.histories, entered["history"])] = entered["entity"]  # rows are in order of time: the last one stays
    return found


def government_on_record(scenario: "Scenario", record: Sequence[Observation], poll: Observation) -> str | None:
    """The government that held office over the whole of a poll, in fact; None where it changed meanwhile."""
    first, last = (government_at(scenario, record, day) for day in (poll.first, poll.last))
    return first if first == last else None


def government_at(scenario: "Scenario", record: Sequence[Observation], day: date) -> str:
    """The government in office on a day, in fact: by falls on record, elections with a winner, and handovers. Of one country."""
    successor = {government.id: government.successor for government in scenario.governments}
    changes = [(row.last, successor.get(row.note) or row.note) for row in record if row.quantity == "fall"]
    changes += [(one.inauguration, one.winner) for one in scenario.elections if one.winner is not None and one.inauguration is not None]
    changes += [(handover.date, handover.incoming) for handover in scenario.handovers]
    past = [(when, who) for when, who in sorted(changes) if when <= day]
    return past[-1][1] if past else scenario.countries[0].first_government


def head_of(runs: "Runs", government: str) -> str:
    """The name of the public office holder who heads a government."""
    return next(known.head for known in runs.scenario.governments if known.id == government)
