"""The morning: what held yesterday is forgotten, and the streets are as the night left them."""

from typing import Any

from tests.blind.action import crowds_gather
from tests.blind.world import World, date, in_office


def begin_day(w: World, day: int) -> None:
    """Clear yesterday's notes, count the days, and see who governs and who is still in the streets."""
    w.clear()
    for nation in w.nations:
        nation.days_in_office += 1.0
        nation.days_since_diversion += 1.0
        t = nation.today
        line = in_office(w, nation).line
        t.line = 0.0 if nation.power_transferred else line + w.p.emergency_line * nation.emergency * (1.0 - line)
        t.prox = nearness(w, nation, day)
        t.ease = 1.0
    crowds_gather(w, day)


def nearness(w: World, nation: Any, day: int) -> float:
    """prox = max(0, 1 − days to the nearest election / T_El), of one that was called and the calendar's; 0 if none is due.

    The calendar no longer counts once a transfer or a reversal has come first, nor, for a ballot whose winner it names,
    after an election of the model.
    """
    today = date(w, nation, day)
    decided = nation.elected and not today["open_ballots"]
    overtaken = decided or nation.power_transferred or nation.reaction_won
    waits = [-1.0 if overtaken else float(today["days_to_election"])]
    if nation.election_day >= 0.0:
        waits.append(nation.election_day - day)
    due = [wait for wait in waits if wait >= 0.0]
    return max(0.0, 1.0 - min(due) / w.p.election_days) if due else 0.0
