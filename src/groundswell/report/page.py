"""The page as a whole: sections in the order in which a reader wants them, one style sheet, no script.

A content security policy forbids everything but the page's own styles and pictures, so that
nothing can be fetched and nothing can run, whatever a scenario says in its texts.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from altair.utils.schemapi import debug_mode

from groundswell.errors import RunError
from groundswell.report.figures import badge
from groundswell.report.markup import Html, tag
from groundswell.report.material import Material
from groundswell.report.palette import DARK, LIGHT, variables
from groundswell.report.sections.answer import answer
from groundswell.report.sections.assumptions import assumptions
from groundswell.report.sections.causes import causes
from groundswell.report.sections.comparison import comparison
from groundswell.report.sections.courses import courses
from groundswell.report.sections.limits import limits
from groundswell.report.sections.outcomes import outcomes
from groundswell.report.sections.provenance import provenance
from groundswell.report.sections.questions import questions
from groundswell.report.sections.told import told
from groundswell.report.sections.verdict import verdict
from groundswell.report.sections.works import works
from groundswell.report.words import MODEL_ONLY

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


class Section(NamedTuple):
    """One section: its name in links, its heading, and what writes it."""

    name: str
    heading: str
    body: Callable[[Material], Html]


SECTIONS = (
    Section("answer", "In short", answer),
    Section("outcomes", "How it ends", outcomes),
    Section("courses", "What happens over time", courses),
    Section("story", "One history, told", told),
    Section("causes", "Why", causes),
    Section("record", "Against the record", comparison),
    Section("verdict", "How it was judged", verdict),
    Section("questions", "Why it came so: asked, and held against the record", questions),
    Section("assumptions", "What went in", assumptions),
    Section("limits", "What this cannot say", limits),
    Section("sources", "Sources", works),
    Section("provenance", "How it was made", provenance),
)


def page(material: Material) -> str:
    """The whole page as text."""
    with debug_mode(False):  # charts of ours are checked by tests; checking each again takes half of the time
        body = [section(k, one, material) for k, one in enumerate(SECTIONS, start=1)]
    title = f"{material.scenario.title}: {material.runs.replicates:,} simulated histories"
    head = [
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="color-scheme" content="light dark">'),
        tag("title", title),
        tag("style", Html(style())),
    ]
    heading = tag("h1", [material.scenario.title, " ", badge(material.rough)])
    top = tag("header", [heading, tag("p", material.scenario.summary, class_="lead"), contents()])
    skip = tag("a", "Skip to the answer", href="#answer", class_="skip")
    whole = tag("html", [tag("head", head), tag("body", [skip, top, tag("main", body), footer(material)])], lang="en")
    return f"<!doctype html>\n{whole}\n"


def section(number: int, one: Section, material: Material) -> Html:
    """A section with its numbered heading."""
    heading = tag("h2", [tag("span", f"{number}", class_="number"), " ", one.heading], id=f"{one.name}-heading")
    return tag("section", [heading, one.body(material)], id=one.name, aria_labelledby=f"{one.name}-heading")


def contents() -> Html:
    """Links to all sections."""
    items = [tag("li", tag("a", one.heading, href=f"#{one.name}")) for one in SECTIONS]
    return tag("nav", tag("ol", items), aria_label="Contents")


def footer(material: Material) -> Html:
    """What the page is, once more, at its end and on every printed copy."""
    runs = material.runs
    made = f"Groundswell · {runs.label} · run {runs.run_id} · seed {runs.seed} · {runs.replicates:,} histories."
    return tag("footer", [tag("p", f"{made} {MODEL_ONLY}"), tag("p", material.share_alike) if material.share_alike else ""])


def style() -> str:
    """The style sheet, with the colors of both themes."""
    sheet = files("groundswell.report").joinpath("page.css").read_text(encoding="utf-8")
    return (
        f":root{{color-scheme:light dark;{variables(LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(DARK)}}}}}\n{sheet}"
    )


def written(text: str, to: Path) -> Path:
    """The text in a file, whole or not at all. Raises RunError where it cannot be written."""
    draft = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, to)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        expected, hint = "a file, in a folder that can be written to, with room", "name a file in another folder, such as ~/report.html"
        raise RunError.of(str(to), error.strerror or str(error), expected, hint) from error
    return to
