"""Why: what histories look like without a mechanism, kept apart from what moved a group on a day."""

from collections.abc import Sequence

from groundswell.analysis.effects import Effect
from groundswell.report.axes import Size
from groundswell.report.figures import Figure, badge, drawn
from groundswell.report.markup import Html, html, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.panels import Interval, intervals_panel
from groundswell.report.tables import as_csv, table
from groundswell.report.words import number, rough

EFFECTS = (
    "An effect is a paired difference: the same histories, with the same luck and the same parameters, run once as they are and once with "
    "one thing changed. Its interval (95 in 100) is sampling error over pairs. Effects of several changes do not add up, since mechanisms "
    "work through one another."
)
CONTRIBUTIONS = (
    "A contribution is another thing: it divides the change of one group on one day of one history among the mechanisms that moved it, and "
    "contributions do add up to that change. It does not say what would have happened without a mechanism; only an effect does."
)
TITLES = {
    "government_falls": ("Effects on the chance that a government falls", "in 100 histories"),
    "killed": ("Effects on people killed by forces", "persons in a history"),
}
MOST = 14  # changes that one picture shows


def causes(material: Material) -> Html:
    """Effects by paired runs, then contributions, each said to be what it is."""
    told = [_effects(rows) for rows in material.effects.values()]
    others = [_other(finding) for finding in material.others]
    return html([
        tag("h3", "Effects: what a change makes of the same histories", class_="part"), paragraphs(EFFECTS),
        *(told or [_none(material)]),
        tag("h3", "Contributions: what moved a group on a day", class_="part"), paragraphs(CONTRIBUTIONS),
        *(others or [paragraphs("None was handed to this report.", _command("explain", material))]),
    ])  # fmt: skip


def _effects(rows: Sequence[Effect]) -> Html:
    what = rows[0].quantity
    title, unit = TITLES.get(what.name, (f"Effects on: {what.words}", what.unit))
    scale = 100 if what.yes_or_no else 1
    shown = [Interval(row.words, scale * row.difference, scale * row.low, scale * row.high) for row in rows[:MOST]]
    head = ["change", "before", "after", "difference", "95 in 100 interval", "pairs that rise, fall, stay", "sign settled"]
    lines = [_line(row, scale) for row in rows]
    figure = Figure(
        f"effects-{what.name.replace('_', '-')}", title, in_words(rows, scale, unit), table(head, lines, f"{title}, {unit}"),
        f"Difference {unit}, with the change less without it; bars are the intervals.", csv=as_csv([row.to_dict() for row in rows]),
    )  # fmt: skip

    def panel(size: Size) -> object:
        return intervals_panel(shown, unit, size)

    return drawn(figure, panel, rough(min(row.pairs for row in rows)))


def in_words(rows: Sequence[Effect], scale: float, unit: str) -> str:
    """The largest effect whose sign is settled, and how many have none."""
    settled = [row for row in rows if row.settled]
    if not settled:
        return f"Of {len(rows)} changes none has an effect whose sign is settled with {rows[0].pairs:,} pairs."
    first = settled[0]
    told = f"{_signed(scale * first.difference)} {unit} [{_signed(scale * first.low)}, {_signed(scale * first.high)}]"
    rest = f"Of {len(rows)} changes {len(settled)} have an effect whose sign is settled."
    return f"The largest effect is that of “{first.words}”: {told}. {rest}"


def _line(row: Effect, scale: float) -> list[object]:
    interval = f"{_signed(scale * row.low)} to {_signed(scale * row.high)}"
    counts = f"{row.up}, {row.down}, {row.same}"
    settled = "yes" if row.settled else "no"
    return [
        row.words,
        number(scale * row.baseline),
        number(scale * row.changed),
        _signed(scale * row.difference),
        interval,
        counts,
        settled,
    ]


def _signed(value: float) -> str:
    text = number(abs(value))
    return "0" if text == "0" else f"{'+' if value > 0 else '−'}{text}"


def _none(material: Material) -> Html:
    return paragraphs("No mechanism was switched off for this report.", _command("ablate", material))


def _command(verb: str, material: Material) -> Html:
    return html(["The command is ", tag("code", f"groundswell {verb} {material.scenario.id}"), "."])


def _other(finding: object) -> Html:
    text = finding.text()  # type: ignore[attr-defined]
    return html([badge("contribution"), tag("pre", text, tabindex="0")])
