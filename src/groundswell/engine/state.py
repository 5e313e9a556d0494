"""What persists from day to day, what is cleared each morning, and what never changes.

Everything is declared here once: name, unit, bounds, meaning. Each kind of thing (cell, place,
nation, …) is one array of records; each field of a record is a row of ``LANES`` numbers, one a
history, so that a kernel's innermost loop runs over histories and the compiler vectorizes it.
"""

from typing import Any, NamedTuple

import numpy as np

from groundswell.engine.views import by_address

LANES = 32  # histories that march together; a power of two that keeps a cell's record in cache

Array = np.ndarray[Any, Any]


class Field(NamedTuple):
    """One quantity of a record: its unit, the bounds every step keeps, and what it means."""

    name: str
    unit: str
    low: float
    high: float
    meaning: str


INF = float("inf")

STATE: dict[str, tuple[Field, ...]] = {
    "regions": (
        Field("mood", "log-odds", -INF, INF, "mood common to all countries"),
        Field("capital_flow", "sd", -INF, INF, "what moves the capital of all countries this month"),
    ),
    "powers": (Field("spent", "countries", 0, INF, "means that outside pressure binds this month"),),
    "nations": (
        Field("agenda", "share", 0, 1, "salience of the national agenda, G"),
        Field("agenda_parked", "share", 0, 1, "agenda set aside, not met"),
        Field("approval", "share", 0, 1, "approval of the government, L"),
        Field("unity", "share", 0, 1, "unity of the governing coalition, U"),
        Field("hope", "share", 0, 1, "hope in an institutional way out"),
        Field("truce", "share", 0, 1, "truce called by leaders people trust"),
        Field("mood", "log-odds", -INF, INF, "the nation's mood"),
        Field("refusal", "share", 0, 1, "memory of orders refused by the army"),
        Field("loyalty_seen", "share", 0, 1, "how loyal the forces are thought to be"),
        Field("deaths_usual", "log persons", 0, INF, "deaths a day that people have got used to"),
        Field("police_grievance", "share", 0, 1, "the police's own grievance over pay"),
        Field("mutiny", "0 or 1", 0, 1, "a police mutiny is on"),
        Field("operation", "0 or 1", 0, 1, "an armed operation to open the capital is on"),
        Field("operation_spent", "0 or 1", 0, 1, "this government has had its operation"),
        Field("government", "index", 0, INF, "government in office"),
        Field("days_in_office", "days", 0, INF, "since the government took office"),
        Field("election_day", "day", -1, INF, "day of an election called by the model; -1 none"),
        Field("elected", "0 or 1", 0, 1, "an election called by the model has been held"),
        Field("past_falls", "falls", 0, INF, "falls of governments that are remembered"),
        Field("succession_news", "0 or 1", 0, 1, "a head was replaced yesterday after a fall"),
        Field("days_since_diversion", "days", 0, INF, "since the government last moved the agenda"),
        Field("threat", "share", 0, 1, "threat that elites perceive"),
        Field("policy", "share", -1, 1, "policy line: -1 keeps what is demanded away, 1 grants it"),
        Field("own_policy", "share", -1, 1, "policy line that the government comes back to"),
        Field("room", "share", 0, 1, "room of the budget to grant anything, M"),
        Field("capital_flow", "sd", -INF, INF, "capital that flows in, against its usual"),
        Field("crisis", "share", 0, 1, "currency crisis: 1 when it strikes"),
        Field("crisis_news", "0 or 1", 0, 1, "a currency crisis struck this month"),
        Field("slump", "% a year", 0, INF, "growth lost to crisis and stoppage"),
        Field("joblessness", "%", 0, 100, "unemployment above the scenario's series"),
        Field("dearness", "% a year", 0, INF, "inflation above the scenario's series"),
        Field("doubt", "share", 0, 1, "doubt in the economic model that governments follow"),
        Field("abroad", "share", 0, 1, "part of the country's people who have left"),
        Field("legitimacy_scar", "share", 0, 1, "trust that a massacre has taken for good"),
        Field("emergency", "share", 0, 1, "emergency powers: 1 on the day of the decree"),
        Field("boundary", "share", 0, 1, "how far identity divides the coalition"),
        Field("morale", "share", 0, 1, "what reversals lost have left of opponents' morale"),
        Field("torn", "share", 0, 1, "how far the government stands between two poles without a base"),
        Field("mediation", "0 or 1", 0, 1, "a third party mediates"),
        Field("pressure", "share", 0, 1, "pressure of outside powers"),
        Field("aid", "share", 0, 1, "aid of outside powers"),
        Field("isolation", "share", 0, 1, "how alone the country is"),
        Field("won_news", "0 or 1", 0, 1, "a head fell or power passed, yesterday"),
        Field("lost_news", "0 or 1", 0, 1, "reaction prevailed, yesterday"),
        Field("growth", "% a year", -INF, INF, "growth per head"),
        Field("unemployment", "%", 0, 100, "unemployment"),
        Field("inflation", "% a year", -INF, INF, "consumer prices"),
        Field("power_transferred", "0 or 1", 0, 1, "councils have taken power"),
        Field("reaction_won", "0 or 1", 0, 1, "an attempt at reversal has succeeded"),
    ),
    "places": (
        Field("mood", "log-odds", -INF, INF, "the place's own mood"),
        Field("stock", "share", 0, 1, "supplies: 1 full, 0 empty"),
        Field("control", "share", 0, 1, "part of the place that still obeys the state"),
        Field("councils", "share", 0, 1, "neighborhood bodies that run supply and strike"),
        Field("arms_movement", "share", 0, 1, "armed bodies on the side of contenders"),
        Field("arms_opposition", "share", 0, 1, "armed bodies on the side of their opponents"),
    ),
    "cells": (
        Field("active", "share", 0, 1, "share of the cell's people in action, A"),
        Field("efficacy", "log-odds", -1.5, 1.5, "belief that acting works, E"),
        Field("scar", "log-odds", 0, 1.5, "scar of defeat, D"),
        Field("stamina", "share", 0, 1, "what fatigue has left, S"),
        Field("outrage", "log persons", 0, INF, "outrage at killings, B"),
        Field("hardship", "index", -INF, INF, "hardship against the scenario's first month, H"),
        Field("present", "share", 0, INF, "people of the group, against those of the first day"),
        Field("organized", "share", 0, 1, "share in organizations, O"),
        Field("demoralized", "log-odds", 0, 1.5, "confidence that a sudden decline has taken"),
        Field("identity", "share", 0, 1, "how far a shared category has become political"),
        Field("granted", "share", 0, 1, "what a past reform still gives"),
        Field("memory", "share", 0, 1, "how alive past risings are"),
        Field("victory_news", "share", 0, INF, "victories heard of since yesterday"),
        Field("defeat_news", "share", 0, 1, "defeats suffered since yesterday"),
    ),
    "demands": (
        Field("open", "share", 0, 1, "how strongly the demand stands, q"),
        Field("parked", "share", 0, 1, "set aside, not met"),
    ),
    "organizations": (
        Field("calling", "0 or 1", 0, 1, "a call to act is out"),
        Field("line", "share", -1, 1, "line of the leaders: -1 conciliation, 1 escalation"),
        Field("coopted", "share", 0, 1, "leaders in posts of the state"),
        Field("militants", "share", 0, 1, "density of activists who join organizations"),
    ),
    "forces": (Field("loyalty", "share", 0, 1, "true loyalty, hidden until tested"),),
}

