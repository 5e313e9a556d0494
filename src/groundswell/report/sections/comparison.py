"""Against the record: inside, outside, or nothing to compare with."""

from groundswell.analysis.comparison import Comparison
from groundswell.analysis.wording import out_of_a_hundred
from groundswell.report.markup import Html, download, html, listing, paragraphs, tag
from groundswell.report.material import Material
from groundswell.report.tables import as_csv, table
from groundswell.report.words import number, percent, plain

HOW = (
    "Inside means that the recorded value lies where 90 of 100 histories lie. Much lies inside a wide spread, so read how wide it is. "
    "The rank is the share of histories below the record. Many rows share the same events; they are not so many independent tests."
)
PRIORS = (
    "Most ranges of the parameters were found workable, with a smaller model, on the record of Bolivia to the end of 2003. Agreement with "
    "that part of the record is no evidence for the model."
)


def comparison(material: Material) -> Html:
    """Every recorded value beside the histories, and what has nothing beside it."""
    found = material.comparisons
    if not found.rows:
        return paragraphs("Nothing is on record for these dates.")
    head = ["quantity", "record", "median", "90 of 100 histories", "rank", "verdict"]
    rows = [_line(row) for row in found.rows]
    count = tag("b", f"{found.inside} of {len(found.compared)} recorded values lie inside.")
    saved = tag("p", download("against-record", as_csv([row.to_dict() for row in found.rows])))
    return html([
        paragraphs(html([count, " ", HOW]), PRIORS if _is_prior(material) else ""),
        table(head, rows, "The record beside the histories"), saved,
        tag("h3", "On record, and not comparable"), listing(f"{plain(name)}: {why}" for name, why in found.not_comparable.items()),
        tag("h3", "In the model, and not observed"), listing(found.not_observed.values()),
    ])  # fmt: skip


def _line(row: Comparison) -> list[object]:
    if row.inside is None:
        return [row.words, _shown(row, row.record), "", row.why, "", row.verdict]
    if row.quantity == "fall_near_date":
        return [row.words, "yes", f"yes in {out_of_a_hundred(row.share or 0)} of 100", "", "", _verdict(row)]
    spread = f"{_shown(row, row.low)} to {_shown(row, row.high)}"
    rank = f"{100 * row.rank:.0f} %" if row.rank is not None else ""
    return [row.words, _shown(row, row.record), _shown(row, row.median), spread, rank, _verdict(row)]


def _verdict(row: Comparison) -> Html:
    return tag("b", row.verdict, class_=f"verdict {row.verdict}")


def _shown(row: Comparison, value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return percent(value) if row.unit == "share" else number(value)


def _is_prior(material: Material) -> bool:
    design = material.runs.spec["identity"].get("design")
    return isinstance(design, dict) and design.get("draws") == "prior"
