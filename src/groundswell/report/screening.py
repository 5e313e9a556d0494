"""A screening in words: what matters for an outcome, what does nothing, who shares the variance, which pairs interact."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from groundswell.analysis.wording import listed
from groundswell.report.lines import Paper, table
from groundswell.report.matrix import way
from groundswell.report.words import MODEL_ONLY, rough, rough_paths
from groundswell.sampling import FEW

if TYPE_CHECKING:
    from groundswell.analysis.removed import Removed, Worth
    from groundswell.analysis.screening import Effect, Screening
    from groundswell.analysis.shares import Share, Shares

LISTED = 12  # lines of a table
NOTHING_CLEAR = "  nothing that is clear"
STEP = """A step switches a mechanism on, or raises a parameter by two thirds of its prior, while about half of all else is off.
Size is the mean of absolute changes, spread their standard deviation: what a step owes to the state of everything else. Intervals are of
95 in 100, by drawing paths again. Only effects above what luck alone would show are listed."""
CAUTION = f"""With fewer than {FEW} paths intervals of 95 in 100 are too narrow, with fewer than {FEW} histories the size of luck is poorly
known, and what does nothing here may do something on other paths or with other luck."""

SAME = "It is the same at every point at which the handful was moved together, and so has no shares of variance."


def screening_in_words(
    found: "Screening", outcome: str, worth: "Removed | None" = None, pairs: "Removed | None" = None,
    shared: "Shares | None" = None, *,
    width: int = 100, ascii: bool = False, color: bool = False,
) -> str:  # fmt: skip
    """What a screening says of one outcome, and of all of them together, in lines of at most `width` letters.

    Raises UsageError for an outcome that was not seen.

    >>> import groundswell as gs
    >>> tried = gs.screen(gs.load("bolivia-autumn"), ["repression_backfires", "success_diffuses_abroad"], 4, 4, memory=True)
    >>> print(screening_in_words(gs.screening(tried), "killed").splitlines()[-1])
    Nothing at all, on no step: success_diffuses_abroad
    """
    paper = Paper(width, ascii, color)
    what = {one.name: f"{one.words}, {one.unit}" for one in found.outcomes}.get(outcome, outcome)
    ranked = found.ranked(outcome) if found.factors else ()
    of = f"{found.trajectories} paths of {len(found.factors)} steps, {found.histories} histories each, seed {found.seed}"
    lines = [paper.bold(f"{found.case} · {what}"), *paper.wrapped(f"{of}. {MODEL_ONLY} {caution(found)}{STEP}"), ""]
    lines += effect_lines(paper, ranked) if ranked else ["no factor moves it more than luck alone would"]
    lines += ["", *paper.wrapped(f"Weightiest over all outcomes: {', '.join(found.foremost(LISTED)) or 'none'}")]
    lines += worth_lines(paper, worth, outcome) if worth is not None else []
    lines += pair_lines(paper, pairs, outcome) if pairs is not None else []
    lines += share_lines(paper, shared, outcome) if shared is not None else []
    return paper.finished([*lines, "", *idle_lines(paper, found, worth)])


def caution(found: "Screening") -> str:
    """That a screening by few paths or few histories is rough, and what that means; nothing of another."""
    roughly = rough_paths(found.trajectories, found.histories).capitalize()
    return roughly and f"{roughly}. {CAUTION} "


def effect_lines(paper: Paper, ranked: Sequence["Effect"]) -> list[str]:
    """The largest effects, a line each."""
    rows = [("", "size", "interval", "spread", "")]
    for one in ranked[:LISTED]:
        interval = f"{figure(one.size_low)} to {figure(one.size_high)}"
        told = way(one) + (", by what else is on" if one.uneven else "")
        rows.append((one.factor, figure(one.size), interval, figure(one.spread), told))
    return table(paper, rows, [1, 2, 3])


def worth_lines(paper: Paper, worth: "Removed", outcome: str) -> list[str]:
    """What mechanisms are worth in the whole model."""
    histories = rough(worth.histories) or f"{worth.histories} histories"
    head = f"In the whole model it is {figure(worth.whole[outcome])} ({histories}). What mechanisms add to it:"
    rows = [(one.mechanism, figure(one.mean), span(one)) for one in worth.alone(outcome)[:LISTED]]
    return ["", *paper.wrapped(head), *(table(paper, rows, [1]) if rows else [NOTHING_CLEAR])]


def pair_lines(paper: Paper, pairs: "Removed", outcome: str) -> list[str]:
    """What two mechanisms are worth together, beyond the sum of both."""
    rows = [(f"{one.mechanism} with {one.other}", figure(one.mean), span(one)) for one in pairs.together(outcome)[:LISTED]]
    head = f"Two of {len(pairs.mechanisms)} mechanisms together, beyond the sum of both:"
    return ["", head, *(table(paper, rows, [1]) if rows else [NOTHING_CLEAR])]


def share_lines(paper: Paper, shared: "Shares", outcome: str) -> list[str]:
    """Who shares the variance of an outcome: the totals and pairs that are clear."""
    if not shared.of(outcome, "total"):
        return ["", *paper.wrapped(SAME)]
    alone = {one.factor: one for one in shared.of(outcome, "first")}
    rows = [(one.factor, parts(alone[one.factor]), parts(one)) for one in shared.of(outcome, "total") if one.told]
    rows += [(f"{one.factor} with {one.other}", "", parts(one)) for one in shared.of(outcome, "second") if one.told]
    if not rows:
        return ["", *paper.wrapped(none_clear(shared.samples))]
    head = f"Shares of its variance of a twentieth or more that are clear, {shared.samples} samples of a handful moved together:"
    return ["", *paper.wrapped(head), *table(paper, [("", "alone, %", "with all others, %"), *rows], [1])]


def none_clear(samples: int) -> str:
    """That no share of the variance can be told.

    >>> none_clear(2)
    'No share of its variance of a twentieth or more is clear: 2 samples are too few to tell.'
    """
    return f"No share of its variance of a twentieth or more is clear: {samples} samples are too few to tell."


def idle_lines(paper: Paper, found: "Screening", worth: "Removed | None") -> list[str]:
    """What does nothing."""
    idle = [name for name in found.idle if worth is None or name not in worth.mechanisms or name in worth.idle]
    quiet = f"Something, but no outcome: {listed(found.silent)}. " if found.silent else ""
    return paper.wrapped(f"{quiet}Nothing at all, on no step: {', '.join(idle) or 'none'}")


def span(one: "Worth") -> str:
    """The interval of what something is worth."""
    return f"{figure(one.low)} to {figure(one.high)}"


def parts(one: "Share") -> str:
    """A share of the variance in hundredths, with its margin."""
    return f"{100 * one.value:.0f} ±{100 * one.margin:.0f}"


def figure(value: float) -> str:
    """A number in three digits that say something.

    >>> figure(1234.5), figure(0.01234), figure(-0.5)
    ('1,234', '0.0123', '−0.5')
    """
    text = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) >= 1e-3 or value == 0 else f"{value:.1e}"
    return text.replace("-", "−")
