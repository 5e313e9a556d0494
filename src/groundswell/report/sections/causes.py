"""Why: what histories look like without a mechanism, kept apart from what moved a group on a day."""

from collections.abc import Sequence
from functools import partial

from groundswell.analysis.busiest import busiest
from groundswell.analysis.effects import Effect, Effects
from groundswell.report.figures import Figure, drawn
from groundswell.report.markup import Html, html, paragraphs, tag
from groundswell.report.material import Explained, Material
from groundswell.report.paired import amount, interval, signed
from groundswell.report.panels import Interval, contributions_panel, intervals_panel
from groundswell.report.sections.provenance import folder_of, run_command
from groundswell.report.tables import as_csv, table
from groundswell.report.words import country_option, number, prose_date, rough

EFFECTS = (
    "An effect is a paired difference: the same histories, with the same luck and the same parameters, run once as they are and once with "
    "one thing changed. Its interval (95 in 100) is sampling error over pairs. Effects of several changes do not add up, since mechanisms "
    "work through one another. They are upper bounds: nothing is fitted again without a mechanism, and without one the country can leave "
    "the range in which the priors keep quiet countries quiet."
)
CONTRIBUTIONS = (
    "A contribution is another thing: it divides the change of one group on one day of one history among the mechanisms that moved it, and "
    "contributions do add up to that change. It does not say what would have happened without a mechanism; only an effect does."
)
TITLES = {
    "government_falls": ("Effects on the chance that a government falls", "in 100 histories"),
    "falls": ("Effects on the number of falls of government", "falls in a history"),
    "killed": ("Effects on people killed by forces", "persons in a history"),
}
MOST = 14  # changes that one picture shows
SMALLEST = 0.05  # percentage points of a part that is drawn


def causes(material: Material) -> Html:
    """Effects by paired runs, then contributions, each said to be what it is."""
    ablate, explain = f"groundswell ablate {material.scenario.id}", explain_commands(material)
    histories = material.runs.replicates
    told = [_effects(rows, histories) for rows in material.effects.values()] or [_none("No mechanism was switched off", ablate)]
    parts = [contributions(k, one, material) for k, one in enumerate(material.explanations, start=1)]
    others = [tag("h3", "Other findings", class_="part"), *(tag("pre", one.text(), tabindex="0") for one in material.others)]
    return html([
        tag("h3", "Effects: what a change makes of the same histories", class_="part"), paragraphs(EFFECTS), *told,
        tag("h3", "Contributions: what moved a group on a day", class_="part"), paragraphs(CONTRIBUTIONS),
        *(parts or [_none("No day was explained", *explain)]), *(others if material.others else []),
    ])  # fmt: skip


def _effects(rows: Sequence[Effect], histories: int) -> Html:
    what = rows[0].quantity
    title, unit = TITLES.get(what.name, (f"Effects on: {what.words}", what.unit))
    scale = 100 if what.yes_or_no else 1
    shown = [Interval(_plain(row.words), scale * row.difference, scale * row.low, scale * row.high) for row in rows[:MOST]]
    of = "" if what.yes_or_no else "mean "
    head = ["change", f"{of}before", f"{of}after", "difference", "95 in 100 interval", "pairs that rise, fall, stay", "sign settled"]
    head += [f"settled among {len(rows)}"] if len(rows) > 1 else []
    lines = [_line(row, len(rows)) for row in rows]
    figure = Figure(
        f"effects-{what.name.replace('_', '-')}", title, in_words(rows, unit), table(head, lines, f"{title}, {unit}"),
        f"Difference ({unit}): the changed histories less the same histories unchanged; bars are the intervals. "
        f"{over(rows[0], histories)} {among(rows)}",
        csv=as_csv(Effects(tuple(rows)).to_dict()["rows"]),
    )  # fmt: skip
    return drawn(figure, partial(intervals_panel, shown, unit), rough(min(row.pairs for row in rows)))


def over(row: Effect, histories: int) -> str:
    """Over which histories effects are, and why what was before is not the number of the answer."""
    before = f"“before”, here {amount(row, row.baseline)}, can differ from the number of the whole run"
    over_some = f"the first {row.pairs:,} of {histories:,} histories, so {before}"
    told = f"Pairs are made over {over_some if row.pairs < histories else f'all {row.pairs:,} histories'}."
    means = " In them “before” and “after” are means; the answer tells the median, which rare large numbers do not move."
    return told + ("" if row.quantity.yes_or_no else means)


