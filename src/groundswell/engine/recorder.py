"""What is kept of a run: daily series, events, and the episodes read from them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from groundswell.engine.kernel import kernel
from groundswell.engine.state import LANES, Array

NATIONAL_SERIES = (
    "active_share", "participation", "stoppage", "siege", "approval", "unity", "agenda", "agenda_parked", "hope",
    "killed", "councils", "control", "threat", "crowd_capital", "roads_blocked", "poll", "policy", "room", "crisis", "arms", "abroad",
)
PLACE_SERIES = ("active_share", "killed", "siege")
GROUP_SERIES = ("active",)
WIDTH, PLACE_WIDTH = len(NATIONAL_SERIES), len(PLACE_SERIES)
ARMS = NATIONAL_SERIES.index("arms")

EVENT_KINDS = (
    "act", "call", "call_off", "killed", "operation", "operation_ends", "mutiny", "mutiny_ends", "refusal", "concession",
    "diversion", "fall", "succession", "election", "reversal_attempted", "reversal_failed", "power_transferred", "protest_event",
    "crisis", "emergency", "mediation", "intervention", "killed_by_bodies",
)
# Numbers of one type: `write` is compiled once and not for each kind.
(ACT, CALL, CALL_OFF, KILLED, OPERATION, OPERATION_ENDS, MUTINY, MUTINY_ENDS, REFUSAL, CONCESSION,
 DIVERSION, FALL, SUCCESSION, ELECTION, ATTEMPT, ATTEMPT_FAILED, TRANSFERRED, PROTEST,
 CRISIS, EMERGENCY, MEDIATION, INTERVENTION, KILLED_BY_BODIES) = np.arange(len(EVENT_KINDS))

# Which kind of thing the entity of each kind of event is; what befalls a state is told of its capital.
_ENTITIES = {
    "act": "acts", "call": "organizations", "call_off": "organizations", "concession": "demands",
    **dict.fromkeys(("diversion", "fall", "succession", "election"), "governments"),
}  # fmt: skip
EVENT_ENTITIES = tuple(_ENTITIES.get(kind, "places") for kind in EVENT_KINDS)

OUTCOMES = (
    "subsided", "conceded", "government_replaced_policy_kept", "government_replaced_policy_changed", "elected_turn",
    "reaction_prevailed", "dual_power", "power_transferred", "civil_war",
)
NO_EPISODE = "no_episode"

EVENT = np.dtype([("history", "u8"), ("day", "i4"), ("kind", "i2"), ("entity", "i2"), ("amount", "f4")])
EPISODE = np.dtype([
    ("history", "u8"), ("country", "i2"), ("episode", "i4"), ("onset", "i4"), ("peak_day", "i4"), ("end", "i4"), ("days", "i4"),
    ("peak", "f4"), ("person_days", "f8"), ("deaths", "f4"), ("outcome", "i2"),
])

EPISODE_DAYS = 3  # days at or above the threshold that make an episode
EPISODE_GAP = 7  # quiet days that do not end one
ELECTION_WAIT = 30  # days after an episode within which an early election is its outcome
ARMED = 0.5  # share of a place in which both sides have armed bodies, above which an episode ends in civil war


class Tape(NamedTuple):
    """Event buffers of one block: a row an event, a column a lane; ``filled`` says how many are in use."""

    day: Array
    kind: Array
    entity: Array
    amount: Array
    filled: Array


def new_tape(capacity: int) -> Tape:
    """Empty buffers for so many events a history."""
    shape = (capacity, LANES)
    return Tape(np.zeros(shape, "i4"), np.zeros(shape, "i2"), np.zeros(shape, "i2"), np.zeros(shape, "f4"), np.zeros(LANES, "i8"))


@kernel
def write(tape, r, day, kind, entity, amount):
    """Append one event to a lane's tape."""
    k = tape.filled[r]
    tape.day[k, r], tape.kind[k, r], tape.entity[k, r], tape.amount[k, r] = day, kind, entity, amount
    tape.filled[r] = k + 1


