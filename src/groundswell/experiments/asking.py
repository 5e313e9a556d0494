"""What is asked of a run: which histories, which people, which days. All that cannot be answered is told at once."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from groundswell.errors import Problem, UsageError
from groundswell.scenario.words import meant

if TYPE_CHECKING:
    from groundswell.runs import Runs

REFERENCE_DAYS = 28  # four weeks: long enough for a wave to rise, short enough that one cause does not bury another

Day = str | date | int


class Question(NamedTuple):
    """Histories by number, cells by index, days by number; and how the people are called."""

    histories: tuple[int, ...]
    place: str
    group: str | None
    name: str
    cells: NDArray[np.int64]
    reference: int
    day: int


def question(
    runs: "Runs", history: int | Iterable[int] | None, place: str, day: Day, reference: Day | None, group: str | None
) -> Question:
    """The question in numbers. Raises UsageError with everything that cannot be answered."""
    problems: list[Problem] = []
    numbers = histories_of(runs, history, problems)
    cells = cells_of(runs, place, group, problems)
    last = day_of(runs, "day", day, problems)
    first = max(0, last - REFERENCE_DAYS) if reference is None else day_of(runs, "reference", reference, problems)
    if not problems and first >= last:
        hint = "take a later day" if reference is None else "the day of reference comes first"
        problems.append(Problem("reference", runs.date(first).isoformat(), f"a day before {runs.date(last)}", hint))
    if problems:
        raise UsageError(*problems)
    scene = runs.scenario
    name = next(spot.name for spot in scene.places if spot.id == place)
    if group is not None:
        name = f"{next(known.name for known in scene.groups if known.id == runs.names['cells'][cells[0]])} ({name})"
    return Question(numbers, place, group, name, np.array(cells, np.int64), first, last)


def histories_of(runs: "Runs", history: int | Iterable[int] | None, problems: list[Problem]) -> tuple[int, ...]:
    """The histories meant: one, several, or all of the run."""
    if history is None:
        return tuple(int(number) for number in runs.histories)
    wanted = [int(history)] if isinstance(history, (int, np.integer)) else sorted({int(number) for number in history})
    known = set(runs.histories.tolist())
    missing = [number for number in wanted if number not in known]
    if missing or not wanted:
        got = f"history {missing[0]}" if missing else "no history"
        problems.append(Problem("history", got, f"one of the {runs.replicates} histories of the run", f"for example {runs.histories[0]}"))
    return tuple(wanted)


def cells_of(runs: "Runs", place: str, group: str | None, problems: list[Problem]) -> list[int]:
    """The groups asked about: one, or the contenders of the place, or everybody where nobody contends."""
    if place not in runs.names["places"]:
        problems.append(_unknown("place", place, runs.names["places"]))
        return []
    sides = {known.id: known.side for known in runs.scenario.groups}
    here = [(k, name) for k, name in enumerate(runs.names["cells"]) if name.partition("/")[0] == place]
    if group is None:
        contenders = [k for k, name in here if sides[name] == "movement"]
        found = contenders or [k for k, _ in here]
        if not found:
            problems.append(Problem("place", f"'{place}'", "a place with groups", "nobody lives there in this scenario"))
        return found
    found = [k for k, name in here if group in (name, name.partition("/")[2])]
    if not found:
        problems.append(_unknown("group", group, [name for _, name in here]))
    return found


def day_of(runs: "Runs", where: str, day: Day, problems: list[Problem]) -> int:
    """The number of a day, given as a date, its ISO text, or the number itself."""
    try:
        told = date.fromisoformat(day) if isinstance(day, str) else day
    except ValueError:
        told = -1
    number = (told - runs.start).days if isinstance(told, date) else int(told)
    if not 0 <= number < runs.days:
        expected = f"a day from {runs.start} to {runs.date(runs.days - 1)}"
        problems.append(Problem(where, str(day), expected, f"for example {runs.date(runs.days // 2)}"))
    return number


def _unknown(where: str, got: str, known: Iterable[str]) -> Problem:
    names = list(known)
    return Problem(where, f"'{got}'", f"one of {', '.join(names)}", meant(got, names) or "`groundswell show CASE --part all` lists them")
