"""One history as a dated story: sentences from templates over what happened, week by week, beside the record.

No sentence is made up: each tells one or several events of the history, and the same events always
give the same words.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from groundswell.analysis.record import NATIONAL, Observation
from groundswell.analysis.wording import ROUTES, listed
from groundswell.report.falling import heads_of
from groundswell.report.words import percent

if TYPE_CHECKING:
    from groundswell.runs import Runs
    from groundswell.scenario.schema import Scenario

WEEK = 7
LONGEST = 40  # weeks that a story tells; those in which most happened
NAMED = 3  # things that one sentence names
CALLS = 4  # organizations that call in one week before it is worth a sentence
GRANTED = 0.1  # share of a demand below which its granting is not told
# How much an event weighs when the weeks to tell are chosen.
WEIGHTS = {
    "fall": 100, "power_transferred": 100, "intervention": 100, "reversal_attempted": 60, "election": 60, "operation": 50, "emergency": 40,
    "crisis": 40, "mediation": 40, "succession": 40, "mutiny": 40, "refusal": 40, "diversion": 20, "act": 12, "concession": 8, "killed": 2,
    "killed_by_bodies": 2,
}  # fmt: skip
RECORD_WEIGHTS = {"fall": 100, "killed_by_forces": 2, "approval": 1, "protest_event": 1}


class Week(NamedTuple):
    """One week of the story: what happened in the history, and what is on record."""

    first: date
    last: date
    active: float
    approval: float
    told: tuple[str, ...]
    recorded: tuple[str, ...]


@dataclass(frozen=True)
class Teller:
    """Tells one history of a run."""

    runs: "Runs"
    scenario: "Scenario"
    history: int
    record: Sequence[Observation]

    def weeks(self, longest: int = LONGEST) -> list[Week]:
        """The weeks in which most happened, in the history or on record, in order of time."""
        weights = self._weights()
        chosen = sorted(sorted(weights, key=lambda week: (-weights[week], week))[:longest])
        return [self._week(week) for week in chosen]

    @cached_property
    def events(self) -> dict[int, list[Any]]:
        """The events of the history by week."""
        rows = self.runs.events
        found: dict[int, list[Any]] = {}
        for row in rows[rows["history"] == self.history]:
            found.setdefault(int(row["day"]) // WEEK, []).append(row)
        return found

    @cached_property
    def recorded(self) -> dict[int, list[Observation]]:
        """The record by the week in which it begins."""
        found: dict[int, list[Observation]] = {}
        for row in self.record:
            week = self.week_of(row.first)
            if row.quantity in RECORD_WEIGHTS and 0 <= week <= (self.runs.days - 1) // WEEK:
                found.setdefault(week, []).append(row)
        return found

    @cached_property
    def entered(self) -> list[tuple[date, str, str]]:
        """Changes of office that are on record and given: the day, who enters, and by what."""
        elected = [(one.inauguration, one.winner, "elected") for one in self.scenario.elections if one.inauguration and one.winner]
        return elected + [(one.date, one.incoming, "by handover") for one in self.scenario.handovers]

    def week_of(self, day: date) -> int:
        """The week of the run that a date lies in."""
        return (day - self.runs.start).days // WEEK

    def _weights(self) -> dict[int, float]:
        weights: Counter[int] = Counter()
        for week, rows in self.events.items():
            weights[week] += sum(self._weight(row) for row in rows)  # type: ignore[assignment]
        for week, observed in self.recorded.items():
            weights[week] += sum(RECORD_WEIGHTS[row.quantity] * (row.value or 1.0) for row in observed)  # type: ignore[assignment]
        return {week: weight for week, weight in weights.items() if weight}

    def _weight(self, row: Any) -> float:
        kind = self.kind(row)
        return WEIGHTS.get(kind, 0) * (float(row["amount"]) if kind in ("act", "concession", "killed", "killed_by_bodies") else 1.0)

    def kind(self, row: Any) -> str:
        """What kind of event a row is."""
        return str(self.runs.names["event_kinds"][row["kind"]])

    def _week(self, week: int) -> Week:
        first = self.runs.start + timedelta(days=WEEK * week)
        rows = self.events.get(week, [])
        told = [sentence for template in TEMPLATES for sentence in template(self, rows)]
        active, approval = (float(course[week]) for course in self.levels)
        return Week(first, first + timedelta(days=WEEK - 1), active, approval, tuple(told), tuple(self._record(week)))

    @cached_property
    def levels(self) -> tuple[Any, Any]:
        """Week by week: the share in action, and approval."""
        alone = self.runs.select([self.history])
        return alone.trajectory("active_share")[1][0], alone.trajectory("approval")[1][0]

    def _record(self, week: int) -> Iterable[str]:
        rows = self.recorded.get(week, [])
        yield from (f"{row.first:%-d %b}: {self.head(row.note)} falls." for row in rows if row.quantity == "fall")
        yield from (f"{day:%-d %b}: {self.head(who)} takes office, {why}." for day, who, why in self.entered if self.week_of(day) == week)
        killed = Counter[str]()
        for row in rows:
            if row.quantity == "killed_by_forces":
                killed[self.place(row.place)] += round(row.value or 0)
        if killed:
            yield deaths(killed)
        events = list(
            dict.fromkeys(f"{row.note.partition(';')[0]} ({self.place(row.place)})" for row in rows if row.quantity == "protest_event")
        )
        if events:
            yield f"Reported: {some(events)}."
        yield from (f"Poll: {percent(row.value or 0)} approve." for row in rows if row.quantity == "approval" and row.place == NATIONAL)

    @cached_property
    def heads(self) -> dict[str, str]:
        """Who heads each government."""
        return heads_of(self.scenario)

    def name(self, kind: str, index: int) -> str:
        """What the index of an event stands for, in words."""
        identity = self.runs.names[kind][index]
        if kind == "governments":
            return self.heads[identity]
        return next(str(record.name) for record in getattr(self.scenario, kind) if record.id == identity)

    def head(self, government: str) -> str:
        """Who heads a government, by its id."""
        return self.heads.get(government, government)

    def place(self, identity: str) -> str:
        """What a place is called."""
        return next((one.name for one in self.scenario.places if one.id == identity), "nationwide")

    def of(self, rows: Iterable[Any], kind: str) -> list[Any]:
        """The events of one kind."""
        return [row for row in rows if self.kind(row) == kind]

    def day(self, row: Any) -> str:
        """The day and month of an event."""
        return f"{self.runs.date(int(row['day'])):%-d %b}"


def acts(teller: Teller, rows: list[Any]) -> Iterable[str]:
    """What the government did, which is an input."""
    for row in teller.of(rows, "act"):
        yield f"{teller.day(row)}, given: {teller.name('acts', row['entity'])}."


def calls(teller: Teller, rows: list[Any]) -> Iterable[str]:
    """Who calls, where many do."""
    names = list(dict.fromkeys(teller.name("organizations", row["entity"]) for row in teller.of(rows, "call")))
    if len(names) >= CALLS:
        yield f"{len(names)} organizations call for action, among them {listed(names[:NAMED])}."


def orders(teller: Teller, rows: list[Any]) -> Iterable[str]:
    """Operations, refusals and mutinies."""
    for kind, words in ORDERS.items():
        for row in teller.of(rows, kind):
            yield f"{teller.day(row)}: {words.format(place=teller.name('places', row['entity']), amount=percent(float(row['amount'])))}."


def killed(teller: Teller, rows: list[Any]) -> Iterable[str]:
    """Who died, by place: by forces, and in fights between armed civilians."""
    for kind, who in KILLERS.items():
        found = Counter[str]()
        for row in teller.of(rows, kind):
            found[teller.name("places", row["entity"])] += round(float(row["amount"]))
        if found:
            yield deaths(found, who)


def grants(teller: Teller, rows: list[Any]) -> Iterable[str]:
    """What was conceded, and what diverted."""
    found: dict[str, float] = {}
    for row in teller.of(rows, "concession"):
        found[teller.name("demands", row["entity"])] = max(found.get(teller.name("demands", row["entity"]), 0), float(row["amount"]))
    large = sorted((name for name in found if found[name] >= GRANTED), key=lambda name: -found[name])
    if large:
        yield "Granted: " + listed([f"{percent(found[name])} of “{name}”" for name in large[:NAMED]]) + "."
    for row in teller.of(rows, "diversion"):
        yield f"{teller.day(row)}: {teller.name('governments', row['entity'])} offers a vote or a cause that draws attention away."


def office(teller: Teller, rows: list[Any]) -> Iterable[str]:
    """Who falls, who is elected, who follows."""
    routes = teller.runs.names["fall_routes"]
    for row in rows:
        kind, day = teller.kind(row), teller.day(row)
        if kind == "fall":
            route = routes[int(row["amount"])]
            yield f"{day}: {teller.name('governments', row['entity'])} falls, by {ROUTES.get(route, route)}."
        elif kind == "election":
            yield f"{day}: {teller.name('governments', row['entity'])} wins an election."
        elif kind == "succession":
            yield f"{day}: {teller.name('governments', row['entity'])} takes office."


ORDERS = {
    "operation": "an armed operation is ordered at {place}; {amount} of the order is obeyed",
    "operation_ends": "the operation at {place} ends",
    "refusal": "troops at {place} refuse the order",
    "mutiny": "the police mutiny at {place}",
    "mutiny_ends": "a deal ends the mutiny at {place}",
    "reversal_attempted": "a reversal from above is attempted",
    "reversal_failed": "the attempt fails",
    "power_transferred": "power passes to the councils",
    "emergency": "emergency powers are decreed",
    "crisis": "a currency crisis strikes",
    "mediation": "a third party brings both sides to a table",
    "intervention": "an outside power steps in",
}
KILLERS = {"killed": "Forces", "killed_by_bodies": "Armed civilians"}
Template = Callable[[Teller, list[Any]], Iterable[str]]
TEMPLATES: tuple[Template, ...] = (acts, calls, orders, killed, grants, office)


def deaths(found: Counter[str], who: str = "Forces") -> str:
    """Deaths by forces, or by others, in a sentence.

    >>> deaths(Counter({"El Alto": 7, "La Paz": 1}))
    'Forces kill 8 people: 7 in El Alto, 1 in La Paz.'
    """
    total = sum(found.values())
    people = "one person" if total == 1 else f"{total:,} people"
    if len(found) == 1:
        return f"{who} kill {people} in {next(iter(found))}."
    places = [f"{count} in {place}" for place, count in found.most_common(NAMED)]
    rest = total - sum(count for _, count in found.most_common(NAMED))
    return f"{who} kill {people}: {', '.join(places)}{f', {rest} elsewhere' if rest else ''}."


def some(items: Sequence[str]) -> str:
    """The first few of a list, and how many more there are.

    >>> some(["a", "b", "c", "d", "e"])
    'a, b, c and 2 more'
    """
    return listed([*items[:NAMED], *([f"{len(items) - NAMED} more"] if len(items) > NAMED else [])])
