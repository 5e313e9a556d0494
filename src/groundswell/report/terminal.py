"""What a run says, on a terminal: it fits between 60 and 120 columns, and says less below that."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from groundswell.analysis.comparison import WIDE_FACTOR, Comparison
from groundswell.analysis.effects import Paired
from groundswell.analysis.falls import Fall, named, routes_in_words
from groundswell.analysis.uncertainty import Share
from groundswell.analysis.wording import listed, ordinal, out_of_a_hundred
from groundswell.report.endings_grid import shown
from groundswell.report.fan import LEGEND, ON_RECORD, fan
from groundswell.report.findings import Findings, findings
from groundswell.report.fits import caution, sentence
from groundswell.report.lines import TIE, Paper, tied
from groundswell.report.paired import effect_lines, explained, unsettled
from groundswell.report.quantities import ACTIVE, APPROVAL, Quantity
from groundswell.report.record import marks_of, observations
from groundswell.report.spread import spread
from groundswell.report.words import (
    LEANING,
    LEANS,
    MODEL_ONLY,
    NOT_MODELED,
    NOT_OBSERVED,
    country_option,
    margin,
    number,
    percent,
    prose_date,
    rough,
    what_varies,
)
from groundswell.runs import Runs

SHORTEST_BAR, LONGEST_BAR = 6, 20
NARROWEST_FIGURE = 60  # letters of a line under which nothing is drawn
SIDE_BY_SIDE = 96  # letters of a line that hold two figures
RARE, MOST_FALLS = 0.02, 5  # share of histories under which a government's falls are only named, and how many are told
MOST_EFFECTS = 6
SINGLE = ("falls", "killed_by_forces", "largest_day", "days_with_deaths")  # comparisons told one by one, with dates of falls
SPAN = (
    f"in [ ] the span of 90 in 100 histories, wide if its ends lie more than {WIDE_FACTOR} times apart (of dates, more than half of the "
    "days); “below it” counts the histories with less than was recorded, and half of those with just as much"
)
MARK = "*"
ISO = re.compile(r"\d{4}-\d\d-\d\d")
FIGURES = (ACTIVE, APPROVAL)


def summary(runs: Runs, why: Iterable[Paired] | None = None, *, width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """What happened in a run, in plain words and small figures, in lines of at most `width` letters.

    Of several countries, one such summary after another. `why` is an ablation of the same scenario. With `ascii`
    nothing but plain letters is used, with `color` headings are marked for a terminal.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> max(len(line) for line in summary(runs, width=72).splitlines()) <= 72
    True
    """
    paper, found = Paper(width, ascii, color), findings(runs, why)
    return "\n\n".join(_told(paper, one) for one in found.countries.values() or (found,))


def _told(paper: Paper, found: Findings) -> str:
    parts = [part(paper, found) for part in (header, figures, how_it_ended, falls, what_mattered, beside_the_record, in_words)]
    return "\n".join([paper.finished(line for part in parts if part for line in (*part, "")), *saved(paper, found)])


def header(paper: Paper, found: Findings) -> list[str]:
    """What was run, and what kind of statement this is."""
    from groundswell import __version__

    runs, scene = found.runs, found.runs.scenario
    size = f"{len(scene.groups)} groups × {runs.days:,} days"
    title = f"groundswell {__version__} · {runs.label} · {runs.replicates:,} histories · seed {runs.seed} · {size}"
    roughly = rough(runs.replicates).capitalize()
    notes = [MODEL_ONLY, *filter(None, [roughly and f"{roughly}.", sentence(runs)])]
    if runs.stopped_at is not None:
        notes.insert(0, f"Stopped at {runs.stopped_at:,}: the finished histories are kept and told here; the same command goes on.")
    off = runs.spec["identity"].get("off", ())
    if off:
        notes.append(f"Switched off: {listed(off)}.")
    return [*map(paper.bold, paper.wrapped(title, "  ", "")), *paper.wrapped(" ".join(notes))]


def figures(paper: Paper, found: Findings) -> list[str]:
    """What people did and thought over time: side by side where there is room, none where there is too little."""
    if paper.width < NARROWEST_FIGURE:
        return []
    beside = paper.width >= SIDE_BY_SIDE
    width = (paper.width - 2) // 2 if beside else paper.width
    drawn = [_figure(paper, found.runs, quantity, width) for quantity in FIGURES]
    lines = ["  ".join(pair) for pair in zip(*drawn, strict=True)] if beside else [line for lines in drawn for line in lines]
    return [*lines, paper.faint(LEGEND + ON_RECORD if observations(found.runs.scenario) else LEGEND)]


def _figure(paper: Paper, runs: Runs, quantity: Quantity, width: int) -> list[str]:
    known = "" if quantity.is_observed else f" · {NOT_OBSERVED}"
    known = known if len(quantity.title + known) <= width else known.removesuffix(" anywhere")
    title = paper.clipped(quantity.title + known, width)
    marks = marks_of(observations(runs.scenario), quantity)
    return [paper.bold(title) + " " * (width - len(title)), *fan(spread(runs, quantity).with_marks(marks), width)]


def how_it_ended(paper: Paper, found: Findings) -> list[str]:
    """In how many of a hundred histories each ending came, most frequent first."""
    rows = sorted((row for row in found.endings.rows if row.share.count), key=lambda row: -row.share.count)
    bar_room = min(LONGEST_BAR, max(SHORTEST_BAR, paper.width // 6))
    told = f"by the largest wave of each history; ± is sampling error, 95 in 100. {what_varies(found.runs.spec['identity'].get('design'))}"
    lines = [paper.bold("How it ended"), *paper.wrapped(told, "  ", "  ")]
    for row in rows:
        start = f"{chance(row.share)}  {paper.bar(row.share.share, bar_room)}  "
        lines += paper.hung(start, f"{row.words}: {row.share.words}")
    absent = "; ".join(row.words for row in found.endings.not_modeled)
    return [*lines, *(paper.wrapped(f"{NOT_MODELED}: {absent}", "    ", "  ") if absent else [])]


def chance(share: Share) -> str:
    """So many in 100 with its sampling error, always as wide."""
    return f"  {shown(share):>3} in 100 {margin(share.margin):<4}"


def falls(paper: Paper, found: Findings) -> list[str]:
    """How often governments fall, and which, when and by which route; the rarest together."""
    count = found.falls
    if not count.any.share.count:
        return [paper.bold("Falls"), *paper.wrapped("no government falls in any history", "  ", "  ")]
    told = [(count.any.share, f"some government falls: {count.any.share.words}")]
    told += [(row.share, f"a {ordinal(k)} falls after it{_when(row)}") for k, row in enumerate(count.successive[1:2], start=2)]
    governments = sorted(count.governments, key=lambda row: -row.share.count)
    frequent = [row for row in governments if row.share.share >= RARE][:MOST_FALLS]
    told += [(row.share, f"{named(row, governments)}{_when(row)}, {_routes(row)}") for row in frequent]
    lines = [paper.bold("Falls"), *(line for share, text in told for line in _counted(paper, share, text))]
    others = [named(row, governments) for row in governments if row not in frequent]
    return lines + (paper.wrapped(f"rarely: {listed(others)}", "    ", "  ") if others else [])


def _counted(paper: Paper, share: Share, text: str) -> list[str]:
    return paper.hung(f"{chance(share)}  ", text)


def _when(fall: Fall) -> str:
    first, middle, last = (tied(prose_date(date.fromisoformat(fall.dates[level]))) for level in (0.05, 0.5, 0.95))
    return f", {middle}" if first == last else f", {middle} (9 in 10: {first} to {last})"


def _routes(fall: Fall) -> str:
    return f"by {routes_in_words(fall)}"


def what_mattered(paper: Paper, found: Findings) -> list[str]:
    """What falls would be without each mechanism: the same histories with it and without it, the largest change first."""
    rows = found.effects.rows if found.effects is not None else ()
    if not rows:
        return []
    return [
        paper.bold("What mattered most"),
        *explained(paper, rows, found.runs.replicates),
        *effect_lines(paper, rows[:MOST_EFFECTS]),
        *unsettled(paper, rows),
    ]


def beside_the_record(paper: Paper, found: Findings) -> list[str]:
    """What is on record, and the span of ninety in a hundred histories; what nobody has observed is said."""
    record, shown = found.record, _told_singly(found.record.compared)
    lines = [paper.bold("Against the record")]
    if not record.compared:
        lines += paper.wrapped("nothing is on record that these histories could be held against", "  ", "  ")
    elif shown:
        lines += paper.wrapped(SPAN, "  ", "  ")
    for row in shown:
        lines += paper.hung(f"  {row.verdict:<7}  ", _compared(row))
    for row in record.chances:
        lines += paper.hung(f"  {out_of_a_hundred(row.share or 0):>3} in 100 {_margin(row)}  ", _happened(row))
    counted = "; ".join(tally.text() for tally in record.tallies() if tally.rows > 1)
    lines += paper.wrapped(f"within the span, of what shares no event: {counted}", "    ", "  ") if counted else []
    if any(row.leans_on for row in (*shown, *record.chances)):
        lines += paper.wrapped(f"{MARK} {LEANS}: {LEANING}", "    ", "  ")
    looked = caution(found.runs) if record.compared else ""
    lines += paper.wrapped(looked, "    ", "  ") if looked else []
    absent = [text.partition(":")[0] for text in record.not_observed.values()]
    return [*lines, *(paper.wrapped(f"not observed anywhere: {listed(absent)}", "    ", "  ") if absent else [])]


def _margin(row: Comparison) -> str:
    return f"{margin(row.chance.margin):<4}" if row.chance is not None else ""


def _happened(row: Comparison) -> str:
    even = tied(f"{out_of_a_hundred(row.climatology or 0)} in 100")
    return f"{ISO.sub(_read, row.words)}; {even} if falls were spread evenly over all days{_mark(row)}"


def _mark(row: Comparison) -> str:
    return f"{TIE}{MARK}" if row.leans_on else ""


def _told_singly(rows: Sequence[Comparison]) -> list[Comparison]:
    """The comparisons that speak of the whole run, one of each quantity but for the dates of falls."""
    first = {row.quantity: row for row in reversed(rows)}
    return [row for row in rows if row.quantity == "fall_date" or (row.quantity in SINGLE and row is first[row.quantity])]


def _compared(row: Comparison) -> str:
    words = row.words.partition(", the whole run")[0]
    span = tied(f"[{recorded(row.low, row.unit)}, {recorded(row.high, row.unit)}]") + (" wide" if row.wide else "")
    below = "" if row.rank is None else f", {tied(f'{100 * row.rank:.0f} in 100')} below it"
    return f"{words}: median {recorded(row.median, row.unit)} against {recorded(row.record, row.unit)} on record, {span}{below}{_mark(row)}"


def _read(iso: re.Match[str]) -> str:
    return tied(prose_date(date.fromisoformat(iso[0])))


def recorded(value: float | str | None, unit: str) -> str:
    """A recorded or simulated value as it is read."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return tied(prose_date(date.fromisoformat(value)))
    return tied(percent(value)) if unit == "share" else number(value)


