"""The page of quantities: what a run keeps, what of it anybody has observed, and how histories end."""

from docs.generate.markdown import number, page, section, table
from groundswell.analysis.quantities import FIXED
from groundswell.analysis.wording import CHANCES, ENDINGS, ROUTES
from groundswell.engine import recorder
from groundswell.engine.recorder import EPISODE, EVENT, EVENT_KINDS, GROUP_SERIES, NATIONAL_SERIES, NO_EPISODE, PLACE_SERIES
from groundswell.engine.state import FALL_ROUTES, STATE, TODAY, Field
from groundswell.report.quantities import BY_SERIES
from groundswell.store import FLOWS, HEADLINE

GETS = """What a run keeps: series, events, episodes and endings, each with its unit, and which of them anybody has ever
observed. How to read them is told in [read a run with DuckDB](../how-to/read-a-run-with-duckdb.md)."""

SERIES = """A series has one value a day. Trajectories keep every seventh day, each number rounded to one part in four thousand; series
marked *sum* keep the total of the seven days from there on. Series marked *bands* are also kept for every day, as
the number of histories in each of 64 bins. Replaying a history gives every day in full."""

OBSERVED = """The share of people in action was never observed anywhere, nor was stoppage, unity, control or threat. Figures of
these say "not observed" and carry no mark of the record. What records do hold is in `observed.csv` of a case, each row with its
source: deaths by forces by day and place, approval polls, changes of government, protests. The model has a step of its own
that says what records would show of a day, [`records_show`](mechanisms.md#records_show); its series are marked *emitted*."""

RULE = """An *episode* is a wave: days on which the share of all people in action is at or above the parameter `episode_share`. It needs
{days} such days in a row to begin; quiet gaps of up to {gap} days do not end it. Opponents of the movement count as well, so a large
rally for autonomy can open an episode. Its *outcome* is the first of these that holds, read from the events of its days and of
the {gap} days after it:"""

ENDING = """A history *ends* as its largest episode did, largest by peak times days; without any it is `no_episode`. Falls are
counted separately, since a government can fall in a small episode, or in none."""

# Series whose field has another name, or another meaning for one place.
ACTIVE = Field("active_share", "share", 0, 1, "share of all people in action, contenders and opponents alike")
NAMED_OTHERWISE = {
    ("active_share", "nations"): ACTIVE,
    ("active_share", "places"): ACTIVE,
    ("siege", "places"): Field("siege", "share", 0, 1, "emptiness of the place's supplies"),
    ("roads_blocked", "nations"): Field("roads", "share", 0, 1, "roads blocked, mean over places"),
    ("arms", "nations"): Field("arms", "share", 0, 1, "place in which both sides are most armed: the less armed of its two sides"),
}
EMITTED = ("poll", "roads_blocked")
COUNTRY_ONLY = {"councils": " (in the capital)", "control": " (in the capital)"}
SEVERAL = """Of a scenario with several countries a series of the nation, and a column of the last day, has the country's name
behind it: `approval:north`. `falls`, `ending` and the like without a name speak of the whole world (all falls; the
largest wave anywhere), `falls:north` of one country. `runs.of("north")` shows one country as if it had been run alone,
with its own numbers of things; `spec.json` says of each place, government and so on which country it is in
(`places_in`, …), and of each kind of event what its entity is (`event_entities`)."""

# Of each kind of event: what happened, whom `entity` names, what `amount` is.
EVENTS = {
    "act": ("an act of policy happened", "act", "severity"),
    "call": ("an organization called its members out", "organization", "value of calling"),
    "call_off": ("an organization called off", "organization", "value of calling"),
    "killed": ("forces killed people: one row a day and place", "place", "persons"),
    "operation": ("an armed operation was ordered at the capital", "place", "chance that orders are carried out"),
    "operation_ends": ("the operation ended", "place", "1"),
    "mutiny": ("the police mutinied", "place", "1"),
    "mutiny_ends": ("a deal ended the mutiny", "place", "1"),
    "refusal": ("troops openly refused an order", "place", "chance that orders are carried out"),
    "concession": ("a demand was granted, in part or whole", "demand", "share granted"),
    "diversion": ("the government moved the agenda to a venue of its own", "government", "1"),
    "fall": ("a government fell", "government that fell", "route, as an index of the table below"),
    "succession": ("a government took office", "government that entered", "its policy, from -1 to 1"),
    "election": ("an election was held that the model decides", "government that won", "1"),
    "reversal_attempted": ("opponents tried to reverse course by force", "place", "1"),
    "reversal_failed": ("the attempt failed", "place", "1"),
    "power_transferred": ("power passed to councils", "place", "1"),
    "protest_event": ("a protest was reported: one row a day and place", "place", "crowd, in persons"),
    "crisis": ("a currency crisis struck; told at the capital", "place", "1"),
    "emergency": ("emergency powers were decreed; told at the capital", "place", "1"),
    "mediation": ("a third party began to mediate; told at the capital", "place", "1"),
    "intervention": ("an outside power stepped in; told at the capital", "place", "1"),
    "killed_by_bodies": ("armed civilians killed people in a fight: one row a day and place", "place", "persons"),
}

