"""The pattern of each mechanism: what was stated before it was measured, what came out, and the figure of it.

The figures need paired runs, which take minutes, so what came out is kept in `patterns.csv` beside the drawings in
`docs/images/patterns`. `python -m docs.generate --patterns` measures all of them anew, `--patterns M05 M17` some.
"""

import csv
import importlib
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from docs.generate.examples import ROOT
from docs.generate.markdown import number
from groundswell.engine.anatomy import mechanisms
from groundswell.errors import Problem, UsageError
from groundswell.models.picture import Axis, Curve, Mark, Picture
from groundswell.report.models.picture import picture_svg
from groundswell.switches import named

KEPT = Path(__file__).with_name("patterns.csv")
IMAGES = ROOT / "docs" / "images" / "patterns"
TESTS = ROOT / "tests" / "patterns"
COLUMNS = ("mechanism", "part", "unit", "difference", "error")
MEASURE = re.compile(r"measure_(M\d\d)(?:_(\w+))?")
MARKS: dict[bool, tuple[Mark, Mark]] = {True: ("line", "dashed"), False: ("points", "points")}  # of several places along x, of one
CLOSE = 0.1  # curves that lie nearer to each other than this part of their height are drawn as their difference
SURE = 2  # standard errors that a mean must lie inside its range, as in the tests of the patterns


class Outcome(NamedTuple):
    """What was measured for a mechanism; `part` names a second side of its pattern, and is empty for the first."""

    mechanism: str
    part: str
    unit: str
    difference: float
    error: float

    @property
    def name(self) -> str:
        """What its figure is called."""
        return f"{self.mechanism}-{self.part.replace('_', '-')}" if self.part else self.mechanism

    @property
    def drawn(self) -> str:
        """The unit of the curves; a measurement whose own unit is another writes `days; curves: share of people`."""
        return self.unit.rpartition("curves:")[2].strip()


@cache
def stated() -> dict[str, dict[str, Any]]:
    """What each mechanism should show, as it was written before anything was measured."""
    return tomllib.loads((TESTS / "stated.toml").read_text(encoding="utf-8"))


def kept(path: Path = KEPT) -> list[Outcome]:
    """What was last measured, in the order of mechanisms."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Outcome(r["mechanism"], r["part"], r["unit"], float(r["difference"]), float(r["error"])) for r in csv.DictReader(file)]
    return sorted(rows)


def measures() -> dict[tuple[str, str], Callable[[], Any]]:
    """The functions that measure a pattern, by mechanism and part; a test file holds those of its mechanisms."""
    found = {}
    for path in sorted(TESTS.glob("test_*.py")):
        module = importlib.import_module(f"tests.patterns.{path.stem}")
        for name, function in vars(module).items():
            match = MEASURE.fullmatch(name)
            if match and function.__module__ == module.__name__:
                found[match[1], match[2] or ""] = function
    return found


def measure(names: Sequence[str] = (), path: Path = KEPT, images: Path = IMAGES) -> list[Path]:
    """Measures all patterns anew (of some mechanisms, told by id or name), keeps the numbers and draws the figures.

    Raises UsageError for a word that is no mechanism, and for a mechanism without a measurement.
    """
    wanted = {named(name).id for name in names}
    chosen = {key: function for key, function in sorted(measures().items()) if not wanted or key[0] in wanted}
    refuse_unmeasured(wanted - {mechanism for mechanism, _ in chosen})
    fresh, drawings = [], []
    for done, ((mechanism, part), function) in enumerate(chosen.items(), 1):
        found = function()
        outcome = Outcome(mechanism, part, found.unit, found.difference, found.error)
        sure = math.isfinite(found.difference) and math.isfinite(found.error)
        value = f"{found.difference:.4g} ± {found.error:.2g}" if sure else "not kept: too few histories show it"
        print(f"{done} of {len(chosen)}  {outcome.name}  {value}", flush=True)
        if sure:
            fresh.append(outcome)
            drawings.append(draw(outcome, found, images))
    for path_left in {images / f"{old.name}.svg" for old in kept(path)} - set(drawings) if not names else ():
        path_left.unlink(missing_ok=True)
    keep([*fresh, *(old for old in kept(path) if (old.mechanism, old.part) not in chosen and names)], path)
    return drawings


def refuse_unmeasured(mechanisms: Iterable[str]) -> None:
    """Raises UsageError for mechanisms that nothing in the tests of the patterns measures."""
    expected, hint = "a mechanism whose pattern is measured", "write measure_{} in a file of tests/patterns"
    problems = [Problem("--patterns", f"`{name}`", expected, hint.format(name)) for name in sorted(mechanisms)]
    if problems:
        raise UsageError(*problems)


def keep(outcomes: Iterable[Outcome], path: Path) -> None:
    """Writes what was measured."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows((*row[:3], f"{row.difference:.6g}", f"{row.error:.3g}") for row in sorted(outcomes))


