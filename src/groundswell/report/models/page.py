"""The page of one run of a classic model, which needs no network and no script."""

import platform
from collections.abc import Sequence

from altair.utils.schemapi import debug_mode

from groundswell.models.picture import Picture
from groundswell.models.reproduce import Row
from groundswell.report.markup import HARD_SPACE, Html, html, listing, paragraphs, tag
from groundswell.report.models.beside import FAILS, HOLDS, Recorded, by_model, ordered, precise, recorded, tally
from groundswell.report.models.courses import course_figure
from groundswell.report.models.material import Final, ModelMaterial, is_equation
from groundswell.report.models.picture import picture_figure
from groundswell.report.models.scales import figure
from groundswell.report.models.sheet import Section, sheet
from groundswell.report.models.told import EXAMPLE, bracketed
from groundswell.report.tables import table
from groundswell.report.words import MODEL_ONLY

FAN = (
    "A fan shows between which values 50 and 90 of 100 histories lie at each time. No single history runs along its lines, and where "
    "histories part into two groups the middle between them may be empty."
)
ONE_COURSE = "Nothing in the model is random at these parameters: all histories go the same way."
STILL = "Nothing that is seen of it changes over time: the model is solved at the start."
SAME_BITS = "The same model, parameters, seed and versions give the same bits, on one worker or many, after a crash and a resume."
HEAD = ["check", "on record", "why this tolerance", "source"]


def model_page(material: ModelMaterial) -> str:
    """A run of a model as one page: what it says, its picture, its courses, and all that it rests on."""
    with debug_mode(False):  # charts of ours are checked by tests; checking each again takes most of the time
        sections = [
            Section("answer", "In short", _answer(material)),
            Section("picture", "Picture", picture_figure(_as_example(material), "its-picture")),
            Section("courses", "Courses", _courses(material)),
            Section("parameters", "Parameters", _parameters(material)),
            Section("reproduces", "What it reproduces", _reproduces(material)),
            Section("departures", "Departures", _departs(material)),
            Section("sources", "Sources", _sources(material)),
            Section("provenance", "How it was made", _provenance(material)),
        ]
    run = f" · run {material.run_id}" if material.run_id else ""
    foot = f"Groundswell · {material.name}{run} · seed {material.seed} · {_histories(material)}. {MODEL_ONLY}"
    return sheet(material.title, f"The model {material.name}: {_histories(material)}.", sections, [foot], material.rough)


def _histories(material: ModelMaterial) -> str:
    return f"{material.histories:,} {'history' if material.histories == 1 else 'histories'}"


def _as_example(material: ModelMaterial) -> Picture:
    """The model's own picture, which says of itself that it is not of this run where there is luck."""
    picture = material.picture
    return picture._replace(summary=f"{picture.summary} {EXAMPLE}") if material.random else picture


def _answer(material: ModelMaterial) -> Html:
    """What the model says, what came of it here, and that this speaks of the model."""
    told = [_paragraph(text) for text in material.about]
    changed = [f"{one.name} {one.value}{bracketed(one.unit)} (else {one.default})" for one in material.parameters if one.is_changed]
    settings = f"Changed for this run: {'; '.join(changed)}." if changed else "All parameters are as they are unless told."
    return html([
        tag("p", material.says, class_="answer"), tag("p", MODEL_ONLY, class_="model"), *told, paragraphs(settings),
        tag("h3", "At the end"), _finals(material),
    ])  # fmt: skip


def _paragraph(text: str) -> Html:
    if is_equation(text):
        return tag("pre", "\n".join(line.strip() for line in text.splitlines()), tabindex="0")
    return tag("p", " ".join(text.split()))


def _finals(material: ModelMaterial) -> Html:
    known = [(one, material.finals[one.name]) for one in material.observables if one.name in material.finals]
    when = f"{material.unit} {figure(float(material.times[-1]))}" if len(material.times) else "the end"
    names = [(f"{one.meaning}{bracketed(one.unit)}", final) for one, final in known]
    if all(final.is_one for _, final in known):
        rows = [[name, figure(final.median)] for name, final in names]
        return table(["what is seen", "value"], rows, f"What is seen at {when}; all histories agree")
    head = ["what is seen", "5 in 100 below", "25 in 100 below", "median", "75 in 100 below", "95 in 100 below", "mean"]
    return table(head, [[name, *_spread(final)] for name, final in names], f"What is seen at {when}, over {_histories(material)}")


def _spread(final: Final) -> list[str]:
    return [*map(figure, final.quantiles), figure(final.mean)]


