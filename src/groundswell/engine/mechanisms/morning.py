"""The morning: yesterday's notes are cleared, and the streets are as the night left them."""

from groundswell.engine.kernel import kernel
from groundswell.engine.mechanisms.action import crowds_gather
from groundswell.engine.state import LANES

DAYS_OF_YEAR = 365.0


@kernel
def begin_day(s, today, net, day):
    """Clear what held for one day only, count the days in office, and see who is still in the streets."""
    today.flat[:] = 0.0
    for n in range(s.nations.shape[0]):
        nation, t, dates = s.nations[n], today.nations[n], net.calendar[n, day]
        for r in range(LANES):
            nation.days_in_office[r] += 1.0
            nation.days_since_diversion[r] += 1.0
            settled = nation.elected[r] + nation.power_transferred[r] + nation.reaction_won[r] > 0.0
            wait = -1.0 if settled else dates.days_to_election
            wait = nation.election_day[r] - day if nation.election_day[r] >= 0.0 else wait
            t.line[r] = net.governments[int(nation.government[r])].line
            t.prox[r] = max(0.0, 1.0 - wait / DAYS_OF_YEAR) if wait >= 0.0 else 0.0
    crowds_gather(s, today, net)
