"""What a change is worth, in words: differences between histories that share their luck."""

from collections.abc import Iterable, Sequence

from groundswell.analysis.effects import Effect, Effects, Paired
from groundswell.analysis.flows import Flow
from groundswell.analysis.wording import listed
from groundswell.engine.anatomy import mechanisms
from groundswell.report.fits import sentence
from groundswell.report.lines import Paper, tied
from groundswell.report.words import MODEL_ONLY, number, plain, points
from groundswell.runs import Runs

LISTED = 8  # differences between two scenarios that are told one by one
MINUS = "−"


def heading(paper: Paper, runs: Runs, pairs: int, stopped_at: int | None = None) -> list[str]:
    """What was paired, and what kind of statement the differences are."""
    from groundswell import __version__

    title = f"groundswell {__version__} · {runs.label} · {pairs:,} pairs of histories · seed {runs.seed}"
    stopped = f"Stopped at {stopped_at:,}: only the pairs that were finished are told here. " if stopped_at is not None else ""
    return [*map(paper.bold, paper.wrapped(title, "  ", "")), *paper.wrapped(f"{stopped}{MODEL_ONLY} {sentence(runs)}"), ""]


def stopped_at(pair: Paired) -> int | None:
    """How many pairs there are if Ctrl-C has ended a side early."""
    whole = pair.baseline.stopped_at is None and pair.changed.stopped_at is None
    return None if whole else pair.baseline.replicates


def effects_in_words(effects: Effects, baseline: Runs | None = None, *, width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """What each mechanism is worth for one quantity, the largest change first, in lines of at most `width` letters.

    With the baseline of the ablation, it is headed by what was run.

    >>> import groundswell as gs
    >>> why = gs.ablate(gs.load("bolivia-autumn"), "blockades_bite", replicates=64, memory=True)
    >>> print(effects_in_words(gs.effect(why, "killed")).splitlines()[0])
    What each mechanism is worth
    """
    paper, rows = Paper(width, ascii, color), effects.rows
    if not rows:
        return "nothing was removed"
    top = [] if baseline is None else heading(paper, baseline, rows[0].pairs)
    return paper.finished(
        [*top, paper.bold("What each mechanism is worth"), *explained(paper, rows), *effect_lines(paper, rows), *unsettled(paper, rows)]
    )


UPPER_BOUNDS = (
    "Upper bounds: nothing is fitted again without a mechanism, and a country without one can leave the range in which the priors keep "
    "it quiet."
)


def explained(paper: Paper, rows: Sequence[Effect], histories: int = 0) -> list[str]:
    """What the numbers of a list of effects are, over which of so many histories, and what they are not."""
    row = rows[0]
    of = counts(row)
    many = f" (each its own, not adjusted for {len(rows)} effects, of which the largest come first)" if len(rows) > 1 else ""
    over = f"the first {row.pairs:,} of {histories:,} histories, paired" if histories > row.pairs else counted(row.pairs)
    where = f"where it is {tied(amount(row, row.baseline))} with every mechanism"
    change = "change" if row.quantity.yes_or_no else "change of the mean"
    told = f"{of}: {change} when one mechanism is removed, and its interval of 95 in 100{many}, over {over}, {where}."
    return paper.wrapped(f"{told} {UPPER_BOUNDS}", "  ", "  ")


def counted(pairs: int) -> str:
    """So many pairs, in words."""
    return f"{pairs:,} paired {'history' if pairs == 1 else 'histories'}"


def effect_lines(paper: Paper, rows: Sequence[Effect]) -> list[str]:
    """A line for each mechanism: the difference, its interval, and what holds without it."""
    off = {mechanism.name: mechanism.off.rstrip(".") for mechanism in mechanisms()}
    spans = [interval(row) for row in rows]
    longest, widest = max(len(signed(row, row.difference)) for row in rows), max(map(len, spans))
    lines = []
    for row, span in zip(rows, spans, strict=True):
        start = f"  {signed(row, row.difference):>{longest}}  {span:<{widest}}  "
        told = plain(row.name) + (f" – without it, {off[row.name]}" if row.name in off else "")
        lines += paper.hung(start, told)
    return lines


def unsettled(paper: Paper, rows: Sequence[Effect]) -> list[str]:
    """How many mechanisms were removed at all, how many effects may as well be nothing, and how many are none by chance alone."""
    known, unsure = len(mechanisms()), sum(not row.settled for row in rows)
    removed = f"{len(rows)} of {known} mechanisms were removed; " if len(rows) < known else ""
    sure = [plain(row.name) for row in rows if row.settled_among(len(rows))]
    adjusted = f"; with their number in mind (0.05/{len(rows)} each) zero is excluded by {listed(sure) or 'none'}" if len(rows) > 1 else ""
    return paper.wrapped(f"{removed}{unsure} of {len(rows)} intervals include zero{adjusted}", "  ", "  ")


def comparison_in_words(
    pair: Paired, effects: Iterable[Effect], flow: Flow, *, width: int = 100, ascii: bool = False, color: bool = False
) -> str:
    """What was changed and what came of it, in lines of at most `width` letters."""
    paper, differences = Paper(width, ascii, color), pair.words.split("; ")
    more = [f"and {len(differences) - LISTED} more"] if len(differences) > LISTED else []
    lines = [*heading(paper, pair.baseline, pair.baseline.replicates, stopped_at(pair)), paper.bold("What was changed")]
    lines += [f"  {paper.clipped(text, width - 2)}" for text in differences[:LISTED] + more]
    lines += ["", paper.bold("What it does"), *paper.wrapped("change and its interval of 95 in 100", "  ", "  ")]
    for row in effects:
        before, after = (tied(amount(row, value)) for value in (row.baseline, row.changed))
        values = f"{'' if row.quantity.yes_or_no else 'mean '}{before} → {after}"
        told = f"{counts(row)}: {values}, {tied(signed(row, row.difference))} {tied(interval(row))}"
        lines += paper.wrapped(told, "    ", "  ")
    lines += ["", paper.bold("History by history")]
    return paper.finished([*lines, *(part for text in flow.text().splitlines() for part in paper.wrapped(text, "    ", "  "))])


def counts(row: Effect) -> str:
    """What is told and in which unit, which is left out where the words say it: falls of government."""
    words = row.quantity.words
    return words if words.startswith(unit(row)) else f"{words}, {unit(row)}"


def unit(row: Effect) -> str:
    """What is counted."""
    return "in 100 histories" if row.quantity.yes_or_no else row.quantity.unit


def amount(row: Effect, value: float) -> str:
    """A value of an effect, in its unit."""
    return points(value) if row.quantity.yes_or_no else number(value)


def signed(row: Effect, value: float) -> str:
    """A difference with its sign; nothing has none."""
    text = amount(row, abs(value))
    return text if float(text.replace(",", "")) == 0 else f"{MINUS if value < 0 else '+'}{text}"


def interval(row: Effect) -> str:
    """The interval of a difference."""
    return f"[{signed(row, row.low)}, {signed(row, row.high)}]"
