"""The page on which mechanisms matter, written from the tables that `docs.generate.screened` keeps."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from docs.generate.markdown import code, page, section, table
from docs.generate.screened import KEPT, WORLDS
from groundswell.analysis.screening import MATTERS
from groundswell.analysis.shares import listed
from groundswell.engine.anatomy import mechanisms
from groundswell.engine.kernel import fingerprint
from groundswell.ensemble.outcomes import OUTCOMES
from groundswell.report.screening import figure, none_clear

Row = Mapping[str, str]
FIRST = 3  # factors that are named for an outcome
PAIRS = 15  # pairs that are listed

GETS = """On this page: which mechanisms and parameters of the model matter for which outcome, which pairs of them do something together
that neither does alone, and which do nothing, in every world that was screened."""

HOW = """Every number is read from tables in `docs/generate/screening`, which `make screening` computes again (about ten minutes on two
cores); `groundswell screen CASE` does the same for any case. It speaks of the model and its assumptions, and not of the world."""

ASKED = """Three questions are asked of each world, because a mechanism can matter in one way and not in another.

1. **One step at a time.** Random paths begin where about half of the mechanisms are off and parameters lie anywhere in their priors, and
   move every factor once, in random order: a mechanism from off to on or back, a parameter by two thirds of its prior (Morris 1991).
   *Size* is the mean of the absolute changes, told in the outcome's unit, with its interval of 95 in 100 (paths drawn again). All points
   of a path have the same histories, so that a difference is not luck.
2. **Out of the whole.** With everything on, and parameters as `run` draws them, mechanisms are taken out one at a time, and the
   weightiest also two at a time. What two are worth *beyond the sum of both* is their interaction. It is listed where it would be apart
   from nothing if all questions of its table were asked at once.