def in_words(paper: Paper, found: Findings) -> list[str]:
    """The findings in sentences."""
    return [paper.bold("In words"), *paper.wrapped(" ".join(found.sentences), "  ", "  ")]


def saved(paper: Paper, found: Findings) -> list[str]:
    """Where the run is kept, and what to type next."""
    runs = found.runs
    if runs.run_dir is None:
        return paper.wrapped("Nothing saved: the run was in memory only.")
    folder = shorter(runs.run_dir)
    peaks = runs.final["largest_peak_day"][runs.final["episodes"] > 0]
    day = runs.date(int(np.median(peaks)) if peaks.size else runs.days // 2)
    deaths = runs["killed"].by("place").mean()
    steps = [
        f"groundswell report {folder}{country_option(runs)}",
        f"groundswell explain {folder}{country_option(runs)} --place {max(deaths, key=lambda place: float(deaths[place]))} --day {day}",
        f"groundswell replay {folder}{country_option(runs)} --history {_with_ending(found)}",
    ]
    labels = ["next", *[""] * (len(steps) - 1)]
    lines = [line for label, step in zip(labels, steps, strict=True) for line in paper.unbroken(step, " " * 9, f"{label:>5}  ")]
    return [f"{paper.bold('Saved')}  {folder}", *lines]


def shorter(path: Path) -> str:
    """A path from where we are, if it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _with_ending(found: Findings) -> int:
    """The first history that ends as most of them do."""
    runs = found.runs
    return int(runs.histories[runs.final["ending"] == found.endings.likeliest.slug][0])
