"""What the protocol of Bolivia says would count as failure, held against what was measured."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from groundswell.backtest.card import Card
from groundswell.backtest.compared import FELL, Contest
from groundswell.backtest.forms import SKELETON
from groundswell.backtest.lines import Line

FIFTH = 0.2  # of statistics that were not fitted may lie outside


class Criterion(NamedTuple):
    """One criterion of failure: its number in the protocol, its words, whether it is met (None: not known), and why."""

    number: int
    words: str
    failed: bool | None
    because: str


def judged(lines: Mapping[str, Line], card: Card) -> Iterator[Criterion]:
    """The seven criteria of the protocol, one by one.

    What has no number, since its cases or forms were not run, is not known, and neither failed nor held.
    """
    yield _aims(1, "the fall of October 2003 also without the gas act", lines, "placebo-absent")
    yield _scores(card)
    yield _aims(3, "the held-out fall not told from the held-out survival", lines, "ranked-above")
    yield _aims(4, "a wave that nothing resolves does not end, or no other follows", lines, "unresolved-length", "unresolved-another")
    yield _unfitted(lines)
    yield _aims(6, "the record outside the cloud of simulated summaries", lines, "record-in-cloud")
    yield _aims(7, "governments fall that stayed", lines, "stayed-2000-2002", "stayed-february-2003")


def _aims(number: int, words: str, lines: Mapping[str, Line], *names: str) -> Criterion:
    """Fails if any of these lines misses its aim."""
    rows = [lines[name] for name in names if name in lines]
    missed = [row.missed for row in rows]
    failed = None if not rows or None in missed else any(missed)
    because = "; ".join(f"{row.words}: {_shown(row.found.value)}, aim {row.aim.words}" for row in rows if row.aim is not None)
    return Criterion(number, words, True if True in missed else failed, because or "not run")


def _scores(card: Card) -> Criterion:
    """Fails if the falls on record were told better by the best baseline, or by the skeleton."""
    words = "the log score of the falls of 2005 not better than that of the best baseline and of the skeleton"
    models = {row.forecaster for row in card.said if row.model}
    against = [row for row in card.contests if row.group == FELL and row.ours_is == card.judged]
    best = min((row for row in against if row.other not in models), key=lambda row: row.theirs, default=None)
    bare = next((row for row in against if row.other == SKELETON), None)
    known = [row for row in (best, bare) if row is not None]
    lost = [row.difference <= 0 for row in known]
    whole = best is not None and bare is not None and best.cases > 1
    return Criterion(2, words, True if whole and any(lost) else False if whole else None, "; ".join(map(_contest, known)) or "not run")


def _contest(row: Contest) -> str:
    ends = row.by_both or row.by_draw
    cases = "1 case" if row.cases == 1 else f"{row.cases} cases"
    return f"against {row.other} {row.difference:+.2f} [{ends[0]:+.2f} to {ends[1]:+.2f}], {cases}"


def _unfitted(lines: Mapping[str, Line]) -> Criterion:
    """Fails if more than a fifth of the statistics that were not fitted have the record outside of 90 of 100 histories."""
    found = [row.found.inside for row in lines.values() if row.group == "unfitted" and row.found.inside is not None]
    outside = found.count(False)
    failed = None if not found else outside > FIFTH * len(found)
    return Criterion(5, "more than a fifth of the statistics that were not fitted outside", failed, f"{outside} of {len(found)} outside")


def _shown(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else "nothing to measure" if value is None else str(value)