def in_words(rows: Sequence[Effect], unit: str) -> str:
    """The largest effect whose sign is settled, and how many have none."""
    settled = [row for row in rows if row.settled]
    if not settled:
        return f"Of {len(rows)} changes none has an effect whose sign is settled with {rows[0].pairs:,} pairs."
    first = settled[0]
    told = f"{signed(first, first.difference)} {unit} {interval(first)}"
    rest = f"Of {len(rows)} changes {len(settled)} have an effect whose sign is settled."
    return f"The largest effect is that of “{_plain(first.words)}”: {told}. {rest}"


def among(rows: Sequence[Effect]) -> str:
    """What it means that these are many effects, and which outlast it."""
    if len(rows) == 1:
        return ""
    sure = len(Effects(tuple(rows)).settled)
    return (
        f"The largest of {len(rows)} effects come first; each interval stands alone and is not adjusted for their number. "
        f"With 0.05 divided by {len(rows)}, {sure} still exclude zero."
    )


def _line(row: Effect, effects: int) -> list[object]:
    counts = f"{row.up}, {row.down}, {row.same}"
    settled = "yes" if row.settled else "no"
    return [
        _plain(row.words),
        amount(row, row.baseline),
        amount(row, row.changed),
        signed(row, row.difference),
        f"{signed(row, row.low)} to {signed(row, row.high)}",
        counts,
        settled,
        *(["yes" if row.settled_among(effects) else "no"] if effects > 1 else []),
    ]


def _plain(words: str) -> str:
    return words.replace("_", " ")


def _signed(value: float) -> str:
    text = number(abs(value))
    return "0" if text == "0" else f"{'+' if value > 0 else '−'}{text}"


def _none(what: str, command: str, *later: str) -> Html:
    then = [part for line in later for part in (", which keeps the run in a folder, and then ", tag("code", line))]
    return paragraphs(html([f"{what} for this report. The command is ", tag("code", command), *then, "."]))


def explain_commands(material: Material) -> tuple[str, ...]:
    """What to type to have the peak of the largest wave of the history told explained; a run in memory is first kept in a folder."""
    history, place, day = busiest(material.runs, material.nearest.history if material.nearest else None)
    run = f"{folder_of(material)}{country_option(material.runs)}"
    explain = f"groundswell explain {run} --place {place} --day {material.runs.date(day)} --history {history}"
    return (explain,) if material.runs.run_dir else (run_command(material), explain)


def contributions(k: int, one: Explained, material: Material) -> Html:
    """The parts of a change of readiness, which sum to it."""
    large = [row for row in one.rows if abs(row.points) >= SMALLEST][:MOST]
    rest = sum(row.points for row in one.rows if row not in large)
    shown = material.nearest.history if material.nearest else None
    above = ", the one told above" if one.histories == (shown,) else ""
    who = f"history {one.histories[0]}{above}" if len(one.histories) == 1 else f"mean of {len(one.histories):,} histories"
    words = (
        f"{one.name}, {prose_date(one.reference)} to {prose_date(one.day)}, {who}: of those who could act, {one.before:.1f} in 100 were "
        f"ready before and {one.after:.1f} after, {_signed(one.after - one.before)} points; "
        f"{'the parts sum to that.' if one.adds_up else 'the parts do not sum to that, which is an error.'}"
    )
    rows = [[row.words, _signed(row.points), f"{_signed(row.low)} to {_signed(row.high)}", row.summary] for row in one.rows]
    head = ["part", "points", "90 of 100 histories", "what this line of the model does"]
    figure = Figure(
        f"contributions-{k}", f"What moved {one.name} by {prose_date(one.day)}", words,
        table(head, rows, "Contributions, in percentage points"),
        f"Contributions in percentage points of readiness. Parts not drawn sum to {_signed(rest)}.",
    )  # fmt: skip
    drawn_rows = [Interval(row.words, row.points, row.low, row.high) for row in large]
    tag_of_roughness = rough(len(one.histories)) if len(one.histories) > 1 else ""  # one history is what it is
    return drawn(figure, partial(contributions_panel, drawn_rows, "percentage points"), tag_of_roughness)
