"""What records would show of a day: the only quantities that may be held against a record."""

import math

from groundswell.engine import draws
from groundswell.engine.draws import chance, exp, log, log1p, normals, uniforms
from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES


@kernel
def records_show(s, today, net, p, keys, day):
    """Newspapers, pollsters and road services see a part of the day.

        P(an event is reported in p) = 1 − exp(−ρ · ((crowd_p + 1)/c_e)^γ · (1 + log(1 + killed_p)))
        poll = clip(L + √(L(1 − L)/n)·z, 0, 1),    z standard normal
        roads = mean over places of own_p

    crowd [persons] · killed [persons] · ρ reports a day and place at a crowd of c_e [1/day] · γ size exponent [1]
    L approval [0–1] · n people polled · own_p blocked roads of the place [0–1]

    Source:  reporting rises with size and deaths, and saturates: a rising of a month is not thirty events
             (Hendrix & Salehyan 2015 on reporting bias); the form is a hypothesis of ours.
    """
    for q in range(s.places.shape[0]):
        t, nation = today.places[q], today.nations[net.places[q].country]
        uniforms(keys, day, net.places[q].entity, draws.REPORT, t.report_luck)
        for r in range(LANES):
            size = exp(p.report_size[r] * log((t.crowd[r] + 1.0) / p.report_crowd[r]))
            seen = p.report_rate[r] * size * (1.0 + log1p(t.killed[r]))
            t.reported[r] = 1.0 if t.report_luck[r] < chance(seen) else 0.0
        part = 1.0 / net.nations[net.places[q].country].places
        for r in range(LANES):
            nation.roads[r] = min(1.0, nation.roads[r] + part * t.own_block[r])
    for n in range(s.nations.shape[0]):
        nation, t = s.nations[n], today.nations[n]
        normals(keys, day, net.nations[n].entity, draws.POLL, t.luck)
        for r in range(LANES):
            error = math.sqrt(nation.approval[r] * (1.0 - nation.approval[r]) / p.poll_sample[r])
            t.poll[r] = min(1.0, max(0.0, nation.approval[r] + error * t.luck[r]))
