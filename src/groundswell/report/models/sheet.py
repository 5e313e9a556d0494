"""A page of models: head, contents, numbered sections and foot, under the same policy and style sheet as a report."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from groundswell.report.figures import badge
from groundswell.report.markup import Html, tag
from groundswell.report.page import POLICY, style


class Section(NamedTuple):
    """One section: its name in links, its heading, and what is in it."""

    name: str
    heading: str
    body: Html


def sheet(title: str, lead: str, sections: Sequence[Section], foot: Iterable[str], roughness: str = "") -> str:
    """The whole page as text. Nothing can be fetched and nothing can run."""
    head = [
        Html('<meta charset="utf-8">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Html('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html('<meta name="color-scheme" content="light dark">'),
        tag("title", title),
        tag("style", Html(style())),
    ]
    links = [tag("li", tag("a", one.heading, href=f"#{one.name}")) for one in sections]
    contents = tag("nav", tag("ol", links), aria_label="Contents")
    top = tag("header", [tag("h1", [title, " ", badge(roughness)]), tag("p", lead, class_="lead"), contents])
    skip = tag("a", f"Skip to: {sections[0].heading}", href=f"#{sections[0].name}", class_="skip")
    body = [_section(k, one) for k, one in enumerate(sections, start=1)]
    end = tag("footer", [tag("p", text) for text in foot])
    whole = tag("html", [tag("head", head), tag("body", [skip, top, tag("main", body), end])], lang="en")
    return f"<!doctype html>\n{whole}\n"


def _section(number: int, one: Section) -> Html:
    heading = tag("h2", [tag("span", f"{number}", class_="number"), " ", one.heading], id=f"{one.name}-heading")
    return tag("section", [heading, one.body], id=one.name, aria_labelledby=f"{one.name}-heading")