TODAY: dict[str, tuple[Field, ...]] = {
    "nations": (
        Field("luck", "1", -INF, INF, "standard normal number of the day"),
        Field("luck_region", "1", -INF, INF, "the same for the region"),
        Field("participation", "share", 0, 1, "share of the mobilizable in action, by population"),
        Field("stoppage", "share", 0, 1, "economic weight that has stopped, X"),
        Field("siege", "share", 0, 1, "emptiness of the capital's supplies, Z"),
        Field("outrage_capital", "log persons", 0, INF, "mean outrage in the capital"),
        Field("crowd_capital", "persons", 0, INF, "people in action in the capital and next to it"),
        Field("killed", "persons", 0, INF, "killed today by forces, all places"),
        Field("deaths_seen", "log persons", 0, INF, "Σ visibility · log(1 + killed)"),
        Field("obedience", "share", 0, 1, "chance that an order is carried out"),
        Field("lift", "share", -INF, INF, "what growth adds to approval at rest"),
        Field("pace", "1/day", 0, 1, "pace at which approval goes to its rest"),
        Field("line", "share", 0, 1, "readiness of the government in office to use force"),
        Field("prox", "share", 0, 1, "nearness of an election on the calendar"),
        Field("desertion", "log-odds", -INF, INF, "what elites' leaving adds to the chance of a fall"),
        Field("fell", "0 or 1", 0, 1, "the government fell today"),
        Field("route", "index", 0, INF, "route of the fall"),
        Field("fallen_government", "index", 0, INF, "the government that fell"),
        Field("agenda_met", "share", 0, 1, "agenda met by the fall"),
        Field("operation_began", "0 or 1", 0, 1, "an operation began today"),
        Field("operation_ended", "0 or 1", 0, 1, "an operation ended today"),
        Field("mutiny_began", "0 or 1", 0, 1, "a mutiny began today"),
        Field("mutiny_ended", "0 or 1", 0, 1, "a mutiny ended today"),
        Field("refused", "0 or 1", 0, 1, "troops refused an order today"),
        Field("diverted", "0 or 1", 0, 1, "the government moved the agenda to a venue of its own"),
        Field("entered", "0 or 1", 0, 1, "a government took office today"),
        Field("elected", "0 or 1", 0, 1, "an election called by the model was held today"),
        Field("attempted", "0 or 1", 0, 1, "a reversal was attempted today"),
        Field("reversed", "0 or 1", 0, 1, "the attempt succeeded"),
        Field("transferred", "0 or 1", 0, 1, "councils took power today"),
        Field("luck_flow", "1", -INF, INF, "standard normal number of the month"),
        Field("people", "share", 0, INF, "people present, against those of the first day"),
        Field("chorus", "share", 0, INF, "calls that are out, by the density of their activists"),
        Field("ease", "share", 0, 1, "how far the budget lets a demand be granted"),
        Field("foreign_push", "1", 0, INF, "what outside pressure adds to attempts at reversal"),
        Field("seen_abroad", "share", 0, 1, "participation seen in other countries"),
        Field("foreign_wins", "share", 0, 1, "victories heard of from other countries"),
        Field("foreign_losses", "share", 0, 1, "defeats heard of from other countries"),
        Field("mediated", "0 or 1", 0, 1, "a mediation began today"),
        Field("decreed", "0 or 1", 0, 1, "emergency powers were decreed today"),
        Field("struck", "0 or 1", 0, 1, "a currency crisis struck today"),
        Field("intervened", "0 or 1", 0, 1, "an outside power stepped in today"),
        Field("roads", "share", 0, 1, "mean over places of blocked roads"),
        Field("poll", "share", 0, 1, "what a poll of today would show"),
    ),
    "places": (
        Field("luck", "1", -INF, INF, "standard normal number of the day"),
        Field("crowd", "persons", 0, INF, "people in action"),
        Field("participation", "share", 0, 1, "share of the mobilizable in action, by economic weight"),
        Field("own_block", "share", 0, 1, "how far the place's own roads are blocked"),
        Field("blocked", "share", 0, 1, "how far its supplies are cut"),
        Field("troops", "persons", 0, INF, "forces present and at work"),
        Field("risk", "share", 0, 1, "perceived risk of acting"),
        Field("clash_chance", "share", 0, 1, "chance of a lethal clash today"),
        Field("clash_luck", "share", 0, 1, "the draw that decides it"),
        Field("clash", "persons", 0, INF, "killed today in a routine clash"),
        Field("killed", "persons", 0, INF, "killed today by forces"),
        Field("killed_by_bodies", "persons", 0, INF, "killed today in fights between armed civilians"),
        Field("report_luck", "share", 0, 1, "the draw that decides whether an event is reported"),
        Field("reported", "0 or 1", 0, 1, "a protest here is reported today"),
    ),
    "cells": (
        Field("luck", "1", -INF, INF, "standard normal number of the day"),
        Field("seen", "share", 0, 1, "share of others seen in action, V"),
        Field("wanted", "share", 0, 1, "salience of local demands, Q"),
        Field("call", "share", 0, 1, "call of the organizations people belong to"),
        Field("ballot", "log-odds", -INF, INF, "pull of the ballot box"),
        Field("reluctance", "log-odds", -INF, INF, "reluctance to act before others do"),
        Field("roots", "log-odds", -INF, INF, "what memory, identity and past reform add"),
        Field("worsening", "index/day", -INF, INF, "hardship added today"),
        Field("practice", "share", 0, INF, "what remembered skill adds to a blockade"),
        Field("urge", "log-odds", -INF, INF, "u, log-odds of acting"),
        Field("target", "share", 0, 1, "share that would act, a*"),
    ),
    "demands": (
        Field("pressure", "share", 0, 1, "participation of those who hold the demand"),
        Field("bloodshed", "log persons", 0, INF, "outrage of those who hold the demand"),
        Field("conceded", "share", 0, 1, "what was granted today"),
        Field("met", "share", 0, 1, "what the fall met"),
    ),
    "organizations": (
        Field("readiness", "share", -INF, INF, "value of calling"),
        Field("stamina", "share", 0, 1, "mean stamina of the base"),
        Field("organized", "share", 0, 1, "organization of the base"),
        Field("base_line", "share", -1, 1, "line that the base wants"),
        Field("out", "share", 0, 1, "members in action"),
        Field("bridging", "share", 0, INF, "calls of allied organizations"),
        Field("restraint", "share", 0, INF, "what an election it may win holds back"),
        Field("steadiness", "share", 0, 1, "what activists take off the rate of calling off"),
        Field("posts", "share", 0, INF, "what posts in the state hold back"),
        Field("called", "0 or 1", 0, 1, "called out today"),
        Field("called_off", "0 or 1", 0, 1, "called off today"),
    ),
    "acts": (Field("befell", "0 or 1", 0, 1, "the act happened today"),),
}


