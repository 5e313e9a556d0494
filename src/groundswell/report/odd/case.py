"""What the description says of one case: its question, what it holds, its days, its inputs, and which mechanisms work in it."""

from pydantic import BaseModel

from groundswell.engine.anatomy import mechanisms
from groundswell.report.case import parameters as resolved
from groundswell.report.markdown import bullets, code, number, section, table
from groundswell.report.needs import NEEDS, missing
from groundswell.report.odd.words import ABOUT, DATED, FIRST, INPUTS, KINDS
from groundswell.report.words import prose_date
from groundswell.scenario.describe import outline
from groundswell.scenario.edit import country_of_act
from groundswell.scenario.parameters import Parameter
from groundswell.scenario.schema import Scenario, record_lists


def purpose(scenario: Scenario | None) -> str:
    """The question of a case."""
    return "" if scenario is None else f"The case `{scenario.id}`, {scenario.title}: {scenario.question}\n\n{scenario.summary.strip()}"


def against(scenario: Scenario | None) -> str:
    """What is on record that histories are held against; a case without a record says so."""
    if scenario is not None and scenario.observed is None:
        return "Nothing is on record for this case, so no history of it is held against anything."
    record = "Patterns it is held against, of the record: deaths by forces by day and place, dates of falls of government, approval polls;"
    return f"{record}\nand ranges for falls, waves, their lengths and their dead, stated before anybody looked."


def entities(scenario: Scenario | None) -> str:
    """The kinds of things, and of a case how many there are, country by country."""
    kinds = bullets([(f"{kind}:", f"{words}.") for kind, words in KINDS.items()])
    if scenario is None:
        return kinds
    rows = [counted(scenario, country.id) for country in scenario.countries]
    held = table(("country", "people", "places", "groups", "organizations", "forces", "governments", "demands", "acts"), rows, range(1, 9))
    outside = len(scenario.outside_powers)
    plural = "" if outside == 1 else "s"
    return f"{kinds}\n\nOf them this case holds{f', beside {outside} power{plural} outside' if outside else ''}:\n\n{held}"


def counted(scenario: Scenario, country: str) -> list[str]:
    """How many things of each kind a country has."""
    home = {place.id: place.country for place in scenario.places}
    people = sum(group.population for group in scenario.groups if home[group.place] == country)
    countrywide = (scenario.organizations, scenario.forces, scenario.governments, scenario.demands)
    counts = [
        list(home.values()).count(country), sum(home[group.place] == country for group in scenario.groups),
        *(sum(thing.country == country for thing in things) for things in countrywide),
        sum(country_of_act(scenario, act) == country for act in scenario.acts),
    ]  # fmt: skip
    return [f"`{country}`", number(round(people)), *(str(count) for count in counts)]


def scales(scenario: Scenario | None) -> str:
    """Step, space and length."""
    if scenario is None:
        return SPACE
    days = outline(scenario)["days"]
    ties = {kind: sum(tie.kind == kind for tie in scenario.ties) for kind in TIES}
    held = "; ".join(f"{count} of kind `{kind}` ({TIES[kind]})" for kind, count in ties.items() if count)
    span = f"from {prose_date(scenario.start)} to {prose_date(scenario.end)}, {days:,} days"
    return f"{SPACE} This case runs {span}. Its ties: {held or 'none'}."


SPACE = (
    "One step is one day. Space is a list of places. Two places may be neighbors, and one may get its supplies by a road from the other; "
    "a death in one is felt in all others of its country, more in its neighbors. Organizations may be joined by pacts, and countries by "
    "trade and by what people in one hear of the other."
)
TIES = {
    "adjacent": "two places are neighbors",
    "route": "a place gets supplies by a road from another",
    "pact": "two organizations are allies",
    "abroad": "a country hears of another, one way for each tie",
    "trade": "two countries trade",
}


def switched(scenario: Scenario | None, off: frozenset[str]) -> str:
    """Which mechanisms are on, and which of them find nothing to work on."""
    if scenario is None:
        rows = [(f"`{name}`", need.words) for name, need in NEEDS.items()]
        return section(3, "What a mechanism needs", "The others work on whatever a scenario holds.", table(("mechanism", "needs"), rows))
    standings = [(row.id, f"`{row.name}`", standing(row.name, scenario, off)) for row in mechanisms()]
    return section(3, "Mechanisms of this case", table(("id", "mechanism", "here"), standings))


def standing(name: str, scenario: Scenario, off: frozenset[str]) -> str:
    """Whether a mechanism is on, and has something to work on."""
    if name in off:
        return "off"
    lacks = missing(name, scenario)
    return f"on, without anything to work on: no {lacks.removeprefix('a ').removeprefix('an ')}" if lacks else "on"


def first(scenario: Scenario | None) -> str:
    """What a history begins with."""
    return listed(scenario, FIRST)


def dated(scenario: Scenario | None) -> str:
    """What reaches a history on its way."""
    return listed(scenario, DATED)


def listed(scenario: Scenario | None, when: str) -> str:
    """The parts of a scenario that enter at one time: what each says, its fields, and of a case how much of it there is."""
    lists = record_lists(Scenario)
    names = [name for name, (enters, _) in INPUTS.items() if enters == when]
    rows = [(f"`{name}`", INPUTS[name][1], fields_of(lists.get(name)), amount(scenario, name)) for name in names]
    header, width = ("part", "what it gives", "fields", "here"), 3 if scenario is None else 4
    return table(header[:width], [row[:width] for row in rows])


def fields_of(record: type[BaseModel] | None) -> str:
    """The fields of a part's records, but for their sources."""
    return "" if record is None else ", ".join(name for name in record.model_fields if name not in ("source", "sources"))


def amount(scenario: Scenario | None, name: str) -> str:
    """How much a case gives of one part."""
    held = getattr(scenario, name, None)
    if isinstance(held, tuple | dict):
        return str(len(held)) if held else "none"
    return "none" if held is None else str(held)


def parameters(scenario: Scenario) -> str:
    """Every parameter as this case has it: one value, or the range that histories draw from."""
    rows = [(f"`{row.name}`", row.symbol, row.unit, drawn_from(row), row.meaning) for row in resolved(scenario)]
    return section(3, "Parameters", table(("name", "symbol", "unit", "value or prior", "meaning"), rows))


def drawn_from(row: Parameter) -> str:
    """The value of a parameter that is held, else its prior."""
    if row.fixed is not None:
        return number(row.fixed)
    return f"{number(row.lower)} to {number(row.upper)}{', log-uniform' if row.prior == 'log' else ''}"


def about() -> str:
    """What of a file enters no history."""
    return f"No history reads {code(name for name, (enters, _) in INPUTS.items() if enters == ABOUT)}."
