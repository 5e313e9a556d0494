"""What a run says, on a terminal: it fits between 60 and 120 columns, and says less below that."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from groundswell.analysis.falls import Fall
from groundswell.analysis.uncertainty import Share
from groundswell.analysis.wording import ROUTES, listed, out_of_a_hundred
from groundswell.report.findings import Findings, findings
from groundswell.report.lines import Paper
from groundswell.report.words import MODEL_ONLY, prose_date, rough
from groundswell.runs import Runs

SHORTEST_BAR, LONGEST_BAR = 6, 20


def summary(runs: Runs, effects: Sequence[Any] = (), *, width: int = 100, ascii: bool = False, color: bool = False) -> str:
    """What happened in a run, in plain words and small figures, in lines of at most `width` letters.

    >>> import groundswell as gs
    >>> runs = gs.run(gs.load("bolivia-autumn"), replicates=64, memory=True)
    >>> max(len(line) for line in summary(runs, width=72).splitlines()) <= 72
    True
    """
    paper, found = Paper(width, ascii, color), findings(runs, effects)
    parts = (header(paper, found), how_it_ended(paper, found), falls(paper, found), saved(paper, found))
    return paper.finished(line for part in parts if part for line in (*part, "")).rstrip()


def header(paper: Paper, found: Findings) -> list[str]:
    """What was run, and what kind of statement this is."""
    from groundswell import __version__

    runs, scene = found.runs, found.runs.scenario
    size = f"{len(scene.groups)} groups × {runs.days:,} days"
    title = f"groundswell {__version__} · {scene.id} · {runs.replicates:,} histories · seed {runs.seed} · {size}"
    notes = [MODEL_ONLY, *filter(None, [rough(runs.replicates).capitalize()])]
    if runs.stopped_at is not None:
        notes.insert(0, f"Stopped at {runs.stopped_at:,}: the finished histories are kept and told here; the same command goes on.")
    off = runs.spec["identity"].get("off", ())
    if off:
        notes.append(f"Switched off: {listed(off)}.")
    return [*map(paper.bold, paper.wrapped(title, "  ", "")), *paper.wrapped(" ".join(notes))]


def how_it_ended(paper: Paper, found: Findings) -> list[str]:
    """In how many of a hundred histories each ending came, most frequent first."""
    rows = sorted((row for row in found.endings.rows if row.share.count), key=lambda row: -row.share.count)
    bar_room = min(LONGEST_BAR, max(SHORTEST_BAR, paper.width // 6))
    lines = [paper.bold("How it ended"), *paper.wrapped("by the largest wave of each history; ± is sampling error, 95 in 100", "  ", "  ")]
    for row in rows:
        start = f"{chance(row.share)}  {paper.bar(row.share.share, bar_room)}  "
        lines += paper.wrapped(f"{row.words}: {row.share.words}", " " * len(start), start)
    return lines


def chance(share: Share) -> str:
    """So many in 100 with its sampling error, always as wide."""
    number = out_of_a_hundred(share.share).replace("fewer than ", "<").replace("more than ", ">")
    return f"  {number:>3} in 100 {'±' + format(100 * share.margin, '.0f'):<3}"


def falls(paper: Paper, found: Findings) -> list[str]:
    """Which governments fell, in how many histories, by which route and when."""
    count = found.falls
    heads = {government.id: government.head for government in found.runs.scenario.governments}
    lines = [paper.bold("Falls")]
    told = [(count.any, f"some government falls: {count.any.share.words}")]
    told += [(row, f"{row.name}{_when(row)}") for row in count.successive[1:]]
    told += [(row, f"{heads.get(row.name, row.name)}{_when(row)}{_routes(row)}") for row in count.governments]
    for row, text in told:
        start = f"{chance(row.share)}  "
        lines += paper.wrapped(text, " " * len(start), start)
    return lines


def _when(fall: Fall) -> str:
    first, middle, last = (prose_date(date.fromisoformat(fall.dates[level])) for level in (0.05, 0.5, 0.95))
    return f", {middle}" if first == last else f", {middle} (9 in 10 from {first} to {last})"


def _routes(fall: Fall) -> str:
    taken = [(ROUTES.get(name, name), part) for name, part in fall.routes.items() if part]
    if len(taken) == 1:
        return f", by {taken[0][0]}"
    return ", by " + listed([f"{name} ({100 * part:.0f} %)" for name, part in taken])


def saved(paper: Paper, found: Findings) -> list[str]:
    """Where the run is kept."""
    if found.runs.run_dir is None:
        return paper.wrapped("Nothing saved: the run was in memory only.")
    return [f"{paper.bold('Saved')}  {found.runs.run_dir}"]