@kernel
def note_series(s, today, net, daily, day):
    """The day's row of every series; the active share of country and places counts who is present, of their people on the first day."""
    row = 0
    for n in range(s.nations.shape[0]):
        nation, t, capital = s.nations[n], today.nations[n], s.places[net.nations[n].capital]
        for r in range(LANES):
            daily[row, day, r] = 0.0
            daily[row + 1, day, r] = t.participation[r]
            daily[row + 2, day, r] = t.stoppage[r]
            daily[row + 3, day, r] = t.siege[r]
            daily[row + 4, day, r] = nation.approval[r]
            daily[row + 5, day, r] = nation.unity[r]
            daily[row + 6, day, r] = nation.agenda[r]
            daily[row + 7, day, r] = nation.agenda_parked[r]
            daily[row + 8, day, r] = nation.hope[r]
            daily[row + 9, day, r] = t.killed[r]
            daily[row + 10, day, r] = capital.councils[r]
            daily[row + 11, day, r] = capital.control[r]
            daily[row + 12, day, r] = nation.threat[r]
            daily[row + 13, day, r] = t.crowd_capital[r]
            daily[row + 14, day, r] = t.roads[r]
            daily[row + 15, day, r] = t.poll[r]
            daily[row + 16, day, r] = nation.policy[r]
            daily[row + 17, day, r] = nation.room[r]
            daily[row + 18, day, r] = nation.crisis[r]
            daily[row + 19, day, r] = 0.0
            daily[row + 20, day, r] = nation.abroad[r]
        row += WIDTH
    first_place = row
    for q in range(s.places.shape[0]):
        place, t, arms = s.places[q], today.places[q], WIDTH * net.places[q].country + ARMS
        for r in range(LANES):
            daily[arms, day, r] = max(daily[arms, day, r], min(place.arms_movement[r], place.arms_opposition[r]))
            daily[row, day, r] = 0.0
            daily[row + 1, day, r] = t.killed[r]
            daily[row + 2, day, r] = 1.0 - place.stock[r]
        row += PLACE_WIDTH
    for i in range(s.cells.shape[0]):
        c, active, present = net.cells[i], s.cells[i].active, s.cells[i].present
        national, local = WIDTH * c.country, first_place + PLACE_WIDTH * c.place
        of_nation, of_place = c.people_of_nation, c.people_of_place
        for r in range(LANES):
            daily[row, day, r] = active[r]
            daily[national, day, r] += of_nation * present[r] * active[r]
            daily[local, day, r] += of_place * present[r] * active[r]
        row += 1


@kernel
def any_lane(row):
    """Whether anything happened in any history of the block (a sum without branches, so it is cheap)."""
    total = 0.0
    for r in range(LANES):
        total += row[r]
    return total > 0.0


@kernel
def note_events(s, today, net, tape, day):
    """The day's events, in the order of the day."""
    for n in range(s.nations.shape[0]):
        dates = net.calendar[n, day]
        for a in range(dates.acts_from, dates.acts_to):
            if net.acts[a].country != n:
                continue
            for r in range(LANES):
                if today.acts[a].befell[r] > 0.0:
                    write(tape, r, day, ACT, a, net.acts[a].severity)
    for k in range(s.organizations.shape[0]):
        t = today.organizations[k]
        if not any_lane(t.called) and not any_lane(t.called_off):
            continue
        for r in range(LANES):
            if t.called[r] > 0.0:
                write(tape, r, day, CALL, k, t.readiness[r])
            if t.called_off[r] > 0.0:
                write(tape, r, day, CALL_OFF, k, t.readiness[r])
    for q in range(s.places.shape[0]):
        t = today.places[q]
        if not any_lane(t.killed) and not any_lane(t.reported) and not any_lane(t.killed_by_bodies):
            continue
        for r in range(LANES):
            if t.killed[r] > 0.0:
                write(tape, r, day, KILLED, q, t.killed[r])
            if t.reported[r] > 0.0:
                write(tape, r, day, PROTEST, q, t.crowd[r])
            if t.killed_by_bodies[r] > 0.0:
                write(tape, r, day, KILLED_BY_BODIES, q, t.killed_by_bodies[r])
    for d in range(s.demands.shape[0]):
        if not any_lane(today.demands[d].conceded):
            continue
        for r in range(LANES):
            if today.demands[d].conceded[r] > 0.0:
                write(tape, r, day, CONCESSION, d, today.demands[d].conceded[r])
    for n in range(s.nations.shape[0]):
        t = today.nations[n]
        quiet = True
        for row in (t.mutiny_began, t.mutiny_ended, t.operation_began, t.operation_ended, t.refused, t.diverted,
                    t.attempted, t.transferred, t.fell, t.elected, t.entered, t.struck, t.decreed, t.mediated, t.intervened):  # fmt: skip
            quiet = quiet and not any_lane(row)
        if quiet:
            continue
        for r in range(LANES):
            note_nation(s, today, net, tape, day, n, r)


