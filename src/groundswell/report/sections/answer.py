"""The answer first: one paragraph with numbers, and what kind of statement it is."""

from collections.abc import Iterator

from groundswell.analysis.comparison import BAND
from groundswell.analysis.endings import Ending
from groundswell.analysis.uncertainty import quantiles
from groundswell.analysis.wording import listed, out_of_a_hundred
from groundswell.engine.kernel import fingerprint
from groundswell.report.fits import counted, parameters_of
from groundswell.report.markup import Html, html, tag
from groundswell.report.material import Material
from groundswell.report.words import MODEL_ONLY, number, prose_date

TOLD_ENDINGS = 3


def answer(material: Material) -> Html:
    """The question, the answer, and the line that it speaks of the model."""
    question = tag("p", material.scenario.question, class_="question")
    body = tag("p", " ".join(sentences(material)), class_="answer")
    return html([question, body, tag("p", MODEL_ONLY, class_="model")])


def sentences(material: Material) -> list[str]:
    """What happened in the runs, sentence by sentence."""
    return [*_sizes(material), *_falls(material), *_endings(material), *_deaths(material), *_design(material)]


def _sizes(material: Material) -> Iterator[str]:
    runs = material.runs
    first, last = prose_date(runs.start), prose_date(runs.date(runs.days - 1))
    yield f"{runs.replicates:,} histories were simulated, day by day from {first} to {last}."


def _falls(material: Material) -> Iterator[str]:
    found = material.falls.any.share
    margin = f"±{100 * found.margin:.0f}, the sampling error of {found.of:,} histories"
    yield f"In {out_of_a_hundred(found.share)} of 100 at least one government falls ({found.words}; {margin})."
    near = [row for row in material.comparisons.of("fall_near_date") if row.words.startswith("a government")]
    dates = [prose_date(row.first) for row in material.record if row.quantity == "fall"]
    if dates and len(near) == len(dates):
        shares = listed([out_of_a_hundred(row.share or 0) for row in near])
        even = listed(list(dict.fromkeys(out_of_a_hundred(row.climatology or 0) for row in near)))
        told = f"within 30 days of {_these(dates)} one falls in {shares} of 100 histories"
        yield f"On record governments fell on {listed(dates)}; {told}, where falls spread evenly over all days would give {even}."


def _these(dates: list[str]) -> str:
    return "that date" if len(dates) == 1 else "these dates"


def _endings(material: Material) -> Iterator[str]:
    rows = sorted((row for row in material.endings.rows if row.share.count), key=lambda row: -row.share.count)
    told = listed([_told(row) for row in rows[:TOLD_ENDINGS]])
    yield f"Told by their largest wave of protest, the most frequent endings are: {told}."


def _told(row: Ending) -> str:
    return f"{row.words} ({out_of_a_hundred(row.share.share)} in 100)"


def _deaths(material: Material) -> Iterator[str]:
    low, median, high = (number(value) for value in quantiles(material.runs.final["killed_by_forces"], BAND).values())
    found = material.comparisons.of("killed_by_forces")
    record = f"; the record has {number(found[0].record)}" if found and isinstance(found[0].record, float) else ""
    yield f"Forces kill {median} people in the median history, between {low} and {high} in 90 of 100{record}."


def _design(material: Material) -> Iterator[str]:
    fit, draws = material.runs.fitted, parameters_of(material.runs).get("draws")
    if draws == "prior":
        but = "nothing was fitted to these years" if fit is None else "not from what was fitted"
        yield f"Each history draws the parameters of the model from their priors, and {but}."
    elif draws == "point":
        yield "All histories share one set of parameters, so their spread is narrower than what is really unknown."
    elif draws == "fitted" and fit is not None:
        form = "" if fit.provenance.get("engine") == fingerprint() else ", with an earlier form of the model"
        yield f"Each history takes its parameters from one of {len(fit):,} weighted draws that were fitted to the record of {fit.of}{form}."
    if fit is not None:
        yield f"{counted(material.scenario, fit)[:1].upper()}{counted(material.scenario, fit)[1:]} by that record."
    off = material.runs.spec["identity"].get("off") or ()
    if off:
        yield f"Switched off: {listed(list(off))}."