RULES = {
    "civil_war": f"on its last day both sides are armed above {recorder.ARMED} in one place at least",
    "power_transferred": "councils took power, and no reversal succeeded after it",
    "reaction_prevailed": "a reversal by force succeeded, and councils did not take power after it",
    "government_replaced_policy_changed": "another fall, and the last government that entered grants what is demanded (policy"
    " above 0), or `veto_wins_no_program` is off",
    "government_replaced_policy_kept": "another fall",
    "elected_turn": f"an early election, whoever wins, from its first day to {recorder.ELECTION_WAIT} days after its last; rare,"
    " since most early elections follow a fall",
    "dual_power": "on its last day councils of the capital above one half and control under one half",
    "conceded": "a demand granted by at least the parameter `conceded_share`",
    "subsided": "none of these",
}


def quantities_page() -> str:
    """The whole page."""
    fields = table(["field", "type"], [(f"`{name}`", EVENT[name].name) for name in EVENT.names or ()])
    waves = table(["field", "type"], [(f"`{name}`", EPISODE[name].name) for name in EPISODE.names or ()])
    return page(
        "Quantities, events and endings", GETS,
        section(2, "Series", SERIES, series_tables(), SEVERAL), section(2, "Observed, and not", OBSERVED),
        section(2, "Events", events(), section(3, "Fields of an event", fields), section(3, "Routes of a fall", routes())),
        section(2, "Episodes and endings", rule(), outcomes(), ENDING, section(3, "Fields of an episode", waves)),
        section(2, "Quantities of a history", quantities()), section(2, "Chances in words", chances()),
    )  # fmt: skip


def series_tables() -> str:
    """The series of the country, of each place and of each group."""
    national = [series_row(name, "nations", name) for name in NATIONAL_SERIES]
    local = [series_row(name, "places", f"{name}:PLACE") for name in PLACE_SERIES]
    group = [series_row(name, "cells", f"{name}:PLACE/GROUP") for name in GROUP_SERIES]
    return table(["series", "unit", "meaning", "kept", "observed"], [*national, *local, *group])


def series_row(name: str, kind: str, spelled: str) -> list[str]:
    """One series: what it is, and whether anybody has observed it."""
    field = described(name, kind)
    where = COUNTRY_ONLY.get(name, "") if kind == "nations" else ""
    kept = ["weekly sum" if name in FLOWS else "weekly"] + ["bands"] * (kind == "nations" and name in HEADLINE)
    observed = "emitted" if name in EMITTED else "yes" if name in BY_SERIES and BY_SERIES[name].is_observed else "no"
    return [f"`{spelled}`", field.unit, field.meaning + where, ", ".join(kept), observed]


def described(name: str, kind: str) -> Field:
    """The field of state or day that a series shows."""
    if (name, kind) in NAMED_OTHERWISE:
        return NAMED_OTHERWISE[name, kind]
    orders = [TODAY[kind], STATE[kind], TODAY["nations"], STATE["places"]]
    return next(field for fields in orders for field in fields if field.name == name)


def events() -> str:
    """Every kind of event."""
    return table(["kind", "what happened", "entity", "amount"], [(f"`{kind}`", *EVENTS[kind]) for kind in EVENT_KINDS])


def routes() -> str:
    """The routes by which governments fall."""
    return table(["index", "route", "in words"], [(k, f"`{name}`", "by " + ROUTES[name]) for k, name in enumerate(FALL_ROUTES)])


def rule() -> str:
    """What makes an episode, with the numbers of the recorder."""
    return RULE.format(days=recorder.EPISODE_DAYS, gap=recorder.EPISODE_GAP)


def outcomes() -> str:
    """The outcomes in the order in which they are looked for."""
    rows = [(f"`{slug}`", ENDINGS[slug], RULES[slug]) for slug in RULES]
    return table(["outcome", "in words", "holds when"], [*rows, (f"`{NO_EPISODE}`", ENDINGS[NO_EPISODE], "the history has no episode")])


def quantities() -> str:
    """The numbers of a history that effects are told of."""
    rows = [(f"`{row.name}`", row.words, row.unit) for row in FIXED]
    more = [
        ("`ending:SLUG`", "whether it ended so", "share of histories"), ("`killed:PLACE`", "killed by forces in one place", "persons"),
        ("`mean:SERIES`", "mean over the weeks", "as the series"), ("`peak:SERIES`", "largest week", "as the series"),
    ]  # fmt: skip
    return "\n\n".join(["Names that `gs.effect(pair, NAME)` takes:", table(["name", "in words", "unit"], [*rows, *more])])


def chances() -> str:
    """Which share of histories is called what."""
    bounds = [0.0, *(bound for bound, _ in CHANCES), 1.0]
    words = [*(word for _, word in CHANCES), "nearly all histories"]
    rows = [(word, f"{number(100 * bounds[k])} to {number(100 * bounds[k + 1])} in 100") for k, word in enumerate(words)]
    about = "These words stand for shares of simulated histories, not for chances in the world."
    return "\n\n".join([about, table(["word", "share"], rows)])

