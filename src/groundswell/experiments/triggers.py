"""The same histories with the acts of a window made weaker and stronger."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from groundswell.errors import UsageError
from groundswell.experiments.recipe import Recipe

if TYPE_CHECKING:
    from groundswell.scenario.schema import Act, Scenario

LEAST_HORIZON = 28  # days: four weekly values of a series, so that a peak is seen at all

Window = str | tuple[str | date, str | date]


class Trigger(NamedTuple):
    """Acts of a window of days, both ends included, and the last day on which what follows is measured."""

    first: date
    last: date
    until: date
    acts: tuple[str, ...]


def trigger_of(scenario: "Scenario", window: Window | None, horizon: int) -> Trigger:
    """The acts of a window that take something from somebody, and `horizon` days from the first of them.

    A window is a month ("2003-09") or two days; without one it is the month of the first act on the national agenda,
    or of the severest act where no act touches the agenda. Raises UsageError for a window without acts, one that is
    no pair of days, and a horizon of less than four weeks.
    """
    if horizon < LEAST_HORIZON:
        raise UsageError.of("horizon", str(horizon), f"{LEAST_HORIZON} days or more", "horizon=90")
    first, last = _days(window) if window is not None else _month(_leading(scenario).date.strftime("%Y-%m"))
    acts = [act for act in _taking(scenario) if first <= act.date <= last]
    if not acts:
        hint = f"for example the month of {_leading(scenario).id}: '{_leading(scenario).date:%Y-%m}'"
        raise UsageError.of("window", f"{first} to {last}", "days with an act that takes something from somebody", hint)
    begin = min(act.date for act in acts)
    until = min(scenario.end, begin + timedelta(days=horizon - 1))
    return Trigger(begin, max(act.date for act in acts), until, tuple(act.id for act in acts))


def scaled(recipe: Recipe, trigger: Trigger, scale: float) -> Recipe:
    """The recipe with severity, and grievance of the police, of the trigger's acts times `scale`, each at most 1."""
    scenario = recipe.scenario
    for act in (act for act in scenario.acts if act.id in trigger.acts):
        for field in ("severity", "police_grievance"):
            scenario = scenario.set(f"acts.{act.id}.{field}", min(1.0, scale * getattr(act, field)))
    return replace(recipe, scenario=scenario)


def _taking(scenario: "Scenario") -> "list[Act]":
    found = [act for act in scenario.acts if act.severity > 0 or act.police_grievance > 0]
    if not found:
        raise UsageError.of("scenario", f"{scenario.id}, where no act takes anything from anybody", "an act to scale", "add an act")
    return found


def _leading(scenario: "Scenario") -> "Act":
    """The first act on the national agenda, or the severest of all."""
    national = {demand.id for demand in scenario.demands if demand.national}
    on_agenda = [act for act in _taking(scenario) if act.demand in national]
    return min(on_agenda, key=lambda act: act.date) if on_agenda else max(_taking(scenario), key=lambda act: act.severity)


def _days(window: Window) -> tuple[date, date]:
    try:
        if isinstance(window, str):
            return _month(window)
        first, last = (date.fromisoformat(day) if isinstance(day, str) else day for day in window)
    except ValueError:
        first, last = date.max, date.min
    if first > last:
        raise UsageError.of("window", str(window), "a month, or a first and a last day", "window='2003-09'")
    return first, last


def _month(text: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{text}-01")
    beyond = (first + timedelta(days=31)).replace(day=1)
    return first, beyond - timedelta(days=1)