def _courses(material: ModelMaterial) -> Html:
    fans = material.fans
    if not fans:
        return paragraphs(STILL)
    told = ONE_COURSE if all(one.is_one for one in fans) else FAN
    moving = {one.name for one in fans}
    still = [one.name.replace("_", " ") for one in material.observables if one.name in material.courses and one.name not in moving]
    rest = f"As at the start throughout: {', '.join(still)}." if still else ""
    figures = [course_figure(one, f"course-{one.name.replace('_', '-')}", material.rough) for one in fans]
    return html([paragraphs(told), *figures, paragraphs(rest)])


def _parameters(material: ModelMaterial) -> Html:
    rows = [[one.name, one.value, one.default, one.bounds, one.meaning] for one in material.parameters]
    if not rows:
        return paragraphs("It has none.")
    return table(["parameter", "value", "unless told", "what it may be", "what it is"], rows, "Parameters of this run")


def _reproduces(material: ModelMaterial) -> Html:
    if not material.checks and not material.rows:
        return paragraphs("No published number is held against it.")
    if material.rows:
        return rows_table(material.rows, f"{material.title}: checks, computed")
    rows = [[one.name, _together(one), one.why, one.source] for one in material.checks]
    command = tag("code", f"groundswell models reproduce {material.name}")
    told = tag("p", ["These numbers are on record; ", command, " computes ours beside them."])
    return html([told, table(HEAD, rows, f"{material.title}: numbers on record")])


def rows_table(rows: Sequence[Row], caption: str) -> Html:
    """Computed checks, what does not hold first."""
    cells = [
        [one.check, _verdict(one.holds), precise(one.ours, one.tolerance), _together(one), one.why, one.source] for one in ordered(rows)
    ]
    return html([paragraphs(tally(rows).words), table([HEAD[0], "", "ours", *HEAD[1:]], cells, caption)])


def _together(row: Recorded) -> str:
    """A number on record and its tolerance, on one line."""
    return recorded(row).replace(" ", HARD_SPACE)


def _verdict(holds: bool) -> Html:
    return tag("b", HOLDS if holds else FAILS, class_=f"verdict {'inside' if holds else 'outside'}")


def _departs(material: ModelMaterial) -> Html:
    return listing(material.departs) if material.departs else paragraphs("From what was published it departs in nothing that we know of.")


def _sources(material: ModelMaterial) -> Html:
    return html([paragraphs("The model is from:"), listing(material.sources)])


def _provenance(material: ModelMaterial) -> Html:
    from groundswell import __version__

    facts = [
        ("model", material.name), ("run", material.run_id), ("seed", str(material.seed)), ("histories", f"{material.histories:,}"),
        ("folder", material.folder), ("groundswell", __version__), ("Python", platform.python_version()),
    ]  # fmt: skip
    rows = [tag("div", [tag("dt", name), tag("dd", tag("code", value))]) for name, value in facts if value]
    return html([
        tag("dl", rows, class_="facts"), tag("h3", "To make it again"), tag("pre", material.command, tabindex="0"), paragraphs(SAME_BITS),
    ])  # fmt: skip


def rows_page(rows: Sequence[Row]) -> str:
    """Computed checks of one or more models as a page: a table for each model, and before them all that does not hold."""
    found = list(rows)
    count = tally(found)
    missed = [row for row in found if not row.holds]
    sections = [Section("answer", "In short", _verdicts(found, missed))]
    sections += [
        Section(f"model-{name}", name, rows_table(mine, f"{name}: checks, computed")) for name, mine in by_model(found).items()
    ]
    foot = f"Groundswell · {count.words} {MODEL_ONLY}"
    return sheet("What the classic models reproduce", count.words, sections, [foot])


def _verdicts(rows: Sequence[Row], missed: Sequence[Row]) -> Html:
    """The count, model by model, and what does not hold."""
    counts = [[name, *map(str, tally(mine)), f"{sum(row.seconds for row in mine):,.1f}"] for name, mine in by_model(rows).items()]
    whole = table(["model", "hold", "of", "seconds"], counts, "Checks that hold, model by model")
    parts = [tag("p", tally(rows).words, class_="answer"), whole if counts else Html("")]
    if missed:
        cells = [[row.model, row.check, precise(row.ours, row.tolerance), _together(row), row.why, row.source] for row in missed]
        parts += [tag("h3", "What does not hold"), table(["model", HEAD[0], "ours", *HEAD[1:]], cells, "Checks that do not hold")]
    return html(parts)