@kernel
def note_nation(s, today, net, tape, day, n, r):
    """What happened to the state of one country in one history today."""
    t, capital = today.nations[n], net.nations[n].capital
    if t.mutiny_began[r] > 0.0:
        write(tape, r, day, MUTINY, capital, 1.0)
    if t.mutiny_ended[r] > 0.0:
        write(tape, r, day, MUTINY_ENDS, capital, 1.0)
    if t.operation_began[r] > 0.0:
        write(tape, r, day, OPERATION, capital, t.obedience[r])
    if t.operation_ended[r] > 0.0:
        write(tape, r, day, OPERATION_ENDS, capital, 1.0)
    if t.refused[r] > 0.0:
        write(tape, r, day, REFUSAL, capital, t.obedience[r])
    if t.diverted[r] > 0.0:
        write(tape, r, day, DIVERSION, int(s.nations[n].government[r]), 1.0)
    if t.attempted[r] > 0.0:
        write(tape, r, day, ATTEMPT, capital, 1.0)
        if t.reversed[r] == 0.0:
            write(tape, r, day, ATTEMPT_FAILED, capital, 1.0)
    if t.transferred[r] > 0.0:
        write(tape, r, day, TRANSFERRED, capital, 1.0)
    if t.fell[r] > 0.0:
        write(tape, r, day, FALL, int(t.fallen_government[r]), t.route[r])
    if t.elected[r] > 0.0:
        write(tape, r, day, ELECTION, int(s.nations[n].government[r]), 1.0)
    if t.entered[r] > 0.0:
        write(tape, r, day, SUCCESSION, int(s.nations[n].government[r]), net.governments[int(s.nations[n].government[r])].policy)
    if t.struck[r] > 0.0:
        write(tape, r, day, CRISIS, capital, 1.0)
    if t.decreed[r] > 0.0:
        write(tape, r, day, EMERGENCY, capital, 1.0)
    if t.mediated[r] > 0.0:
        write(tape, r, day, MEDIATION, capital, 1.0)
    if t.intervened[r] > 0.0:
        write(tape, r, day, INTERVENTION, capital, 1.0)


@kernel
def find_episodes(active, share, spans):
    """Spans of days at or above ``share`` for ``EPISODE_DAYS``, gaps of ``EPISODE_GAP`` merged; how many."""
    found, onset, last, run = 0, -1, -1, 0
    for day in range(active.shape[0]):
        if active[day] >= share:
            run += 1
            last = day
            if run >= EPISODE_DAYS and onset < 0:
                onset = day - EPISODE_DAYS + 1
        else:
            run = 0
            if onset >= 0 and day - last > EPISODE_GAP:
                spans[found, 0], spans[found, 1] = onset, last
                found += 1
                onset = -1
    if onset >= 0:
        spans[found, 0], spans[found, 1] = onset, last
        found += 1
    return found


def turn_of_power(events: Array) -> str:
    """The outcome if councils, opponents or an outside power took it: whoever did so last; nothing if nobody did."""
    won = np.isin(events["kind"], (TRANSFERRED, ATTEMPT, INTERVENTION)) & ~((events["kind"] == ATTEMPT) & failed(events))
    if not won.any():
        return ""
    return "power_transferred" if events["kind"][won][-1] == TRANSFERRED else "reaction_prevailed"