def record(fields: tuple[Field, ...]) -> np.dtype[Any]:
    """A record whose fields are rows of ``LANES`` float64 numbers."""
    return np.dtype([(f.name, "f8", (LANES,)) for f in fields])


@by_address
class State(NamedTuple):
    """What persists. ``flat`` is the same memory as all the others, for copying and comparing."""

    flat: Array
    regions: Array
    powers: Array
    nations: Array
    places: Array
    cells: Array
    demands: Array
    organizations: Array
    forces: Array


@by_address
class Today(NamedTuple):
    """What holds for one day and is cleared each morning (``flat`` is all of it)."""

    flat: Array
    nations: Array
    places: Array
    cells: Array
    demands: Array
    organizations: Array
    acts: Array


def blank(layout: dict[str, tuple[Field, ...]], counts: dict[str, int]) -> tuple[Array, dict[str, Array]]:
    """One zeroed block of memory and, by kind, the record arrays that look into it."""
    sizes = {kind: counts[kind] * record(fields).itemsize // 8 for kind, fields in layout.items()}
    flat = np.zeros(sum(sizes.values()))
    views: dict[str, Array] = {}
    start = 0
    for kind, fields in layout.items():
        piece = flat[start : start + sizes[kind]]
        views[kind] = piece.view(record(fields)).view(np.recarray)
        start += sizes[kind]
    return flat, views


def new_state(counts: dict[str, int]) -> State:
    """An all-zero state for so many things of each kind."""
    flat, views = blank(STATE, counts)
    return State(flat=flat, **views)


def new_today(counts: dict[str, int]) -> Today:
    """An all-zero day."""
    flat, views = blank(TODAY, counts)
    return Today(flat=flat, **views)


def out_of_bounds(layout: dict[str, tuple[Field, ...]], things: Any) -> list[str]:
    """Which declared bounds a state or a day breaks; empty when all hold."""
    broken = []
    for kind, fields in layout.items():
        for field in fields:
            values = getattr(things, kind)[field.name]
            if values.size and not (values.min() >= field.low and values.max() <= field.high):
                found = f"[{values.min()}, {values.max()}]"
                broken.append(f"{kind}.{field.name} in {found}, declared [{field.low}, {field.high}]")
    return broken


# What never changes during a run: scalars of each thing, and links between things.
NET: dict[str, list[tuple[str, str]]] = {
    "cells": [
        ("place", "i8"), ("country", "i8"), ("entity", "u8"), ("population", "f8"), ("mobilizable", "f8"),
        ("weight", "f8"), ("blockade", "f8"), ("exclusion", "f8"), ("organized", "f8"),
        ("agenda_exposure", "f8"), ("efficacy_rest", "f8"), ("crisis_exposure", "f8"),
        ("movement", "f8"), ("tie_own", "f8"), ("tie_nation", "f8"), ("place_share", "f8"), ("nation_share", "f8"), ("capital_share", "f8"),
        ("people_of_nation", "f8"), ("people_of_place", "f8"),
        ("communication", "f8"), ("memory", "f8"), ("persons_of_nation", "f8"),
        ("ties_from", "i8"), ("ties_to", "i8"), ("wants_from", "i8"), ("wants_to", "i8"),
        ("flows_from", "i8"), ("flows_to", "i8"), ("dismissals_from", "i8"), ("dismissals_to", "i8"),
    ],
    "places": [
        ("country", "i8"), ("entity", "u8"), ("visibility", "f8"), ("capital", "f8"), ("near_capital", "f8"), ("neighbor_share", "f8"),
        ("resource_share", "f8"), ("people_share", "f8"),
        ("routes_from", "i8"), ("routes_to", "i8"), ("forces_from", "i8"), ("forces_to", "i8"),
        ("felt_from", "i8"), ("felt_to", "i8"),
    ],
    "nations": [
        ("entity", "u8"), ("places", "f8"), ("capital", "i8"), ("first_government", "i8"), ("quorum", "f8"),
        ("outsider", "i8"), ("establishment", "i8"), ("agenda_is_veto", "f8"), ("unemployment_start", "f8"), ("inflation_start", "f8"),
        ("debt", "f8"), ("lender_program", "f8"), ("exit", "f8"), ("mediator", "f8"), ("tutelage", "f8"),
        ("abroad_from", "i8"), ("abroad_to", "i8"), ("trade_from", "i8"), ("trade_to", "i8"),
    ],
    "powers": [
        ("entity", "u8"), ("capacity", "f8"), ("interest_from", "i8"), ("interest_to", "i8"), ("aid_from", "i8"), ("aid_to", "i8"),
    ],
    "organizations": [
        ("country", "i8"), ("entity", "u8"), ("line", "f8"), ("stake", "f8"), ("trust", "f8"), ("militants", "f8"),
        ("members_from", "i8"), ("members_to", "i8"), ("followers_from", "i8"), ("followers_to", "i8"),
        ("pacts_from", "i8"), ("pacts_to", "i8"),
    ],
    "forces": [
        ("country", "i8"), ("entity", "u8"), ("police", "f8"), ("loyalty_lowest", "f8"), ("loyalty_highest", "f8"),
        ("army_share", "f8"),
    ],
    "governments": [
        ("country", "i8"), ("line", "f8"), ("unity", "f8"), ("seats", "f8"), ("approval", "f8"), ("hope", "f8"),
        ("policy", "f8"), ("backing", "f8"), ("successor", "i8"), ("election_within", "f8"),
    ],
    "demands": [
        ("country", "i8"), ("entity", "u8"), ("national", "f8"), ("veto", "f8"), ("shared", "f8"), ("movement", "f8"), ("autonomy", "f8"),
        ("holders_from", "i8"), ("holders_to", "i8"),
    ],
    "acts": [
        ("country", "i8"), ("government", "i8"), ("kind", "i8"), ("demand", "i8"), ("severity", "f8"),
        ("police_grievance", "f8"), ("hope", "f8"),
    ],
    "links": [("to", "i8"), ("weight", "f8")],
    "calendar": [
        ("growth", "f8"), ("unemployment", "f8"), ("inflation", "f8"), ("days_to_election", "f8"),
        ("inaugurates", "i8"), ("outgoing", "i8"), ("incoming", "i8"), ("acts_from", "i8"), ("acts_to", "i8"),
        ("month_begins", "f8"), ("ballot", "f8"), ("open_ballots", "f8"), ("blocked", "f8"),
    ],
    "engaged": [("share", "f8")],
}


@by_address
class Net(NamedTuple):
    """The scenario as flat arrays: things, ``links`` between them (each thing holds its range),
    ``calendar[nation, day]``, and ``engaged[power, day]``, the part of an outside power's means that is bound elsewhere."""

    cells: Array
    places: Array
    nations: Array
    organizations: Array
    forces: Array
    governments: Array
    demands: Array
    acts: Array
    powers: Array
    links: Array
    calendar: Array
    engaged: Array


def net_record(kind: str) -> np.dtype[Any]:
    """The record of one kind of thing in ``Net``."""
    return np.dtype(NET[kind])


KEYS = np.dtype([("low", "u8"), ("high", "u8"), ("history", "u8", (LANES,))])

ACT_KINDS = ("price", "tax", "resource", "livelihood", "wage", "promise", "diversion", "emergency", "layoff", "reform")
PRICE, TAX, RESOURCE, LIVELIHOOD, WAGE, PROMISE, DIVERSION, EMERGENCY, LAYOFF, REFORM = np.arange(len(ACT_KINDS))  # of one type
FALL_ROUTES = ("street", "congress", "transfer", "reversal", "coup", "intervention")
STREET, CONGRESS, TRANSFER, REVERSAL, COUP, INTERVENTION = range(len(FALL_ROUTES))
