"""Against the record: by how much the median misses, how wide the span is, and what has nothing to compare with."""

from collections.abc import Iterator

from groundswell.analysis.comparison import WIDE_FACTOR, WIDE_PART, Comparison
from groundswell.analysis.wording import out_of_a_hundred
from groundswell.report.fits import parameters_of
from groundswell.report.markup import Html, download, html, listing, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.tables import as_csv, table
from groundswell.report.words import LEANING, LEANS, margin, number, percent, plain

HOW = (
    "Inside means that the recorded value lies where 90 of 100 histories lie; a span so wide that nearly anything lies inside it is called "
    f"wide: its ends are more than {WIDE_FACTOR} times apart (one added to both), or for shares and dates it takes more than "
    f"{100 * WIDE_PART:.0f} % of the scale. The rank is the share of histories below the record, and half of those equal to it."
)
VIEWS = (
    "Only rows that share no recorded death, fall or poll with another such row are counted; the others "
    "show the same events again, by place, in other windows, or around days that were chosen because people died in them. A fall near "
    "the date on record is no test but a chance; beside it stands what as many falls, spread evenly over all days, would give."
)
PRIORS = (
    "Most ranges of the parameters were found workable, with a smaller model, on the record of Bolivia to the end of 2003. Agreement with "
    "that part of the record is no evidence for the model."
)
FITTED = "Parameters were fitted to a part of this record: agreement with that part is no evidence for the model. {words}."
ELSEWHERE = "No parameter was fitted to this record, but to that of another case. {words}."


def comparison(material: Material) -> Html:
    """Every recorded value beside the histories, and what has nothing beside it."""
    found = material.comparisons
    if not found.rows:
        return paragraphs("Nothing is on record for these dates.")
    head = ["quantity", "record", "median", "90 of 100 histories", "rank", "counted", "verdict"]
    saved = tag("p", download("against-record", as_csv([_flat(row) for row in found.rows])))
    leaning = f"{LEANS.capitalize()}: {LEANING}." if any(row.leans_on for row in found.rows) else ""
    return html([
        paragraphs(tag("b", " ".join(misses(material))), HOW, VIEWS, leaning, _care(material)),
        paragraphs(f"Within the span, of rows that share no event: {'; '.join(tally.text() for tally in found.tallies())}."),
        table(head, [_line(row) for row in found.rows], "The record beside the histories"), saved,
        paragraphs(material.share_alike),
        tag("h3", "On record, and not comparable"), listing(f"{plain(name)}: {why}" for name, why in found.not_comparable.items()),
        tag("h3", "In the model, and not observed"), listing(found.not_observed.values()),
    ])  # fmt: skip


def misses(material: Material) -> Iterator[str]:
    """By how much the median history misses the record, and between what nine in ten of them lie."""
    found = material.comparisons
    for quantity in ("killed_by_forces", "days_with_deaths", "falls"):
        for row in found.of(quantity)[:1]:
            words = row.words.partition(", the whole run")[0].capitalize()
            span = f"{_shown(row, row.low)} to {_shown(row, row.high)}{', wide' if row.wide else ''}"
            yield f"{words}: median {_shown(row, row.median)} against {_shown(row, row.record)} on record ({span})."


def _line(row: Comparison) -> list[object]:
    apart = "yes" if row.independent else "no"
    if row.chance is not None:
        told = f"{out_of_a_hundred(row.chance.share)} in 100 {margin(row.chance.margin)}"
        return [row.words, "it happened", told, "", "", apart, _verdict(row)]
    if row.inside is None:
        return [row.words, _shown(row, row.record), "", row.why, "", apart, _verdict(row)]
    spread = f"{_shown(row, row.low)} to {_shown(row, row.high)}"
    rank = f"{100 * row.rank:.0f} %" if row.rank is not None else ""
    return [row.words, _shown(row, row.record), _shown(row, row.median), spread, rank, apart, _verdict(row)]


def _remarks(row: Comparison) -> str:
    even = [] if row.climatology is None else [f"{out_of_a_hundred(row.climatology)} in 100 if spread evenly"]
    told = [*["wide"] * row.wide, *even, *([f"{LEANS} ({', '.join(row.leans_on)})"] if row.leans_on else [])]
    return "".join(f"; {text}" for text in told)


def _flat(row: Comparison) -> dict[str, object]:
    """A row for a file: lists as words, a chance by its ends."""
    plain_row = row.to_dict()
    chance = plain_row.pop("chance") or {}
    ends = {"share_low": chance.get("low"), "share_high": chance.get("high")}
    return plain_row | ends | {"leans_on": " ".join(row.leans_on)}


def _verdict(row: Comparison) -> Html:
    return html([tag("b", row.verdict, class_=f"verdict {row.verdict}"), _remarks(row)])


def _shown(row: Comparison, value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return percent(value) if row.unit == "share" else number(value)


def _care(material: Material) -> str:
    """Why agreement with the record may be worth little, by where parameters come from."""
    fit, draws = material.runs.fitted, parameters_of(material.runs).get("draws")
    if draws == "prior":
        return PRIORS
    if fit is None:
        return ""
    return (FITTED if fit.of == material.scenario.id else ELSEWHERE).format(words=f"{fit.words[:1].upper()}{fit.words[1:]}")