def failed(events: Array) -> Array:
    """Which attempts at reversal failed: those with a failure on the same day."""
    days = events["day"][events["kind"] == ATTEMPT_FAILED]
    return np.isin(events["day"], days)


def read_outcome(events: Array, span: tuple[int, int], veto_only: bool, conceded_share: float, dual: bool, armed: bool = False) -> int:
    """How an episode ended, from the events of its days (and the election it may have led to), and who held what on its last."""
    if armed:
        return OUTCOMES.index("civil_war")
    inside = events[(events["day"] >= span[0]) & (events["day"] <= span[1] + EPISODE_GAP)]
    kinds = inside["kind"]
    falls = inside[kinds == FALL]
    last = turn_of_power(inside)
    if last:
        return OUTCOMES.index(last)
    if falls.size:
        policies = inside[kinds == SUCCESSION]["amount"]
        changed = not veto_only or bool(policies.size and policies[-1] > 0.0)
        return OUTCOMES.index("government_replaced_policy_changed" if changed else "government_replaced_policy_kept")
    late = (events["day"] >= span[0]) & (events["day"] <= span[1] + ELECTION_WAIT)
    if (late & (events["kind"] == ELECTION)).any():
        return OUTCOMES.index("elected_turn")
    if dual:
        return OUTCOMES.index("dual_power")
    grants = inside[kinds == CONCESSION]["amount"]
    return OUTCOMES.index("conceded" if grants.size and grants.max() >= conceded_share else "subsided")


def countries_of(events: Array, homes: Mapping[str, Array]) -> Array:
    """The country that each event belongs to; ``homes`` has, for each kind of thing, the country of each."""
    found = np.zeros(len(events), "i8")
    for kind in dict.fromkeys(EVENT_ENTITIES):
        rows = np.isin(events["kind"], [k for k, of in enumerate(EVENT_ENTITIES) if of == kind])
        found[rows] = np.asarray(homes[kind])[events["entity"][rows]]
    return found


class Waves(NamedTuple):
    """What makes waves of a block: per lane the share that is one and the concession that ends one, and whether falls are only vetoes."""

    share: Array
    conceded: Array
    veto_only: bool


def read_episodes(daily: Array, events: list[Array], histories: Array, waves: Waves, people: Sequence[float], net: Any) -> Array:
    """The episodes of a block, one row each, by history and country: from each country's own series, events and people."""
    homes = {kind: getattr(net, kind).country for kind in set(EVENT_ENTITIES)}
    several = [countries_of(rows, homes) for rows in events] if len(people) > 1 else []
    rows: list[tuple[Any, ...]] = []
    for r in range(LANES):
        for n, persons in enumerate(people):
            own = events[r][several[r] == n] if several else events[r]
            course = daily[WIDTH * n : WIDTH * (n + 1), :, r]
            limits = waves._replace(share=waves.share[r], conceded=waves.conceded[r])
            rows += [(histories[r], n, *row) for row in episodes_of(course, own, limits, persons)]
    return np.array(rows, EPISODE)


def episodes_of(course: Array, events: Array, waves: Waves, people: float) -> Iterator[tuple[Any, ...]]:
    """The episodes of one country in one history, from its national series (series, days)."""
    spans = np.zeros((course.shape[1] // EPISODE_GAP + 2, 2), "i8")
    active, killed, councils, control, arms = (course[NATIONAL_SERIES.index(name)] for name in EPISODE_SERIES)
    active = np.ascontiguousarray(active)
    for e in range(find_episodes(active, waves.share, spans)):
        onset, end = int(spans[e, 0]), int(spans[e, 1])
        days = slice(onset, end + 1)
        dual = bool(councils[end] > 0.5 and control[end] < 0.5)
        outcome = read_outcome(events, (onset, end), waves.veto_only, float(waves.conceded), dual, bool(arms[end] > ARMED))
        yield (
            e, onset, onset + int(active[days].argmax()), end, end - onset + 1, active[days].max(),
            people * float(active[days].sum(dtype=np.float64)), killed[days].sum(dtype=np.float64), outcome,
        )  # fmt: skip


EPISODE_SERIES = ("active_share", "killed", "councils", "control", "arms")