3. **A handful together.** The weightiest are moved together through all of their range, and the variance of each outcome is shared out
   (Sobol' 2001, Saltelli 2002): *alone* is what a factor does by itself, *with others* what would be missing without it."""

MEANING = """- **Off in company is not off alone.** On a path half of all else is off as well: a mechanism that needs another shows less
  there than in the whole model, and one that others replace shows more.
- **Nothing here is not nothing anywhere.** A mechanism does nothing in a world that lacks what it acts on (an outside power, a region,
  an election), and in one where what it acts on never comes about. The outcomes are fourteen numbers; a mechanism may move others.
- **Luck has a size.** An effect is listed where the lower end of its interval lies above the size that luck alone would show of a factor
  without effect, and where it is worth a twentieth of the outcome's standard deviation or more. That bound is judged.
- **Intervals are rough.** They rest on as many paths as the table says. Small shares of variance may come
  out under nothing, and large ones above the whole.
- Paths through countries that would never be quiet without demands are left out, as the priors leave such draws out, and the four
  parameters that decide it are not among the handful, since shares of variance are of what is free."""

NO_STEP = """\
A – says that the outcome was looked at in this world too, and no factor was found to move it by a step: of each, the interval of
the size reaches down to what luck alone would show, or the size is under a twentieth of the outcome's standard deviation, or both are
nothing, where the outcome is the same at all points. In the whole model a mechanism can still be worth something to it."""

EARLIER = """**Measured with an earlier form of the model: {worlds}.** The engine has changed since the tables of {these} were kept, and
what they say may no longer hold; `make screening` measures it again."""


class World(NamedTuple):
    """What was found in one world, as tables."""

    case: str
    settings: Row
    factors: tuple[Row, ...]
    effects: tuple[Row, ...]
    worth: tuple[Row, ...]
    pairs: tuple[Row, ...]
    shares: tuple[Row, ...]

    def matters(self, factor: str) -> list[str]:
        """The outcomes that a factor moves, most first, one step at a time."""
        found = [row for row in self.effects if row["factor"] == factor and row["matters"] == "True"]
        return [row["outcome"] for row in sorted(found, key=lambda row: -float(row["share"]))]

    def worth_to(self, mechanism: str) -> list[str]:
        """The outcomes to which a mechanism is worth something in the whole model."""
        found = [row for row in self.worth if row["mechanism"] == mechanism and notable(row)]
        return [row["outcome"] for row in sorted(found, key=lambda row: -abs(float(row["share"])))]

    @property
    def earlier(self) -> bool:
        """Whether another engine than the present one computed the tables."""
        return not fingerprint().startswith(self.settings["engine"])

    def standing(self, factor: str) -> str:
        """What a factor does here: "matters", "little" or "nothing"; "not screened" where it is newer than the tables."""
        if self.matters(factor) or self.worth_to(factor):
            return "matters"
        row = next((row for row in self.factors if row["factor"] == factor), None)
        if row is None:
            return "not screened"
        return "little" if float(row["touched"]) or row["in_the_whole"] == "True" else "nothing"


def notable(row: Row) -> bool:
    """Whether what is worth something is clear, and worth enough to be told."""
    return row["clear"] == "True" and abs(float(row["share"])) >= MATTERS


def read(case: str, kept: Path = KEPT) -> World:
    """The tables of a world."""
    parts = [_rows(kept / f"{case}-{name}.csv") for name in ("settings", "factors", "effects", "worth", "pairs", "shares")]
    return World(case, parts[0][0], *parts[1:])


def _rows(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def mattering_page(kept: Path = KEPT) -> str:
    """The whole page."""
    worlds = [read(world.case, kept) for world in WORLDS if (kept / f"{world.case}-settings.csv").is_file()]
    return page(
        "Which mechanisms matter", GETS, HOW, *of_earlier(worlds), section(2, "In short", *in_short(worlds)),
        section(2, "How it is asked", ASKED, asked_table(worlds)),
        section(2, "Every mechanism in every world", every_mechanism(worlds)), *map(world_section, worlds),
        section(2, "What it means, and what not", MEANING),
    )  # fmt: skip


def of_earlier(worlds: Sequence[World]) -> list[str]:
    """Which worlds an earlier engine was screened in, if any."""
    names = [world.case for world in worlds if world.earlier]
    return [EARLIER.format(worlds=", ".join(names), these="this world" if len(names) == 1 else "these worlds")] if names else []


def in_short(worlds: Sequence[World]) -> list[str]:
    """How many matter, how many do little, which do nothing anywhere, and the first of each outcome."""
    best = {row.name: {world.standing(row.name) for world in worlds} for row in mechanisms()}
    matter = [name for name, found in best.items() if "matters" in found]
    little = [name for name, found in best.items() if "matters" not in found and "little" in found]
    nothing = [name for name, found in best.items() if found == {"nothing"}]
    told = (
        f"{len(worlds)} {'world was' if len(worlds) == 1 else 'worlds were'} screened: {', '.join(world.case for world in worlds)}. "
        f"Of {len(best)} mechanisms {len(matter)} matter for an outcome in at least one, {len(little)} change something but no outcome "
        f"by a twentieth of its standard deviation, and {len(nothing)} do nothing in any of them, to the bit."
    )
    rows = [[one.words, *(", ".join(f"`{name}`" for name in first(world, one.name)) or "–" for world in worlds)] for one in OUTCOMES]
    return [
        told, f"Nothing anywhere: {code(nothing)}." if nothing else "No mechanism does nothing everywhere.",
        "What moves each outcome most, one step at a time, mechanisms and parameters alike:",
        table(["outcome", *(world.case for world in worlds)], rows), *([NO_STEP] if any("–" in row for row in rows) else []),
    ]  # fmt: skip


def first(world: World, outcome: str) -> list[str]:
    """The factors that move an outcome most."""
    found = [row for row in world.effects if row["outcome"] == outcome and row["matters"] == "True"]
    return [row["factor"] for row in sorted(found, key=lambda row: -float(row["size"]))[:FIRST]]


def asked_table(worlds: Sequence[World]) -> str:
    """How much each world was asked, and how sure the answer is."""
    head = ["world", "days", "factors", "paths", "histories a point", "out of the whole", "samples", "in all", "half-width", "engine"]
    rows = [
        (
            world.case, world.settings["days"], len(world.factors), world.settings["trajectories"], world.settings["histories"],
            world.settings["removals"], world.settings["samples"], f"{int(world.settings['histories_run']):,}",
            f"{100 * half_width(world):.0f} %", f"`{world.settings['engine'][:8]}`",
        ) for world in worlds
    ]  # fmt: skip
    words = (
        "*Out of the whole* and *in all* count histories. *Half-width* is the median, over effects that matter, of half the interval of a "
        "size, in hundredths of the size. *Engine* begins the hash of the engine's sources that computed it."
    )
    return "\n\n".join([table(head, rows, right=range(1, len(head))), words])


def half_width(world: World) -> float:
    """How sure the sizes are: the median of half their intervals over themselves."""
    found = sorted(
        (float(row["size_high"]) - float(row["size_low"])) / 2 / float(row["size"]) for row in world.effects if row["matters"] == "True"
    )
    return found[len(found) // 2] if found else 0.0


def every_mechanism(worlds: Sequence[World]) -> str:
    """A row a mechanism: what it moves in each world."""
    rows = [[row.id, f"`{row.name}`", *(what_it_moves(world, row.name) for world in worlds)] for row in mechanisms()]
    words = "*a little* changes something, but no outcome that much; *whole* says to what it is worth something when all else is on."
    return "\n\n".join([words, table(["", "mechanism", *(world.case for world in worlds)], rows)])


def what_it_moves(world: World, name: str) -> str:
    """The outcomes that a mechanism moves here, most first, and those to which it is worth something in the whole model."""
    steps, whole = world.matters(name), world.worth_to(name)
    if not steps and not whole:
        return {"little": "a little", "nothing": "**nothing**", "not screened": "not screened"}[world.standing(name)]
    return "; ".join(filter(None, [", ".join(steps), f"*whole* {', '.join(whole)}" if whole else ""]))


def world_section(world: World) -> str:
    """All that was found in one world."""
    idle = [row["factor"] for row in world.factors if row["kind"] == "parameter" and world.standing(row["factor"]) == "nothing"]
    return section(
        2, world.case,
        f"![Which factors move which outcomes of {world.case}: a circle for each effect that matters, the larger the more]"
        f"(../images/screening-{world.case}.svg)",
        section(3, f"One step at a time in {world.case}", steps_table(world)),
        section(3, f"Out of the whole of {world.case}", worth_table(world)),
        section(3, f"Pairs that interact in {world.case}", pairs_table(world)),
        section(3, f"Shares of variance in {world.case}", shares_table(world)) if world.shares else "",
        f"Parameters whose steps changed nothing at all: {code(idle)}." if idle else "",
    )  # fmt: skip


def steps_table(world: World) -> str:
    """For each outcome the factors that move it most, with size, interval and spread."""
    rows = []
    for one in OUTCOMES:
        found = [row for row in world.effects if row["outcome"] == one.name and row["matters"] == "True"]
        for k, row in enumerate(sorted(found, key=lambda row: -float(row["size"]))[:5]):
            rows.append([f"{one.words} ({one.unit})" if not k else "", f"`{row['factor']}`", direction(row), *sizes(row)])
    return table(["outcome", "factor", "a step", "size", "95 in 100", "spread"], rows, right=[3, 4, 5])


def sizes(row: Row) -> tuple[str, str, str]:
    """The size of an effect, its interval and its spread."""
    size, low, high, spread = (figure(float(row[name])) for name in ("size", "size_low", "size_high", "spread"))
    return size, f"{low} to {high}", spread


def direction(row: Row) -> str:
    """Which way a step moves an outcome."""
    way = "raises" if float(row["mean_low"]) > 0 else "lowers" if float(row["mean_high"]) < 0 else "either way"
    return f"{way}, by what else is on" if row["uneven"] == "True" else way


def worth_table(world: World) -> str:
    """What mechanisms add to each outcome when everything else is on."""
    rows = []
    for one in OUTCOMES:
        found = [row for row in world.worth if row["outcome"] == one.name and notable(row)]
        for k, row in enumerate(sorted(found, key=lambda row: -abs(float(row["mean"])))[:5]):
            name = f"{one.words} ({one.unit}; {figure(float(row['whole']))})" if not k else ""
            rows.append([name, f"`{row['mechanism']}`", figure(float(row["mean"])), interval(row)])
    return table(["outcome (unit; in the whole model)", "mechanism", "adds", "95 in 100"], rows, right=[2, 3])


def interval(row: Row) -> str:
    """The interval of a worth."""
    return f"{figure(float(row['low']))} to {figure(float(row['high']))}"


def pairs_table(world: World) -> str:
    """What two mechanisms are worth beyond the sum of both: the strongest, over all outcomes."""
    words = {one.name: f"{one.words} ({one.unit})" for one in OUTCOMES}
    found = sorted((row for row in world.pairs if notable(row)), key=lambda row: -abs(float(row["share"])))
    asked = len({(row["mechanism"], row["other"]) for row in world.pairs})
    told = f"{len(found)} interactions of {asked} pairs that changed anything are clear; the strongest:" if found else "None is clear."
    rows = [
        [f"`{row['mechanism']}`", f"`{row['other']}`", words[row["outcome"]], figure(float(row["mean"])), interval(row)]
        for row in found[:PAIRS]
    ]
    head = ["mechanism", "with", "outcome", "beyond the sum", "95 in 100"]
    return "\n\n".join([told, *([table(head, rows, right=[3, 4])] if rows else [])])


def shares_table(world: World) -> str:
    """Who shares the variance of each outcome, in hundredths: totals that are clear, and pairs that are."""
    rows = []
    for one in OUTCOMES:
        own = [row for row in world.shares if row["outcome"] == one.name]
        alone = {row["factor"]: row for row in own if row["order"] == "first"}
        totals = sorted((row for row in own if row["order"] == "total" and large(row)), key=lambda row: -float(row["value"]))
        rows += [[one.words if not k else "", f"`{row['factor']}`", part(alone[row["factor"]]), part(row)] for k, row in enumerate(totals)]
        seconds = [row for row in own if row["order"] == "second" and large(row)]
        rows += [["", f"`{row['factor']}` with `{row['other']}`", part(row), ""] for row in seconds]
    handful = code(dict.fromkeys(row["factor"] for row in world.shares))
    told = f"Moved together: {handful}. Listed are shares of a twentieth or more that are clear."
    if not rows:
        return "\n\n".join([told, none_clear(int(world.settings["samples"]))])
    return "\n\n".join([told, table(["outcome", "factor", "alone, %", "with others, %"], rows, right=[2, 3])])


def large(row: Row) -> bool:
    """Whether a share of the variance is clear, and worth telling."""
    return listed(row["clear"] == "True", float(row["value"]))


def part(row: Row) -> str:
    """A share in hundredths, with its margin."""
    return f"{100 * float(row['value']):.0f} ±{100 * float(row['margin']):.0f}"