def draw(outcome: Outcome, found: Any, images: Path) -> Path:
    """Draws what a mechanism does: the mean over histories with it and without it."""
    images.mkdir(parents=True, exist_ok=True)
    path = images / f"{outcome.name}.svg"
    path.write_text(picture_svg(picture(outcome, found)), encoding="utf-8")
    return path


def picture(outcome: Outcome, found: Any) -> Picture:
    """The curves of a measurement, as the project draws all curves: both means, or what lies between them where that is little."""
    name = next(row.name for row in mechanisms() if row.id == outcome.mechanism)
    title = f"{outcome.mechanism} {name}{f', {outcome.part}' if outcome.part else ''}".replace("_", " ")
    told = f"{found.quantity}: {found.difference:.4g} ± {found.error:.2g}. Means over the same histories, with and without it."
    curves = (difference if hardly_apart(found) else with_and_without)(found)
    return Picture(title, Axis(found.x_label), Axis(outcome.drawn), curves, told)


def hardly_apart(found: Any) -> bool:
    """Whether both curves would look like one."""
    both = [*found.with_it, *found.without]
    gaps = [abs(one - other) for one, other in zip(found.with_it, found.without, strict=True)]
    return max(gaps) < CLOSE * (max(both) - min(both))


def with_and_without(found: Any) -> tuple[Curve, ...]:
    """Both means, each a curve, or a point where there is one number."""
    x = [as_number(value) for value in found.x]
    solid, dashed = MARKS[len(x) > 1]
    return Curve("with it", x, found.with_it, solid), Curve("without it", x, found.without, dashed)


def difference(found: Any) -> tuple[Curve, ...]:
    """What the mechanism adds, over a line at nothing."""
    x = [as_number(value) for value in found.x]
    solid, dashed = MARKS[len(x) > 1]
    added = [one - other for one, other in zip(found.with_it, found.without, strict=True)]
    return Curve("with it, less without it", x, added, solid), Curve("no difference", x, [0.0] * len(x), dashed)


def as_number(value: Any) -> float:
    """A place along the axis; dates as years."""
    return value.year + (value.timetuple().tm_yday - 1) / 365.25 if isinstance(value, date) else float(value)


def holds(outcome: Outcome) -> bool:
    """Whether the mean lies in the stated range, by more than chance."""
    low, high = stated()[outcome.mechanism]["between"]
    return bool(low < outcome.difference - SURE * outcome.error and outcome.difference + SURE * outcome.error < high)


def statement(mechanism: str) -> str:
    """What was stated of a mechanism, in one sentence."""
    entry = stated()[mechanism]
    low, high = map(number, entry["between"])
    sign = entry["sign"].replace("-", "−")
    return f"{entry['quantity']}: sign {sign}, between {low} and {high}; {entry['when']}. World: {entry['world']}."


def came_out(mechanism: str) -> str:
    """What was measured of a mechanism, part by part, and whether the first is as stated."""
    return "; ".join(told(row) for row in kept() if row.mechanism == mechanism) or "not measured yet"


def told(row: Outcome) -> str:
    """One measurement with its error."""
    value = f"{row.difference:.3g} ± {row.error:.2g}".replace("-", "−") + f" {row.unit.partition('; curves:')[0]}"
    if row.part:
        return f"{row.part.replace('_', ' ')} {value}"
    return f"{value}, {'within the stated range' if holds(row) else '**outside the stated range**'}"


def missed(mechanism: str) -> str:
    """What did not come out as stated, and why, where something did not."""
    return " ".join(str(text).strip() for key, text in stated()[mechanism].items() if key.startswith("missed"))


def figures(mechanism: str) -> str:
    """The drawings of a mechanism's pattern."""
    rows = [row for row in kept() if row.mechanism == mechanism]
    return "\n\n".join(f"![{caption(row)}](../images/patterns/{row.name}.svg)" for row in rows)


def caption(row: Outcome) -> str:
    """A drawing in words."""
    return f"{row.name}: {row.drawn} with the mechanism, beside that without it or less it, means over the same histories"


def standing(mechanism: str) -> str:
    """The pattern of a mechanism in a word."""
    row = next((row for row in kept() if row.mechanism == mechanism and not row.part), None)
    if row is None:
        return "not measured"
    return "in part" if holds(row) and missed(mechanism) else "as stated" if holds(row) else "missed"
