"""The morning: yesterday's notes are cleared, and the streets are as the night left them."""

from groundswell.engine.kernel import kernel
from groundswell.engine.mechanisms.action import crowds_gather
from groundswell.engine.state import LANES


@kernel
def begin_day(s, today, net, p, day):
    """Clear what held for one day only, count the days in office, and see who is still in the streets.

        line = line of the government this morning, 0 where councils rule;  line ← line + e_l·emergency·(1 − line)
        prox = max(0, 1 − days to the nearest election / T_El), 0 if none is due

        people = Σ nation share · present, over contenders

    An election is due if the calendar has one and no transfer or reversal came first, nor, where the calendar names its
    winner, a ballot of the model; or if it was called. line, prox, emergency [0–1] · T_El days before an election from
    which it counts · e_l [0–1] · people of all contending groups against the first day [1]
    """
    today.flat[:] = 0.0
    for n in range(s.nations.shape[0]):
        nation, t, dates = s.nations[n], today.nations[n], net.calendar[n, day]
        for r in range(LANES):
            nation.days_in_office[r] += 1.0
            nation.days_since_diversion[r] += 1.0
            foreseen = nation.elected[r] * (1.0 - dates.open_ballots)
            settled = foreseen + nation.power_transferred[r] + nation.reaction_won[r] > 0.0
            wait = -1.0 if settled else dates.days_to_election
            called = nation.election_day[r] - day if nation.election_day[r] >= 0.0 else -1.0
            wait = called if wait < 0.0 or 0.0 <= called < wait else wait
            ruled = 1.0 - nation.power_transferred[r]
            government = net.governments[int(nation.government[r])]
            t.line[r] = ruled * (government.line + p.emergency_line[r] * nation.emergency[r] * (1.0 - government.line))
            t.ease[r] = 1.0
            t.prox[r] = max(0.0, 1.0 - wait / p.election_days[r]) if wait >= 0.0 else 0.0
    for i in range(s.cells.shape[0]):
        c, t, cell = net.cells[i], today.nations[net.cells[i].country], s.cells[i]
        weight = c.nation_share
        for r in range(LANES):
            t.people[r] += weight * cell.present[r]
    crowds_gather(s, today, net)
